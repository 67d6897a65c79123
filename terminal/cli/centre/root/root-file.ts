import { readFileSync } from 'node:fs';
import type { RootFacts } from '@tongban/kiosk-config/published';
import type { StaffWords } from '@tongban/peripherals/manager';
import { oneOperand, textOption, UsageError, type Command, type Given } from '../../command.ts';

/** The root that the reader trusts already; what shall follow it is compared with it. */
export const FROM_OPTION = { from: { type: 'string' } } as const satisfies Command['options'];
export const FROM_USAGE = '--from ROOT';

const ID_SHOWN_CHARACTERS = 8;

/** @throws UsageError when it cannot be read or is no root file */
export async function readRootFile(file: string): Promise<Buffer> {
  const bytes = readBytes(file);
  const { rootFacts } = await import('@tongban/kiosk-config/published');
  try {
    rootFacts(bytes);
  } catch {
    // What the parser says names members of JSON, which help nobody here.
    throw new UsageError({ zh: `${file} 不是根文件。`, en: `${file} is no root file.` });
  }
  return bytes;
}

/** @throws UsageError when it cannot be read */
export function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new UsageError({ zh: `${file} 读不了（${code}）。`, en: `${file} cannot be read (${code}).` });
  }
}

/** The root file that was written behind the command. @throws UsageError */
export const rootOperand = (given: Given): string => oneOperand(given, { zh: '根文件', en: 'root file' });

/** The file of `--from`. @throws UsageError when it is not given */
export function fromOption(given: Given): string {
  const file = textOption(given, 'from');
  if (file !== null) return file;
  throw new UsageError({
    zh: '--from 写你手里上一版的根文件，用来比较。',
    en: '--from takes the root file before it, as you have it, to compare.',
  });
}

export const shortId = (id: string): string => id.slice(0, ID_SHOWN_CHARACTERS);

/** What a root that shall follow another changes, and whose signatures it still wants. */
export async function compareRoots(
  next: Uint8Array,
  from: Uint8Array,
): Promise<{ readonly words: StaffWords; readonly facts: Readonly<Record<string, unknown>> }> {
  const { onlineRoles, rootFacts, rootProblem } = await import('@tongban/kiosk-config/published');
  const [now, before] = [rootFacts(next), rootFacts(from)];
  const problem = rootProblem(next, from, new Date());
  const signed = { before: signatures(now.signedBy, before), now: signatures(now.signedBy, now) };
  const fresh = now.keys.root.filter((id) => !before.keys.root.includes(id));
  const gone = before.keys.root.filter((id) => !now.keys.root.includes(id));
  const online = onlineRoles.filter((role) => now.keys[role].join() !== before.keys[role].join());
  const until = now.expires.slice(0, 10);
  const lines: StaffWords[] = [
    {
      zh: `根文件第 ${now.version} 版（手里是第 ${before.version} 版），有效到 ${until}。`,
      en: `Root file, version ${now.version} (yours is ${before.version}), valid until ${until}.`,
    },
    {
      zh: `保管人的密钥：${now.keys.root.map((id) => marked(id, fresh, '（新）')).join('、')}；${now.threshold} 位签名才有效。`,
      en: `Keys of holders: ${now.keys.root.map((id) => marked(id, fresh, ' (new)')).join(', ')}; ${now.threshold} of them must sign.`,
    },
    ...(gone.length > 0
      ? [
          {
            zh: `不再有效的保管人密钥：${gone.map(shortId).join('、')}。`,
            en: `Keys of holders that end: ${gone.map(shortId).join(', ')}.`,
          },
        ]
      : []),
    online.length > 0
      ? {
          zh: `中心日常签名的密钥换新：${online.join('、')}。`,
          en: `New keys with which the centre signs from day to day: ${online.join(', ')}.`,
        }
      : {
          zh: '中心日常签名的密钥不变。',
          en: 'The keys with which the centre signs from day to day stay.',
        },
    {
      zh: `已签名：第 ${before.version} 版的保管人 ${signed.before}，第 ${now.version} 版的保管人 ${signed.now}。`,
      en: `Signed by: holders of version ${before.version} ${signed.before}, holders of version ${now.version} ${signed.now}.`,
    },
    problem === null
      ? {
          zh: '可以启用了：交给中心执行 tongban centre root adopt。',
          en: 'It can be adopted: give it to the centre, for tongban centre root adopt.',
        }
      : { zh: `还不能启用（${problem}）。`, en: `It cannot be adopted yet: ${problem}.` },
  ];
  return {
    words: { zh: lines.map(({ zh }) => zh).join('\n'), en: lines.map(({ en }) => en).join('\n') },
    facts: {
      ...{ version: now.version, expires: now.expires, newHolders: fresh, goneHolders: gone },
      ...{ newOnline: online, signedBy: now.signedBy, problem },
    },
  };
}

function signatures(signedBy: readonly string[], { keys, threshold }: RootFacts): string {
  return `${keys.root.filter((id) => signedBy.includes(id)).length}/${threshold}`;
}

function marked(id: string, fresh: readonly string[], mark: string): string {
  return fresh.includes(id) ? `${shortId(id)}${mark}` : shortId(id);
}

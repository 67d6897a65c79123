import { textOption, textOptions, UsageError, type Command, type Given } from '../../command.ts';
import { writeBytes } from '../../json-file.ts';
import { cannotOpen, notFounded, PLACE_OPTIONS, PLACE_USAGE, placeOf } from '../place.ts';
import { compareRoots, readBytes } from './root-file.ts';

const DEFAULT_FILE = 'root-next.json';
/** A root file is public. */
const MODE = 0o644;

export const rootNext: Command = {
  path: 'centre root next',
  usage: `[--out FILE] [--replace ID=PUBLIC-KEY]… [--new-online-keys] ${PLACE_USAGE}`,
  about: {
    zh: '写出下一版根文件，交给保管人签名：有效期重新算一年；可以换保管人的密钥、换中心日常签名的密钥',
    en: 'writes the root that follows, for its holders to sign: good for another year; keys of holders, and those with which the centre signs from day to day, can be replaced',
  },
  options: {
    ...PLACE_OPTIONS,
    out: { type: 'string' },
    replace: { type: 'string', multiple: true },
    'new-online-keys': { type: 'boolean' },
  },
  async run(given, io) {
    const file = textOption(given, 'out') ?? DEFAULT_FILE;
    const newOnlineKeys = given.values['new-online-keys'] === true;
    const { withServices } = await import('@tongban/kiosk-config/centre');
    let roots: { current: Uint8Array; next: Uint8Array } | null;
    try {
      roots = await withServices(placeOf(given), async ({ publisher }) => {
        const current = await publisher.root();
        if (!current) return null;
        const holders = await replacedHolders(given, current);
        const next = await publisher.nextRoot({ newOnlineKeys, holders });
        return next && { current, next };
      });
    } catch (error) {
      if (error instanceof UsageError) throw error;
      return cannotOpen(error);
    }
    if (!roots) return notFounded;
    const notWritten = writeBytes(file, roots.next, { mode: MODE, gid: null });
    if (notWritten) return notWritten;
    const { words, facts } = await compareRoots(roots.next, roots.current);
    io.say({
      zh: `✓ 写好了 ${file}。\n${words.zh}\n交给保管人：tongban centre root show 看过，再 tongban centre root sign 签名。`,
      en: `✓ ${file} is written.\n${words.en}\nGive it to the holders: tongban centre root show to look, tongban centre root sign to sign.`,
    });
    return { ok: true, facts: { ...facts, file } };
  },
};

/** `--replace ID=FILE`, the id as far as it is shown. @throws UsageError */
async function replacedHolders(given: Given, current: Uint8Array): Promise<Map<string, string>> {
  const { publicKeyIn, rootFacts } = await import('@tongban/kiosk-config/published');
  const ids = rootFacts(current).keys.root;
  const holders = new Map<string, string>();
  for (const written of textOptions(given, 'replace')) {
    const [start = '', file = ''] = written.split(/=(.*)/s);
    const [id, ...others] = start === '' ? [] : ids.filter((each) => each.startsWith(start));
    if (id === undefined || others.length > 0) {
      throw new UsageError({
        zh: `${start} 不是现在根文件里的保管人密钥；有：${ids.join('、')}。`,
        en: `${start} is no key of a holder in the root in force; there are ${ids.join(', ')}.`,
      });
    }
    const pem = readBytes(file).toString('utf8');
    try {
      publicKeyIn(pem);
    } catch {
      // OpenSSL's words say nothing here, and of a private key nothing shall be said.
      throw new UsageError({
        zh: `${file} 不是 tongban centre root key 做的公钥（.pub）。`,
        en: `${file} is no public key (.pub) of tongban centre root key.`,
      });
    }
    holders.set(id, pem);
  }
  return holders;
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CentrePlace, Publisher } from '@tongban/kiosk-config/centre';
import type { Command } from '../command.ts';
import { textOption, UsageError } from '../command.ts';
import { cannotOpen, PLACE_OPTIONS, PLACE_USAGE, placeOf } from './place.ts';

export const centreInit: Command = {
  path: 'centre init',
  usage: `[--name ACCOUNT] ${PLACE_USAGE}`,
  about: {
    zh: '新建中心：开通第一个账号（系统管理员）并打印一次性开通口令，生成目录签名的根密钥',
    en: 'founds a centre: invites the administrator, prints the one-time token, makes the root keys of its signatures',
  },
  options: { ...PLACE_OPTIONS, name: { type: 'string' } },
  async run(given, io) {
    const name = textOption(given, 'name') ?? 'admin';
    const { accountName } = await import('@tongban/kiosk-config/centre/contract');
    if (!accountName.safeParse(name).success) {
      throw new UsageError({
        zh: '--name 用小写字母开头，3 到 40 个小写字母、数字或 . _ -。',
        en: '--name begins with a small letter: 3 to 40 of a-z, 0-9, dot, _ and -.',
      });
    }
    const { inviteFirstAdministrator, withServices } = await import('@tongban/kiosk-config/centre');
    let invited: Awaited<ReturnType<typeof inviteFirstAdministrator>>;
    try {
      invited = await withServices(placeOf(given), (services) => inviteFirstAdministrator(services, name));
    } catch (error) {
      return cannotOpen(error);
    }
    if (invited === null) {
      return {
        ok: false,
        reason: 'already-there',
        words: { zh: '这个中心已经有账号了。', en: 'This centre has accounts already.' },
        next: { zh: '请现有的系统管理员开通账号。', en: 'An administrator of it can invite others.' },
      };
    }
    const root = await withServices(placeOf(given), ({ publisher }) =>
      handOverRoot(placeOf(given), publisher),
    );
    const { token, expiresAt } = invited.invitation;
    // Behind # it reaches no server's log.
    const path = `/invitation#${token}`;
    io.say({
      zh: `账号 ${name}：在浏览器打开 <中心地址>${path}\n设置密码，用验证器 App 扫码。只能用一次，${expiresAt} 前有效。\n根文件 ${root}：登记终端时要用。同一文件夹里的根私钥请立即分给三位保管人离线保存，并从本机删除。`,
      en: `Account ${name}: open <address of the centre>${path}\nSet a password and scan the code with an authenticator. It works once, until ${expiresAt}.\nRoot file ${root}: terminals are set up with it. Give the root's private keys beside it to three holders, off this machine, now.`,
    });
    return { ok: true, facts: { name, token, path, expiresAt, root } };
  },
};

/** Writes the root and its private keys for their holders; only then the centre forgets the keys. */
async function handOverRoot({ dataFolder }: CentrePlace, publisher: Publisher): Promise<string> {
  const folder = join(dataFolder, 'root');
  const file = join(folder, 'root.json');
  const founded = await publisher.found();
  if (!founded) return file;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(file, founded.root);
  for (const [index, key] of founded.rootKeys.entries()) {
    writeFileSync(join(folder, `root-key-${index + 1}.pem`), key, { mode: 0o600, flush: true });
  }
  await publisher.rootKeysHandedOver();
  return file;
}

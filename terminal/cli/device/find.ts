import { familyOf, lookForDevices } from '@tongban/peripherals/manager';
import type { Command } from '../command.ts';

export const find: Command = {
  path: 'device find',
  usage: '',
  about: {
    zh: '找插着的读卡器、凭条打印机和扫码器，写出配置里怎么写；先停核心服务，它在用的口问不了',
    en: 'looks which readers, receipt printers and scanners are plugged in, and how a configuration names them; stop core first, whose ports cannot be asked',
  },
  options: {},
  async run(_given, io) {
    const found = await lookForDevices();
    if (found === null) {
      return {
        ok: false,
        reason: 'no-end',
        words: { zh: '没有找完，有的口不应答。', en: 'The look did not end: a port does not answer.' },
        next: { zh: '把线拔下再插，再找一次。', en: 'Plug the cables out and in and look again.' },
      };
    }
    if (found.length === 0) {
      return {
        ok: false,
        reason: 'none-found',
        words: { zh: '没有找到。', en: 'None was found.' },
        next: {
          zh: '检查电源和线；核心服务在运行的，先执行 systemctl stop tongban-core。',
          en: 'Check power and cables; where core runs, systemctl stop tongban-core first.',
        },
      };
    }
    for (const { family, where, settings } of found) {
      const { name } = familyOf(family);
      const written = JSON.stringify(settings);
      io.say({ zh: `${name.zh}  ${where}  ${written}`, en: `${name.en}  ${where}  ${written}` });
    }
    return { ok: true, facts: { found } };
  },
};

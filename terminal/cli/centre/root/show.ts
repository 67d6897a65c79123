import type { Command } from '../../command.ts';
import { compareRoots, FROM_OPTION, FROM_USAGE, fromOption, readRootFile, rootOperand } from './root-file.ts';

export const rootShow: Command = {
  path: 'centre root show',
  usage: `FILE ${FROM_USAGE}`,
  about: {
    zh: '根文件保管人签名前看：这一版改了什么，谁签过了，能不能启用',
    en: 'for a holder of a root key, before signing: what a root changes, who has signed it, whether it can be adopted',
  },
  options: FROM_OPTION,
  async run(given, io) {
    const [next, from] = [await readRootFile(rootOperand(given)), await readRootFile(fromOption(given))];
    const { words, facts } = await compareRoots(next, from);
    io.say(words);
    return { ok: true, facts };
  },
};

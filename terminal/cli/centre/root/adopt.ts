import type { Command } from '../../command.ts';
import { cannotOpen, notFounded, PLACE_OPTIONS, PLACE_USAGE, placeOf } from '../place.ts';
import { readRootFile, rootOperand } from './root-file.ts';

export const rootAdopt: Command = {
  path: 'centre root adopt',
  usage: `FILE ${PLACE_USAGE}`,
  about: {
    zh: '启用保管人签好的根文件：全部重新签名，终端下次更新时跟上；不合格的不启用，原来的照旧',
    en: 'puts a root in force that its holders have signed: all is signed anew and terminals follow; one that may not follow changes nothing',
  },
  options: PLACE_OPTIONS,
  async run(given, io) {
    const root = await readRootFile(rootOperand(given));
    const { withServices } = await import('@tongban/kiosk-config/centre');
    const { rootFacts } = await import('@tongban/kiosk-config/published');
    let outcome;
    try {
      outcome = await withServices(placeOf(given), ({ publisher }) => publisher.adoptRoot(root));
    } catch (error) {
      return cannotOpen(error);
    }
    if (outcome === null) return notFounded;
    if (outcome.kind === 'refused') {
      return {
        ...{ ok: false, reason: outcome.reason },
        words: { zh: `没有启用：${outcome.words}`, en: `Not adopted: ${outcome.words}` },
        next: {
          zh: '用 tongban centre root show 看还差谁的签名；版本不对时从 tongban centre root next 重新开始。',
          en: 'tongban centre root show tells whose signature it wants; if the version is wrong begin again with tongban centre root next.',
        },
      };
    }
    const { version, expires } = rootFacts(root);
    io.say({
      zh: `✓ 根文件第 ${version} 版已启用，有效到 ${expires.slice(0, 10)}。新装的终端从现在起用它（tongban centre city）。`,
      en: `✓ Version ${version} of the root is in force until ${expires.slice(0, 10)}. New terminals are set up with it from now on (tongban centre city).`,
    });
    return { ok: true, facts: { version, expires } };
  },
};

import type { Command } from '../command.ts';
import { dataFolderOf, lookInto, STORE_OPTIONS, STORE_USAGE } from '../store.ts';

export const verify: Command = {
  path: 'queue verify',
  usage: STORE_USAGE,
  about: {
    zh: '核对每件的摘要和审计链；指出第一处改动、删除、乱序或截断',
    en: 'proves every stored digest and the audit chain; names the first row changed, deleted, reordered or cut off',
  },
  options: STORE_OPTIONS,
  async run(given, io) {
    const folder = dataFolderOf(given);
    const { verifyStore } = await import('@tongban/sync');
    const looked = lookInto(folder, () => verifyStore(folder));
    if ('failure' in looked) return looked.failure;
    const verdict = looked.found;
    if (verdict.ok) {
      const { submissions, audit } = verdict;
      io.say({
        zh: `核对通过：${submissions} 件，审计链 ${audit.sequence} 条。`,
        en: `Everything fits: ${submissions} submissions, ${audit.sequence} links of the audit chain.`,
      });
      return { ok: true, facts: { submissions, audit } };
    }
    const { faults } = verdict;
    const places = faults.map(({ table, row, fault }) => `${table} ${row} ${fault}`).join(', ');
    return {
      ok: false,
      reason: 'store-altered',
      words: { zh: `办件库与记录不符：${places}`, en: `The store is not what was written: ${places}` },
      next: {
        zh: '不要删除或修改任何文件；先用 queue export 导出，再把这个结果报告市大数据中心。',
        en: 'Delete and change nothing; export the queue with queue export, and report this to the data centre.',
      },
      facts: { faults },
    };
  },
};

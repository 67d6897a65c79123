import type { Command } from '../command.ts';
import { cannotOpen, PLACE_OPTIONS, PLACE_USAGE, placeOf } from './place.ts';

export const verifyAudit: Command = {
  path: 'centre verify-audit',
  usage: PLACE_USAGE,
  about: {
    zh: '核对中心的审计链，说出第一条被改、被删、被调换或被截断的记录',
    en: 'checks the audit chain of a centre and names the first row that was changed, deleted, moved or cut off',
  },
  options: PLACE_OPTIONS,
  async run(given, io) {
    const { withServices } = await import('@tongban/kiosk-config/centre');
    let verdict;
    try {
      verdict = await withServices(placeOf(given), ({ audit }) => audit.verify());
    } catch (error) {
      return cannotOpen(error);
    }
    if (!verdict.ok) {
      const { seq, fault } = verdict;
      return {
        ...{ ok: false, reason: 'audit-broken', facts: { seq, fault } },
        words: {
          zh: `审计链在第 ${seq} 条处不对（${fault}）。`,
          en: `The chain is wrong at row ${seq} (${fault}).`,
        },
        next: {
          zh: '保留现场，不要改动数据库，报告安全管理部门。',
          en: 'Leave everything as it is and report it to those in charge of security.',
        },
      };
    }
    const { entries, checkpoints } = verdict;
    io.say({
      zh: `审计链完整：${entries} 条，${checkpoints} 个签名检查点。`,
      en: `The chain is whole: ${entries} rows, ${checkpoints} signed checkpoints.`,
    });
    return { ok: true, facts: { entries, checkpoints } };
  },
};

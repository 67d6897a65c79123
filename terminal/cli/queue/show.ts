import type { Command } from '../command.ts';
import { oneOperand } from '../command.ts';
import {
  dataFolderOf,
  factsOf,
  lookInto,
  STATE_WORDS,
  STORE_OPTIONS,
  STORE_USAGE,
  unknownSubmission,
} from '../store.ts';

export const show: Command = {
  path: 'queue show',
  usage: `ID ${STORE_USAGE}`,
  about: {
    zh: '一件的状态、密封内容的摘要和经过；不显示任何个人信息',
    en: 'state, digests of the sealed content and history of one submission; nothing personal',
  },
  options: STORE_OPTIONS,
  async run(given, io) {
    const id = oneOperand(given, { zh: '编号（内部编号或暂存编号）', en: 'id or temporary number' });
    const folder = dataFolderOf(given);
    const { showSubmission } = await import('@tongban/sync');
    const looked = lookInto(folder, () => showSubmission(folder, id));
    if ('failure' in looked) return looked.failure;
    if (!looked.found) return unknownSubmission(id);
    const { record, digest, receipt, parts, history } = looked.found;
    const words = STATE_WORDS[record.state];
    const { handleItem, version } = record.matter;
    const line = (zh: string, en: string, value: string): void =>
      io.say({ zh: `${zh}  ${value}`, en: `${en}  ${value}` });
    io.say({ zh: `${record.tempNo}  ${words.zh}`, en: `${record.tempNo}  ${words.en}` });
    line('编号', 'id', record.id);
    line('办件编号', 'acceptance number', record.applyNo ?? '-');
    line('事项', 'matter', `${handleItem} ${version}`);
    line('提交时间', 'captured', record.capturedAt);
    if (record.problem)
      line('原因', 'problem', `${record.problem.code} ${record.problem.field ?? ''}`.trim());
    for (const { part, envelopeBytes, sha256 } of parts)
      line('内容', 'part', `${part}  ${envelopeBytes} B  ${sha256}`);
    for (const { at, event, state } of history)
      line('经过', 'history', `${at}  ${event}  ${state ?? ''}`.trimEnd());
    return { ok: true, facts: { ...factsOf(record), digest, receipt, parts, history } };
  },
};

import type { Command } from '../command.ts';
import { oneOperand } from '../command.ts';
import { callCore, coreNotRunning } from '../staff-call.ts';
import {
  dataFolderOf,
  factsOf,
  lookInto,
  STATE_WORDS,
  STORE_OPTIONS,
  STORE_USAGE,
  unknownSubmission,
} from '../store.ts';

export const retry: Command = {
  path: 'queue retry',
  usage: `ID ${STORE_USAGE}`,
  about: {
    zh: '请正在运行的核心服务马上再发送这一件，不等间隔',
    en: 'asks the running core service to send this one now, without waiting for its pause',
  },
  options: STORE_OPTIONS,
  async run(given, io) {
    const key = oneOperand(given, { zh: '编号（内部编号或暂存编号）', en: 'id or temporary number' });
    const folder = dataFolderOf(given);
    const { showSubmission } = await import('@tongban/sync');
    const looked = lookInto(folder, () => showSubmission(folder, key));
    if ('failure' in looked) return looked.failure;
    if (!looked.found) return unknownSubmission(key);
    const { id } = looked.found.record;
    const asked = await callCore(folder, 'queue.retry', { id });
    if (!asked) return coreNotRunning(folder);
    const after = lookInto(folder, () => showSubmission(folder, id));
    if ('failure' in after) return after.failure;
    const record = after.found?.record ?? looked.found.record;
    const words = STATE_WORDS[record.state];
    const facts = factsOf(record);
    if (!asked.begun) {
      return {
        ok: false,
        reason: 'not-waiting',
        words: { zh: `这一件不在待发送之列：${words.zh}。`, en: `It does not wait to be sent: ${words.en}.` },
        next: {
          zh: '被拒收或要更正的不会原样重发：请本人持身份证来更正，或用 queue export 导出交给平台。',
          en: 'What was refused is not sent again as it is: its citizen corrects it with the card, or hand it over with queue export.',
        },
        facts,
      };
    }
    if (record.applyNo === null) {
      const why = record.problem?.code;
      return {
        ok: false,
        reason: 'still-waiting',
        words: {
          zh: `已再发送，平台还没有收件：${words.zh}${why ? `（${why}）` : ''}。`,
          en: `It was tried again and is not accepted yet: ${words.en}${why ? ` (${why})` : ''}.`,
        },
        next: {
          zh: '看 tongban sync status：网络或接入单位恢复后会自动发送，办件不会丢。',
          en: 'See tongban sync status: it goes by itself when network or unit are back, and it is not lost.',
        },
        facts,
      };
    }
    io.say({ zh: `平台已收件：${record.applyNo}`, en: `Accepted: ${record.applyNo}` });
    return { ok: true, facts };
  },
};

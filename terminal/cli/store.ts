import { existsSync } from 'node:fs';
import type { SubmissionRecord, SubmissionState } from '@tongban/sync';
import type { StaffWords } from '@tongban/peripherals/manager';
import { loadConfig } from '../core/config.ts';
import { textOption, UsageError } from './command.ts';
import type { Command, Given } from './command.ts';
import type { CommandResult } from './io.ts';

/** Options of the commands that look into a terminal's store. */
export const STORE_OPTIONS = {
  data: { type: 'string' },
  config: { type: 'string' },
} as const satisfies Command['options'];
export const STORE_USAGE = '(--data FOLDER | --config FILE)';

type Failure = Extract<CommandResult, { ok: false }>;

/** @throws UsageError when no folder was named, or the configuration cannot be used */
export function dataFolderOf(given: Given): string {
  const folder = textOption(given, 'data');
  if (folder !== null) return folder;
  const file = textOption(given, 'config');
  if (file === null) {
    throw new UsageError({
      zh: '要写 --data FOLDER（终端的数据文件夹），或 --config FILE。',
      en: 'It takes --data FOLDER, the data folder of a terminal, or --config FILE.',
    });
  }
  try {
    return loadConfig(file).dataFolder;
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    throw new UsageError({ zh: `配置不能用：${why}`, en: why });
  }
}

/**
 * Looks into a store; core may be running, and nothing is written.
 * @returns what `look` answers, or why there was nothing to look at
 */
export function lookInto<T>(
  folder: string,
  look: () => T,
): { readonly found: T } | { readonly failure: Failure } {
  if (!existsSync(folder)) return { failure: noStore(folder) };
  try {
    return { found: look() };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!code.startsWith('SQLITE_')) throw error;
    return { failure: code === 'SQLITE_CANTOPEN' ? noStore(folder) : unreadable(folder, code) };
  }
}

function noStore(folder: string): Failure {
  return {
    ok: false,
    reason: 'no-store',
    words: {
      zh: `${folder} 里没有能打开的办件库。`,
      en: `There is no store of submissions in ${folder} that can be opened.`,
    },
    next: {
      zh: '核对文件夹（终端配置里的 dataFolder），并用运行核心服务的用户来执行。',
      en: 'Check the folder (dataFolder of the configuration), and run this as the user of the core service.',
    },
  };
}

function unreadable(folder: string, code: string): Failure {
  return {
    ok: false,
    reason: 'store-unreadable',
    words: {
      zh: `${folder} 里的办件库读不出来（${code}）。`,
      en: `The store in ${folder} cannot be read (${code}).`,
    },
    next: {
      zh: '不要删除任何文件。重启核心服务，它会检查并修复；仍不行就联系支持人员。',
      en: 'Delete nothing. Start the core service anew: it checks and repairs the store. If that does not help, call support.',
    },
  };
}

/** What a state means for staff. */
export const STATE_WORDS: Readonly<Record<SubmissionState, StaffWords>> = {
  captured: { zh: '填写中', en: 'being filled in' },
  sealed: { zh: '已保存，待发送', en: 'stored, to be sent' },
  sending: { zh: '发送中', en: 'being sent' },
  accepted: { zh: '平台已收件', en: 'accepted' },
  reconciled: { zh: '已对账', en: 'reconciled' },
  purged: { zh: '已清除内容', en: 'content destroyed' },
  held: { zh: '暂缓，等平台放行', en: 'held until the platform lets it in' },
  'needs-citizen': { zh: '要本人更正', en: 'its citizen has to correct it' },
  rejected: { zh: '平台拒收', en: 'refused for good' },
  quarantined: { zh: '已隔离，要人工处理', en: 'set aside for staff' },
};

export function isState(text: string): text is SubmissionState {
  return Object.hasOwn(STATE_WORDS, text);
}

/** What is shown of a record: no words of the platform, which somebody may have written a name into. */
export function factsOf(record: SubmissionRecord) {
  const { id, tempNo, applyNo, state, matter, capturedAt, receivedAt, limitDate, problem } = record;
  return { id, tempNo, applyNo, state, matter, capturedAt, receivedAt, limitDate, problem };
}

export function unknownSubmission(id: string): Failure {
  return {
    ok: false,
    reason: 'unknown-submission',
    words: { zh: `没有这件：${id}`, en: `There is no such submission: ${id}` },
    next: {
      zh: '用 tongban queue list --all 查编号（内部编号或暂存编号）。',
      en: 'Look for its id or temporary number with tongban queue list --all.',
    },
  };
}

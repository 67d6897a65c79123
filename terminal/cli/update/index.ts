import { lastRefused, PROGRAM_FOLDER, readState, type UpdateState } from '../../update/state.ts';
import { textOption, type Command } from '../command.ts';
import type { CommandResult, Io } from '../io.ts';
import { delayWords, refusalWords } from './words.ts';

const updateStatus: Command = {
  path: 'update status',
  usage: '[--program FOLDER]',
  about: {
    zh: '现在运行哪个版本，哪个在试用，上一个为什么没有用成',
    en: 'which version runs, which one is on trial, and why the last one was not taken',
  },
  options: { program: { type: 'string' } },
  run(given, io): Promise<CommandResult> {
    const folder = textOption(given, 'program') ?? PROGRAM_FOLDER;
    const state = readState(folder);
    if (!state) {
      return Promise.resolve({
        ok: false,
        reason: 'no-updater',
        words: { zh: '这里没有软件更新的记录。', en: 'Nothing is known of updates here.' },
        next: {
          zh: '装好软件包并启动过核心服务的终端才有：systemctl start tongban-core。',
          en: 'An installed terminal whose core has been started has it: systemctl start tongban-core.',
        },
      });
    }
    tell(state, io);
    return Promise.resolve({ ok: true, facts: { ...state } });
  },
};

function tell(state: UpdateState, io: Io): void {
  const { inForce, trial, ready, lastDelay } = state;
  const from =
    inForce.slot === null ? { zh: '软件包自带', en: 'of the package' } : { zh: '更新得来', en: 'by update' };
  if (trial && trial.starts > 0) {
    io.say({
      zh: `正在试用 ${trial.version}（第 ${trial.starts} 次启动）；不正常会自动回到 ${inForce.version}。`,
      en: `On trial: ${trial.version}, start ${trial.starts}. If it is not well, ${inForce.version} comes back by itself.`,
    });
  } else
    io.say({ zh: `运行 ${inForce.version}（${from.zh}）。`, en: `Running: ${inForce.version}, ${from.en}.` });
  const waiting = ready ?? (trial?.starts === 0 ? trial : null);
  if (waiting) {
    io.say({
      zh: `${waiting.version} 已下载并核对，等更新时段内没有人使用时换上。`,
      en: `Ready: ${waiting.version}. It takes over within the window, when nobody is there.`,
    });
  }
  const last = lastRefused(state);
  if (last) {
    const { zh, en } = refusalWords[last.reason];
    io.say({
      zh: `${last.version} 不再使用：${zh}（${last.at}）。`,
      en: `Not tried again: ${last.version}, because ${en} (${last.at}).`,
    });
  }
  if (lastDelay) {
    const { zh, en } = delayWords[lastDelay.reason];
    io.say({
      zh: `${lastDelay.version} 还没有拿到：${zh}（${lastDelay.at}）；会自动再试。`,
      en: `Not here yet: ${lastDelay.version}, because ${en} (${lastDelay.at}). It is tried again by itself.`,
    });
  }
}

/** In the order of the help text. */
export const UPDATE_COMMANDS: readonly Command[] = [updateStatus];

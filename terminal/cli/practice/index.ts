import type { Command } from '../command.ts';
import type { CommandResult, Io } from '../io.ts';
import { callCore, coreNotRunning } from '../staff-call.ts';
import { dataFolderOf, STORE_OPTIONS, STORE_USAGE } from '../store.ts';

/** Turns practice on or off, or asks alone, and says what that means for whoever stands at the terminal. */
function practice(word: string, on: boolean | null, about: Command['about']): Command {
  return {
    ...{ path: `practice ${word}`, usage: STORE_USAGE, about, options: STORE_OPTIONS },
    async run(given, io) {
      const folder = dataFolderOf(given);
      const state = await callCore(folder, 'practice.set', { on });
      return state ? told(state, io) : coreNotRunning(folder);
    },
  };
}

function told(state: { readonly on: boolean; readonly visit: string }, io: Io): CommandResult {
  if (state.on) {
    io.say({
      zh: '练习模式：开。屏幕上有“练习”横幅，填的内容不会提交。练完在首页按“结束练习”；10 分钟没有人用也会自动结束。',
      en: 'Practice is on. The screens bear a band that says so, and nothing is sent. "End practice" on the first screen ends it, and so do 10 minutes without anybody.',
    });
  } else {
    io.say({ zh: '练习模式：关。终端正常办理。', en: 'Practice is off. The terminal serves citizens.' });
  }
  if (state.on && state.visit === 'real') {
    io.say({
      zh: '有居民正在办理，不受影响；办完后才开始练习。',
      en: 'A citizen is at work and is not disturbed; practice begins with the next visit.',
    });
  }
  return { ok: true, facts: { on: state.on, visit: state.visit } };
}

/** In the order of the help text. */
export const PRACTICE_COMMANDS: readonly Command[] = [
  practice('on', true, {
    zh: '打开练习模式：培训用，什么也不会提交，屏幕上一直写着“练习”；10 分钟没有人用就自动关闭',
    en: 'turns practice on: for training; nothing is sent and every screen says so; 10 minutes without anybody end it',
  }),
  practice('off', false, {
    zh: '关闭练习模式，正在练习的马上结束',
    en: 'turns practice off; practice that is under way ends at once',
  }),
  practice('status', null, {
    zh: '现在是不是练习模式，有没有人正在用',
    en: 'whether practice is on, and whether somebody is at the terminal',
  }),
];

import { plural } from './plural.ts';
import type { Same } from './same.ts';

/** Voice guidance 语音引导: what is said beside the words of the screens, and its bar. */
export const speechZh = {
  speech: '语音引导',
  speechOff: '关闭语音',
  speechIs: { on: '开', off: '关' },
  speechAgain: '再说一遍',
  speechQuieter: '小声',
  speechLouder: '大声',
  speechVolume: (volume: number) => `音量 ${volume}`,

  spoken: {
    begun: '语音引导已打开。按方向键移动，按回车键确定，按退出键返回上一步。F2 再说一遍，F3 小声，F4 大声。',
    private: '只有耳机能听到声音，您输入的内容会读出来。',
    loud: '声音是外放的，您输入的内容不会读出来，只报位数。',
    start: '按回车键开始办理。',
    options: (names: string) => `可选：${names}。`,
    count: (count: number) => `共有 ${count} 项，按方向键逐项听。`,
    typeDigits: '请按数字键输入，输完按回车键。',
    typeCode: '请用键盘输入字母和数字，输完按回车键。',
    typeText: '请打拼音，按空格键或数字键选字，输完按回车键。',
    chosen: '已选中',
    notChosen: '未选中',
    cannot: '现在不能按',
    masked: '已遮盖',
    candidate: (order: number, words: string) => `第 ${order} 个，${words}`,
    characters: (count: number) => `${count} 个字`,
    typedDigits: (count: number) => `已输入 ${count} 位`,
    typedCharacters: (count: number) => `已输入 ${count} 个字`,
    erased: (rest: string) => `已删除，${rest}`,
    hidden: (count: number) => `共 ${count} 位，接耳机才能读出来`,
    to: '到',
    yuan: (amount: string) => `${amount} 元`,
  },
};

export const speechEn: Same<typeof speechZh> = {
  speech: 'Spoken guide',
  speechOff: 'Mute',
  speechIs: { on: 'On', off: 'Off' },
  speechAgain: 'Say again',
  speechQuieter: 'Quieter',
  speechLouder: 'Louder',
  speechVolume: (volume) => `Volume ${volume}`,

  spoken: {
    begun:
      'Spoken guide is on. Move with the arrow keys, confirm with Enter, go back with Escape. F2 says it again, F3 is quieter, F4 is louder.',
    private: 'Only the headset is heard, so what you type is read out.',
    loud: 'Others can hear this, so what you type is not read out, only how long it is.',
    start: 'Press Enter to begin.',
    options: (names) => `You can choose: ${names}.`,
    count: (count) => `There are ${plural(count, 'choice')}. Hear them one by one with the arrow keys.`,
    typeDigits: 'Type with the number keys, then press Enter.',
    typeCode: 'Type its letters and digits, then press Enter.',
    typeText: 'Type with the keyboard, then press Enter.',
    chosen: 'chosen',
    notChosen: 'not chosen',
    cannot: 'not possible yet',
    masked: 'masked',
    candidate: (order, words) => `${order}, ${words}`,
    characters: (count) => plural(count, 'character'),
    typedDigits: (count) => `${plural(count, 'digit')} typed`,
    typedCharacters: (count) => `${plural(count, 'character')} typed`,
    erased: (rest) => `Erased, ${rest}`,
    hidden: (count) => `${plural(count, 'character')}, read out to a headset only`,
    to: 'to',
    yuan: (amount) => `${amount} yuan`,
  },
};

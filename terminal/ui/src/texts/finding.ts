import type { Same } from './same.ts';

/** Ways of finding a matter. */
export const findingZh = {
  findBy: { all: '全部事项', situation: '按人生事件', department: '按部门' },
  findTitle: { situation: '您遇到了什么事？', department: '归哪个部门管？' },
  findHint: '点一类，看里面的事项。',
  findCount: (count: number) => `${count} 项`,
  findOther: '换一类',
  findByTyping: '打字查找',
  findTypingTitle: '要办的事叫什么？',
  findTypingHint: '打名称的拼音，或每个字的首字母。',
  findTyped: '已输入',
  findFound: (count: number) => `找到 ${count} 项`,
  findResults: '找到的事项',
  findNothing: '没有找到这样的事项',
  findNothingHint: (staff: string) => `换个说法再试试，也可以换一种找法，或请工作人员帮忙：${staff}。`,
  findOtherWay: '换一种找法',
  findLook: (count: number) => (count === 0 ? '请先打字' : `看找到的 ${count} 项`),
  findTypeOn: '继续打字',
} as const;

export const findingEn: Same<typeof findingZh> = {
  findBy: { all: 'All', situation: 'By situation', department: 'By department' },
  findTitle: {
    situation: 'What has happened?',
    department: 'Which department?',
  },
  findHint: 'Touch one to see what can be done.',
  findCount: (count) => (count === 1 ? '1 service' : `${count} services`),
  findOther: 'Another one',
  findByTyping: 'Type to find',
  findTypingTitle: 'What is it called?',
  findTypingHint: 'A few letters of its name are enough.',
  findTyped: 'Typed so far',
  findFound: (count) => (count === 1 ? '1 service found' : `${count} services found`),
  findResults: 'Services found',
  findNothing: 'No service found for this',
  findNothingHint: (staff) => `Try other words, look another way, or ask the staff: ${staff}.`,
  findOtherWay: 'Look another way',
  findLook: (count) => (count === 0 ? 'Type first' : `Look at ${count} found`),
  findTypeOn: 'Go on typing',
};

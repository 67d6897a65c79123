import type { Contrast, Notice, TextSize } from '@tongban/contract';
import { plural } from './plural.ts';
import type { Same } from './same.ts';

/** What stands around every screen: head, help, leaving, the idle warning, waiting. */
export const frameZh = {
  product: '一网通办 自助终端',
  mark: '通',
  online: '网络正常',
  offline: '网络中断 · 可照常办理',
  steps: { guide: '了解', card: '刷证', form: '填写', review: '核对', done: '完成' },
  stepOf: (number: number, of: number) => `填写 ${number} / ${of}`,
  stepMaterial: (number: number, of: number) => `材料 ${number} / ${of}`,
  progressLabel: '办理进度',

  notice: {
    'code-not-valid': '这个码在这里不能用，请按屏幕提示办理。',
    'code-not-here': '这一步不用扫码，请按屏幕提示办理。',
  } satisfies Record<Notice, string>,
  cannot: {
    'id-card-reader': '这台终端暂时不能读身份证，请用旁边的终端',
    'receipt-printer': '这台终端暂时打不了凭条，其他照常办理',
  },

  helpCall: '找工作人员',
  display: '字大·更多',
  otherLanguage: 'English',
  leave: '退出',

  helpTitle: '需要帮忙吗？',
  helpStaff: '工作人员在',
  helpPhone: '也可以拨打市民服务热线',
  helpPhoneNumber: '12345',
  helpSafe: '您填的内容都还在，可以放心离开一会儿去叫人。',
  helpTerminal: (id: string, held: number) =>
    held > 0 ? `终端编号 ${id} · 本机已收好 ${held} 件，联网后自动送交` : `终端编号 ${id}`,
  helpClose: '知道了，继续办理',

  displayTitle: '怎样看得更清楚？',
  displayHint: '点一下马上就变，不满意可以再点回来。',
  textSize: '字的大小',
  textSizes: { normal: '标准', large: '大 · 关怀模式', largest: '特大' } satisfies Record<TextSize, string>,
  contrast: '颜色',
  contrasts: { normal: '普通', high: '黑白分明' } satisfies Record<Contrast, string>,
  place: '按钮的位置',
  places: { usual: '平常位置', low: '低位 · 坐着够得着' },
  displayClose: '看清楚了，继续办理',

  leaveTitle: '现在就退出吗？',
  leaveHint: '还没有提交。退出后，刚才填的内容会从本机清除。',
  leaveStay: '继续办理',
  leaveGo: '清除并退出',

  idleTitle: '您还在吗？',
  idleHint: '没有人操作时，我们会清除屏幕上的内容，保护您的信息。',
  idleSeconds: (seconds: number) => `${seconds} 秒后清除`,
  idleStay: '我还在，继续办理',
  idleLeave: '办好了，退出',

  waitTitle: '请稍等，马上就好',
  waitHint: '终端正在恢复。已经提交的申请都还在，请不要拿走身份证。',
  waitLongTitle: '这台终端现在用不了',
  waitLongHint: '请用旁边的终端，或找工作人员。已经提交的申请都还在。证件请拿好，别忘在读卡器上。',

  moreBelow: '往下看',
  moreAbove: '往上看',
};

export const frameEn: Same<typeof frameZh> = {
  product: 'Government services',
  mark: '通',
  online: 'Network is fine',
  offline: 'No network · you can go on',
  steps: { guide: 'Read', card: 'ID card', form: 'Form', review: 'Check', done: 'Done' },
  stepOf: (number, of) => `Form ${number} / ${of}`,
  stepMaterial: (number, of) => `Papers ${number} / ${of}`,
  progressLabel: 'Progress',

  notice: {
    'code-not-valid': 'This code cannot be used here. Please follow the screen.',
    'code-not-here': 'No code is needed at this step. Please follow the screen.',
  },
  cannot: {
    'id-card-reader': 'This terminal cannot read ID cards just now; use the one next to it',
    'receipt-printer': 'This terminal cannot print slips just now; all else works',
  },

  helpCall: 'Get help',
  display: 'Display',
  otherLanguage: '中文',
  leave: 'Leave',

  helpTitle: 'Need a hand?',
  helpStaff: 'You find our staff at',
  helpPhone: "Or call the citizens' hotline",
  helpPhoneNumber: '12345',
  helpSafe: 'What you entered stays here while you fetch someone.',
  helpTerminal: (id, held) =>
    held > 0
      ? `Terminal ${id} · ${plural(held, 'application')} kept here, sent when the network is back`
      : `Terminal ${id}`,
  helpClose: 'Close and go on',

  displayTitle: 'How do you see best?',
  displayHint: 'One touch changes the screen at once, another one changes it back.',
  textSize: 'Size of the text',
  textSizes: { normal: 'Normal', large: 'Large', largest: 'Largest' },
  contrast: 'Colours',
  contrasts: { normal: 'Normal', high: 'Strong contrast' },
  place: 'Place of the buttons',
  places: { usual: 'As usual', low: 'Low, within reach' },
  displayClose: 'I see well, go on',

  leaveTitle: 'Leave now?',
  leaveHint: 'Nothing was submitted yet. What you entered will be erased from this terminal.',
  leaveStay: 'Go on',
  leaveGo: 'Erase and leave',

  idleTitle: 'Are you still there?',
  idleHint: 'When nobody is here we clear the screen to protect your information.',
  idleSeconds: (seconds) => `Clears in ${plural(seconds, 'second')}`,
  idleStay: 'I am here, go on',
  idleLeave: 'I am done, leave',

  waitTitle: 'One moment, please',
  waitHint: 'The terminal is recovering. What you submitted is safe. Please leave your card on the reader.',
  waitLongTitle: 'This terminal cannot be used now',
  waitLongHint:
    'Please use the next terminal or ask the staff. What you submitted is safe. Do not forget your card on the reader.',

  moreBelow: 'More below',
  moreAbove: 'More above',
};

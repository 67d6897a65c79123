import type { TerminalClosed } from '@tongban/contract';
import { plural } from './plural.ts';
import type { Same } from './same.ts';

/** The greeting, and why nothing can be begun. */
export const attractZh = {
  hello: '您好，',
  helloQuestion: '想办什么事？',
  helloStandard: (count: number) => `与网上办理同一标准，${count} 项社区事务都能办。`,
  helloOffline: '网络中断时，也会先收好您的申请。',
  start: '轻触屏幕，开始办理',
  mySubmissions: '我的办件',
  care: '关怀模式',
  careOff: '普通字号',
  low: '够不着？按钮移到下面',
  lowOff: '按钮移回原处',
  announcement: '公告',
  hours: '服务时间',
  openUntil: (time: string) => `窗口正在服务，到 ${time}`,
  closedNow: '窗口现在休息',
  closedUntil: (day: string, time: string) => `窗口现在休息，${day} ${time} 开始服务`,
  dayNames: { today: '今天', tomorrow: '明天' },
  weekdays: ['周一', '周二', '周三', '周四', '周五', '周六', '周日'],
  daysTo: (from: string, to: string) => `${from}至${to}`,
  daysClosed: (days: string) => `${days}休息`,

  closedTitle: '本机暂停服务',
  closedWhere: (staff: string) => `请用旁边的终端，或到${staff}办理。`,
  closedSafe: '已经提交的申请都保存好了，不受影响。',
  closedForStaff: {
    'storage-full': '请工作人员处理：本机存储空间不足',
    'terminal-revoked': '请工作人员处理：本机已被停用',
    'no-catalogue': '请工作人员处理：还没有收到中心发布的事项',
    'keeps-failing': '请工作人员处理：程序连续出错',
  } satisfies Record<TerminalClosed, string>,
};

export const attractEn: Same<typeof attractZh> = {
  hello: 'Hello.',
  helloQuestion: 'What can we do for you?',
  helloStandard: (count) => `${plural(count, 'community service')}, by the same standard as online.`,
  helloOffline: 'Without network we keep your application safe and send it later.',
  start: 'Touch the screen to begin',
  mySubmissions: 'My applications',
  care: 'Larger text',
  careOff: 'Normal text',
  low: 'Too high? Move the buttons down',
  lowOff: 'Buttons as usual',
  announcement: 'Notice',
  hours: 'Open',
  openUntil: (time) => `Counters are open until ${time}`,
  closedNow: 'Counters are closed',
  closedUntil: (day, time) => `Counters are closed, open ${day} at ${time}`,
  dayNames: { today: 'today', tomorrow: 'tomorrow' },
  weekdays: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
  daysTo: (from, to) => `${from} to ${to}`,
  daysClosed: (days) => `${days} closed`,

  closedTitle: 'Out of service',
  closedWhere: (staff) => `Use the terminal next to this one, or go to ${staff}.`,
  closedSafe: 'What was submitted before is kept safe.',
  closedForStaff: {
    'storage-full': 'For staff: the storage of this terminal is full',
    'terminal-revoked': 'For staff: this terminal has been revoked',
    'no-catalogue': 'For staff: no services have come from the centre yet',
    'keeps-failing': 'For staff: the program keeps failing',
  },
};

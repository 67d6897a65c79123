import type { HotlineOn, HotlinePageName, HotlineTicket, SessionView } from '@tongban/contract';
import { allowance, text } from './matters.ts';

/** 12345, page by page. */

type Rest<P extends HotlinePageName> = Omit<HotlineOn<P>, 'screen' | 'formWaits' | 'page'>;
function hotline<P extends HotlinePageName>(page: P, rest: Rest<P>, formWaits = false): HotlineOn<P> {
  return { screen: 'hotline', formWaits, page, ...rest } as unknown as HotlineOn<P>;
}

const entries = [
  text('暂存凭证是什么？', 'What is a holding slip?'),
  text('怎么查办理进度？', 'How do I follow my application?'),
  text('填错了怎么办？', 'I made a mistake. What now?'),
  text('没有带身份证，用别的证件能在终端上办吗？', 'I have no ID card with me. Can I use another one here?'),
].map((question, index) => ({
  ...{ id: `question-${index}`, question },
  answer: text(
    '网络不通时，您填的内容已加密存好，网络恢复后自动提交。受理期限自平台收到之日起算。凭身份证可在本机查询。',
    'While the network is away, what you entered is kept encrypted and sent by itself later. The limit counts from the day the platform receives it.',
  ),
}));
const own = [
  { applyNo: 'SH202611220001234', matterName: allowance.name },
  { applyNo: 'SH202611220001235', matterName: text('居民医保参保登记', 'Medical insurance enrolment') },
];
const code = '23456789ABCD';
const received: HotlineTicket = {
  ...{ code: '2345-6789-ABCD', state: 'received', ticketNo: '12345-20261128-000001', reply: null },
};
const waiting: HotlineTicket = { ...received, state: 'waiting', ticketNo: null };
const refused: HotlineTicket = { ...waiting, state: 'refused' };
const sentence = '上星期三下午在服务中心等了两个多小时，叫号一直不动，也没有人告诉大家为什么。';
const sent = { ticket: received, slip: null, canPrint: true, phone: '138****5678' } as const;

export const hotlineViews = {
  'hotline-menu': hotline('menu', {}),
  'hotline-menu-form': hotline('menu', {}, true),
  'hotline-faq': hotline('faq', { entries }),
  'hotline-answer': hotline('answer', { entry: entries[0]! }),
  'hotline-topic': hotline('topic', { kind: 'complaint', own: [] }),
  'hotline-topic-own': hotline('topic', { kind: 'question', own }),
  'hotline-words': hotline('words', { kind: 'complaint', about: null, text: '' }),
  'hotline-words-about': hotline('words', { kind: 'question', about: own[0]!, text: sentence }, true),
  'hotline-words-long': hotline('words', { kind: 'suggestion', about: null, text: sentence.repeat(5) }),
  'hotline-phone': hotline('phone', {}),
  'hotline-sending': hotline('sending', {}),
  'hotline-failed': hotline('failed', {}),
  'hotline-sent': hotline('sent', sent),
  'hotline-sent-waiting': hotline('sent', { ...sent, ticket: waiting, phone: null }, true),
  'hotline-sent-refused': hotline('sent', { ...sent, ticket: refused }),
  'hotline-sent-printing': hotline('sent', { ...sent, slip: 'printing' }),
  'hotline-sent-printed': hotline('sent', { ...sent, slip: 'printed', canPrint: false }),
  'hotline-sent-slip-failed': hotline('sent', { ...sent, slip: 'failed' }),
  'hotline-sent-slip-unknown': hotline('sent', { ...sent, slip: 'unknown' }),
  'hotline-lookup': hotline('lookup', { code: '', problem: null }),
  'hotline-lookup-unknown': hotline('lookup', { code, problem: 'unknown' }),
  'hotline-lookup-offline': hotline('lookup', { code, problem: 'offline' }),
  'hotline-lookup-down': hotline('lookup', { code, problem: 'module-down' }),
  'hotline-looking': hotline('looking', {}),
  'hotline-ticket-answered': hotline('ticket', {
    ticket: {
      ...{ ...received, state: 'answered' },
      reply: text(
        '已转交服务中心改进：增开两个窗口，叫号屏会写明等候时间。谢谢您的意见。',
        'The centre has opened two more counters, and the screen tells how long you wait. Thank you.',
      ),
    },
  }),
  'hotline-ticket-received': hotline('ticket', { ticket: received }),
  'hotline-ticket-waiting': hotline('ticket', { ticket: waiting }),
  'hotline-ticket-refused': hotline('ticket', { ticket: refused }, true),
} satisfies Record<string, SessionView>;

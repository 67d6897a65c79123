import type { FeeView, PayView } from '@tongban/contract';
import type { Same } from './same.ts';

/** A fee: the code to pay by, and how it stands at the end. */
export const payZh = {
  payTitle: {
    asking: '正在准备付款码，请稍等',
    open: '请用手机扫码付款',
    checking: '正在确认有没有付好',
    unknown: '还没有收到付款结果',
    closed: '这次没有付成，没有扣钱',
    unavailable: '现在付不了款，没有扣钱',
  } satisfies Record<PayView['state'], string>,
  payHint: {
    asking: '您的申请已经受理，只差缴费。',
    open: '用微信、支付宝或云闪付扫这个码。付好了，屏幕会自己往下走。',
    checking: '马上就有结果，请不要再扫码。',
    unknown: '付过的钱不会丢，也不用再付；还没付的，请先不要付。一有结果，屏幕会自己往下走。',
    closed: '付款码的时间到了。您的申请已经受理，不受影响，费用可以改天再缴。',
    unavailable: '您的申请已经受理，不受影响。可以再试一次，也可以改天再缴。',
  } satisfies Record<PayView['state'], string>,
  payFor: '付什么',
  payAmount: '多少钱',
  payTime: '还有多久',
  payTimeLeft: (minutes: number, seconds: number) =>
    minutes > 0 ? `${minutes} 分 ${seconds} 秒` : `${seconds} 秒`,
  payElsewhere: '以后在哪里缴',
  payElsewhereBy: (date: string) => `${date}前，在随申办或窗口缴`,
  payElsewhereWords: '在随申办或窗口缴',
  payQr: '付款二维码',
  payLater: '先不付，以后再缴',
  payNoWait: '不等了，继续',
  payGoOn: '知道了，继续',
  payAgain: '再试一次',
  payNow: '现在缴费',
  doneFee: '费用',
  doneFeeHint: {
    unpaid: '申请已经受理，费用还没有缴。',
    unknown: '申请已经受理，缴费结果还没有确认。',
  },
  doneFeeState: {
    paid: '已缴',
    unpaid: '还没有缴',
    unknown: '结果待确认。扣了款的不用再缴，在随申办可以查',
    'after-acceptance': '现在不用缴，受理后在随申办或窗口缴',
  } satisfies Record<FeeView['state'], string>,
  doneFeeOrder: (order: string) => `缴费单号 ${order}`,
};

export const payEn: Same<typeof payZh> = {
  payTitle: {
    asking: 'Getting the payment code',
    open: 'Pay with your phone',
    checking: 'Checking whether it was paid',
    unknown: 'No word yet whether it was paid',
    closed: 'It was not paid, no money was taken',
    unavailable: 'It cannot be paid now, no money was taken',
  },
  payHint: {
    asking: 'Your application is accepted. Only the fee is left.',
    open: 'Scan this code with WeChat, Alipay or UnionPay. The screen goes on by itself.',
    checking: 'One moment. Please do not scan again.',
    unknown:
      'What you paid is not lost, do not pay again; if you have not paid yet, please wait. The screen goes on by itself as soon as there is an answer.',
    closed: 'The time of the code is over. Your application is accepted all the same; pay another day.',
    unavailable: 'Your application is accepted all the same. Try again, or pay another day.',
  },
  payFor: 'For',
  payAmount: 'Amount',
  payTime: 'Time left',
  payTimeLeft: (minutes, seconds) => (minutes > 0 ? `${minutes} min ${seconds} s` : `${seconds} s`),
  payElsewhere: 'Pay later',
  payElsewhereBy: (date) => `By ${date}, in the Suishenban app or at the counter`,
  payElsewhereWords: 'In the Suishenban app or at the counter',
  payQr: 'QR code to pay by',
  payLater: 'Not now, pay later',
  payNoWait: 'Go on without waiting',
  payGoOn: 'I see, go on',
  payAgain: 'Try again',
  payNow: 'Pay now',
  doneFee: 'Fee',
  doneFeeHint: {
    unpaid: 'Your application is accepted. The fee is not paid yet.',
    unknown: 'Your application is accepted. Whether the fee was paid is not confirmed yet.',
  },
  doneFeeState: {
    paid: 'paid',
    unpaid: 'not paid yet',
    unknown: 'not confirmed yet. If money was taken, do not pay again; see the Suishenban app',
    'after-acceptance': 'nothing to pay now; pay in the Suishenban app or at the counter once accepted',
  },
  doneFeeOrder: (order) => `Payment number ${order}`,
};

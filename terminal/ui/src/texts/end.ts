import type { Same } from './same.ts';

/** Taking the card, and goodbye. */
export const endZh = {
  takeTitle: '请取走您的身份证',
  takeTitleSlip: '请取走身份证和凭条',
  takeTitleSlot: '请取出卡槽里的卡',
  takeHint: '取走后自动退出，您的信息会从本机清除。',
  endTitle: '办好了，请慢走',
  endLeft: '已经退出，请慢走',
  endHint: '您的信息已经从本机清除。',
};

export const endEn: Same<typeof endZh> = {
  takeTitle: 'Please take your ID card',
  takeTitleSlip: 'Please take your ID card and slip',
  takeTitleSlot: 'Please take the card out of the slot',
  takeHint: 'We leave by ourselves then and erase your information here.',
  endTitle: 'All done. Goodbye',
  endLeft: 'You have left. Goodbye',
  endHint: 'Your information has been erased from this terminal.',
};

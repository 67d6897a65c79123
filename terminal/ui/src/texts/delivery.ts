import type { DeliveryView, ParcelView, ReviewDelivery } from '@tongban/contract';
import type { Same } from './same.ts';

/** The result that is sent: before it is submitted, at the end, and where it is afterwards. */
export const deliveryZh = {
  reviewDelivery: '结果怎么送到',
  reviewDeliveryWords: {
    ordered: '快递送到您填的地址，受理后马上下单。',
    kept: '快递送到您填的地址。现在还下不了单，地址会加密收好，能下单时自动下单。',
    before: '快递已经按上次填的地址下单，不会再寄一份。地址在这里改不了，要改请拨打 12345。',
    'not-here': '本中心寄不了快递，办好后请到本中心自取。',
  } satisfies Record<ReviewDelivery, string>,
  toCardAddress: '送到证件上的住址',
  toOtherAddress: '送到别的地址',
  toOtherAddressHint: '下一步自己填写',
  delivery: '快递',
  deliveryState: {
    ordered: '已下单',
    kept: '还没有下单',
    refused: '寄不了，办好后请到本中心自取',
  } satisfies Record<DeliveryView['state'], string>,
  deliveryLater: '地址已加密收好，能下单时自动下单。哪天送到，现在不能定',
  deliveryAfterAcceptance: '地址已加密收好，平台受理后自动下单。哪天送到，现在不能定',
  deliveryOrdered: (date: string) => `已下单，预计${date}前后送到`,
  deliveryDay: (date: string) => `预计${date}前后送到`,
  deliveryWaybill: (waybillNo: string) => `运单号 ${waybillNo}`,
  deliveryTo: (address: string) => `寄到 ${address}`,
  deliveryAsBefore: '寄到上次填的地址，这里改不了；要改请拨打 12345',
  parcelStage: {
    looking: '正在查到了哪里，请稍等',
    ordered: '已下单，等快递员来取',
    collected: '快递员已取走，正在路上',
    delivered: '已送到',
    unknown: '现在查不到在哪里，请过一会儿再看',
    kept: '还没有下单，能下单时自动下单',
    refused: '寄不了，办好后请到本中心自取',
  } satisfies Record<ParcelView['stage'], string>,
};

export const deliveryEn: Same<typeof deliveryZh> = {
  reviewDelivery: 'How you receive it',
  reviewDeliveryWords: {
    ordered: 'By courier to the address above, ordered as soon as it is accepted.',
    kept: 'By courier to the address above. It cannot be ordered now: the address is kept encrypted and ordered by itself.',
    before:
      'The courier has the address you gave first; nothing is sent twice. It cannot be changed here: please call 12345.',
    'not-here': 'This centre cannot send it. Please collect it here when it is done.',
  },
  toCardAddress: 'To the address on the ID card',
  toOtherAddress: 'To another address',
  toOtherAddressHint: 'You type it next',
  delivery: 'Courier',
  deliveryState: {
    ordered: 'Ordered',
    kept: 'Not ordered yet',
    refused: 'It cannot be sent. Please collect it at this centre when it is done',
  },
  deliveryLater: 'Your address is kept encrypted and ordered by itself. Nobody can promise a day now',
  deliveryAfterAcceptance:
    'Your address is kept encrypted and ordered once it is accepted. Nobody can promise a day now',
  deliveryOrdered: (date) => `Ordered, expected about ${date}`,
  deliveryDay: (date) => `Expected about ${date}`,
  deliveryWaybill: (waybillNo) => `Waybill ${waybillNo}`,
  deliveryTo: (address) => `To ${address}`,
  deliveryAsBefore: 'To the address you gave first. It cannot be changed here: please call 12345',
  parcelStage: {
    looking: 'Looking where it is, one moment',
    ordered: 'Ordered, waits for the courier',
    collected: 'With the courier, on its way',
    delivered: 'Delivered',
    unknown: 'Where it is cannot be seen now, please look again later',
    kept: 'Not ordered yet, ordered by itself',
    refused: 'It cannot be sent. Please collect it at this centre',
  },
};

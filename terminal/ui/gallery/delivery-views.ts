import type { CardAddressView, DeliveryView, ParcelView, ReviewRow, SessionView } from '@tongban/contract';
import { namedAgain } from './asking-views.ts';
import { givingViews } from './giving-views.ts';
import { holder, residence, text } from './matters.ts';
import { submittedViews } from './submitted-views.ts';

/** The result that is sent, from the review to the door. */

const { review, 'review-correction': reviewCorrection } = givingViews;
const rows: readonly ReviewRow[] = [
  ...review.rows.slice(0, 3),
  {
    ...{ field: 'receiptBy', label: text('回执领取方式', 'How to receive it'), masked: false, mark: null },
    ...{ shown: text('快递送到家', 'Delivered to my home'), source: 'answer' },
  },
  {
    ...{ field: 'expressAddress', label: text('收件地址', 'Delivery address'), masked: true, mark: null },
    ...{ shown: text('上海市测试区虚拟********', '上海市测试区虚拟********'), source: 'answer' },
  },
];
const reviewed = { ...review, matter: residence, rows, materials: [], delivery: 'ordered' } as const;

const { 'done-accepted': accepted, 'done-held': held, 'done-correction': correction } = submittedViews;
const ordered: DeliveryView = {
  ...{ state: 'ordered', waybillNo: 'TEST000000017', expectedDay: '2027-01-03' },
  address: '上海市测试区虚拟********',
};
const kept: DeliveryView = { ...ordered, state: 'kept', waybillNo: null, expectedDay: null };
const done = { ...accepted, matter: residence, delivery: ordered };

const parcel: ParcelView = {
  ...{ stage: 'collected', waybillNo: 'TEST000000017', expectedDay: '2026-12-02' },
  at: '2026-11-29T02:30:00.000Z',
};
const nothing = { waybillNo: null, expectedDay: null, at: null };
/** What is on its way was decided. */
const decided = { state: 'finished', limitDate: null, nextStep: null } as const;
const row = (number: number, shown: ParcelView) => ({
  ...submittedViews['already-submitted'].row,
  ...(shown.at === null ? {} : decided),
  ...{ matterName: residence.name, number: `3101992026112200000${number}`, parcel: shown },
});
const mine = (...parcels: readonly ParcelView[]) => ({
  ...submittedViews['mine-rows'],
  rows: parcels.map((each, index) => row(30 + index, each)),
});

const address: CardAddressView = {
  ...{ screen: 'card-address', matter: residence, holder, number: 5, of: 7, correction: null },
  question: text('快递送到哪里？', 'Where should it be delivered?'),
  address: '上海市测试区虚拟********',
};

export const deliveryViews = {
  'card-address': address,
  'card-address-named-again': { ...address, correction: namedAgain },
  'review-sent': reviewed,
  'review-sent-later': { ...reviewed, delivery: 'kept' },
  'review-sent-not-here': { ...reviewed, delivery: 'not-here' },
  'review-sent-before': { ...reviewCorrection, matter: residence, delivery: 'before' },
  'done-sent': done,
  'done-sent-no-paper': { ...done, slip: 'not-wanted' },
  'done-sent-later': { ...done, delivery: kept },
  'done-sent-held': { ...held, matter: residence, delivery: kept },
  'done-not-sent': { ...done, delivery: { ...kept, state: 'refused' } },
  'done-sent-before': { ...correction, matter: residence, delivery: { ...ordered, address: null } },
  'mine-parcel': mine(
    parcel,
    { ...parcel, stage: 'ordered', expectedDay: '2027-01-03', at: null },
    { ...parcel, stage: 'delivered', expectedDay: null },
    { ...parcel, stage: 'unknown', at: null },
  ),
  'mine-parcel-looking': mine(
    { ...parcel, stage: 'looking', at: null },
    { ...nothing, stage: 'kept' },
    { ...nothing, stage: 'refused' },
  ),
} satisfies Record<string, SessionView>;

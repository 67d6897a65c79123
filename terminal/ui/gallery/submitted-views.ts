import type {
  FeeView,
  PayView,
  PracticeDoneView,
  SealedResultProblem,
  SealedResultView,
  SessionView,
  SubmissionRow,
} from '@tongban/contract';
import { allowance, certificate, holder, insurance, text } from './matters.ts';

/** What was submitted: the finished matter, how it was, and coming back to it. */

const row: SubmissionRow = {
  matterName: allowance.name,
  number: '310199202611220000017',
  official: true,
  state: 'accepted',
  waitsFor: null,
  capturedAt: '2026-11-22T14:31:08+08:00',
  limitDate: '2026-12-31',
  limitProvisional: false,
  preReview: null,
  need: null,
  hasResult: false,
  parcel: null,
  filedFor: null,
  opinion: text('予以受理，材料齐全。', 'Accepted, all materials are complete.'),
  nextStep: text('请等候审核，结果会发短信告诉您。', 'Please wait for the review; we text you the decision.'),
};
const heldRow: SubmissionRow = {
  ...row,
  matterName: certificate.name,
  number: 'T7K2-0418-93',
  official: false,
  state: 'held',
  waitsFor: 'network',
  limitDate: null,
  opinion: null,
  nextStep: null,
};

const needed = {
  kind: 'supplement',
  parts: [
    {
      label: text('家庭收入证明', 'Proof of household income'),
      words: text('第 2 页看不清，请重新提供。', 'Page 2 cannot be read; please give it again.'),
    },
    { label: text('银行卡号', 'Bank card'), words: null },
  ],
  due: '2026-12-04',
  words: text('材料需要补正，其他内容没有问题。', 'Something has to be added; all else is fine.'),
  canCorrect: true,
  refill: true,
} as const;
const needRow: SubmissionRow = {
  ...row,
  number: '310199202611220000021',
  state: 'needs-citizen',
  limitDate: null,
  preReview: 'rectify',
  opinion: null,
  nextStep: text('请在自助终端补正，或到窗口提交。', 'Add it at a terminal or at the counter.'),
  need: needed,
};
const done = {
  screen: 'done',
  matter: allowance,
  holder,
  outcome: 'accepted',
  number: '310199202611220000017',
  qr: 'https://zwdt.example/q/310199202611220000017',
  limitDate: '2026-12-31',
  limit: text('30 个工作日内答复', 'Answer within 30 working days'),
  instant: false,
  slip: 'printed',
  limitProvisional: false,
  hasResult: false,
  canPrintAgain: true,
  cardOnReader: true,
  findable: true,
  fee: null,
  delivery: null,
  rating: 'open',
  correction: null,
} as const;

const licenceRow = { name: '居民户口簿（测试）', number: '310*****0017', validUntil: null, expired: false };
const licences = { screen: 'my-licences', holder, rows: null, closed: null } as const;

const result = {
  ...{ screen: 'sealed-result', matter: insurance, holder, number: row.number, phase: 'copies' },
  ...{ copies: 1, most: 3, verifyCode: null, problem: null },
} as const satisfies SealedResultView;
const cannot = (problem: SealedResultProblem, most = 3): SealedResultView => ({
  ...{ ...result, phase: 'cannot', copies: 2, problem, most },
});

const practised: PracticeDoneView = {
  ...{ screen: 'practice-done', slip: 'not-wanted', canPrintAgain: true },
  ...{ matter: allowance, holder },
};
const pay: PayView = {
  screen: 'pay',
  matter: insurance,
  holder,
  fees: [text('居民医保个人缴费（示例标准）', 'Premium of the insured (example amount)')],
  amountFen: 40_000,
  state: 'open',
  qr: 'https://pay.example.invalid/q/TESTPAY1764300000000123456',
  secondsLeft: 272,
  payBy: '2026-12-22',
};
const shut = { ...pay, qr: null, secondsLeft: 0 };
const paid: FeeView = {
  amountFen: 40_000,
  state: 'paid',
  orderId: 'TESTPAY1764300000000123456',
  payBy: '2026-12-22',
  canPay: false,
};
const paidFor = {
  ...done,
  matter: insurance,
  instant: true,
  limitDate: null,
  limit: text('当场办结', 'Done on the spot'),
};

export const submittedViews = {
  'practice-done': practised,
  'practice-done-printing': { ...practised, slip: 'printing' },
  'practice-done-printed': { ...practised, slip: 'printed', canPrintAgain: false },
  'practice-done-slip-unknown': { ...practised, slip: 'unknown' },
  'mine-result': {
    ...{ screen: 'my-submissions', holder, findable: true },
    rows: [
      { ...row, state: 'finished', limitDate: null, hasResult: true },
      { ...row, number: '310199202611220000018' },
    ],
  },
  'done-result': { ...done, instant: true, limitDate: null, matter: insurance, hasResult: true },
  result,
  'result-last': { ...result, most: 1 },
  'result-printing': { ...result, phase: 'printing', copies: 2 },
  'result-printed': { ...result, phase: 'printed', copies: 2, most: 1, verifyCode: '7C41A90B2E6D35F8' },
  'result-paper-out': cannot('paper-out'),
  'result-printer-attention': cannot('printer-attention'),
  'result-printer-offline': cannot('printer-offline'),
  'result-look': cannot('look', 1),
  'result-look-last': cannot('look', 0),
  'result-offline': cannot('offline'),
  'result-away': cannot('away'),
  'result-not-ready': cannot('not-ready'),
  'licences-looking': licences,
  licences: {
    ...licences,
    rows: [
      { ...licenceRow, name: '居民身份证（测试）', number: '310***********0016', validUntil: '2036-05-01' },
      licenceRow,
      { ...licenceRow, name: '残疾人证（测试）', number: null, validUntil: '2026-03-31', expired: true },
    ],
  },
  'licences-none': { ...licences, rows: [] },
  'licences-offline': { ...licences, holder: null, closed: 'offline' },
  'licences-away': { ...licences, closed: 'away' },
  'licences-not-confirmed': { ...licences, closed: 'not-confirmed' },
  'licences-not-here': { ...licences, holder: null, closed: 'not-at-this-site' },
  pay,
  'pay-asking': { ...shut, state: 'asking' },
  'pay-checking': { ...shut, state: 'checking' },
  'pay-unknown': { ...shut, state: 'unknown' },
  'pay-closed': { ...shut, state: 'closed' },
  'pay-unavailable': { ...shut, state: 'unavailable', payBy: null },
  'done-paid': { ...paidFor, fee: paid },
  'done-unpaid': { ...paidFor, fee: { ...paid, state: 'unpaid' } },
  'done-can-pay': { ...paidFor, fee: { ...paid, state: 'unpaid', orderId: null, canPay: true } },
  'done-payment-unknown': { ...paidFor, fee: { ...paid, state: 'unknown' } },
  'done-held-with-fee': {
    ...{ ...paidFor, outcome: 'held', number: 'T7K2-0418-93' },
    fee: { ...paid, state: 'after-acceptance', orderId: null, payBy: null },
  },
  'done-accepted': done,
  'done-limit-provisional': { ...done, limitProvisional: true, limitDate: '2027-01-05' },
  'done-printed-often': { ...done, canPrintAgain: false },
  'done-printing': { ...done, slip: 'printing' },
  'done-slip-failed': { ...done, slip: 'failed' },
  'done-slip-unknown': { ...done, slip: 'unknown' },
  'done-no-paper': { ...done, slip: 'not-wanted' },
  'done-no-paper-held': {
    ...done,
    outcome: 'held',
    number: 'T7K2-0418-93',
    limitDate: null,
    slip: 'not-wanted',
  },
  'done-instant': {
    ...done,
    matter: insurance,
    instant: true,
    limitDate: null,
    limit: text('当场办结', 'Done on the spot'),
    slip: 'not-wanted',
    cardOnReader: false,
  },
  'done-held': { ...done, outcome: 'held', number: 'T7K2-0418-93', limitDate: null },
  'done-not-findable': { ...done, cardOnReader: false, findable: false },
  'done-rated': { ...done, rating: 'given' },
  rating: { screen: 'rating', matter: allowance },
  'done-correction': { ...done, rating: 'not-asked', correction: 'return' },
  'done-correction-held': {
    ...done,
    rating: 'not-asked',
    outcome: 'held',
    limitDate: null,
    correction: 'supplement',
  },
  'mine-rows': {
    screen: 'my-submissions',
    holder,
    findable: true,
    rows: [
      heldRow,
      row,
      {
        ...row,
        number: '310199202611220000018',
        preReview: 'passed',
        limitProvisional: true,
        limitDate: '2027-01-05',
      },
      { ...row, number: '310199202611220000019', state: 'finished' },
      { ...row, number: '310199202611220000020', state: 'rejected', nextStep: null },
    ],
  },
  'mine-needs': {
    ...{ screen: 'my-submissions', holder, findable: true },
    rows: [
      needRow,
      {
        ...needRow,
        ...{ number: '310199202611220000022', preReview: null },
        need: { ...needed, kind: 'return', parts: [], refill: false },
      },
      { ...needRow, number: '310199202611220000023', preReview: null, state: 'correcting', need: null },
    ],
  },
  'mine-waits': {
    ...{ screen: 'my-submissions', holder, findable: true },
    rows: [
      { ...heldRow, number: 'T7K2-0418-94', waitsFor: 'matter-suspended' },
      { ...heldRow, number: 'T7K2-0418-95', waitsFor: 'unit-cut-off' },
      { ...heldRow, number: 'T7K2-0418-96', waitsFor: 'platform' },
      { ...heldRow, number: 'T7K2-0418-97', state: 'with-staff', waitsFor: null },
    ],
  },
  'mine-not-here': {
    ...{ screen: 'my-submissions', holder, findable: true },
    rows: [
      {
        ...{ ...needRow, number: 'T7K2-0418-98', official: false, preReview: null },
        need: { ...needed, kind: 'matter-changed', due: null, canCorrect: false },
      },
      {
        ...{ ...needRow, number: 'T7K2-0418-99', official: false, preReview: null, state: 'rejected' },
        need: { ...needed, kind: 'matter-ended', parts: [], due: null, canCorrect: false },
      },
    ],
  },
  'mine-for-other': {
    ...{ screen: 'my-submissions', holder, findable: true },
    rows: [
      { ...row, number: '310199202611220000024', filedFor: 'person' },
      { ...row, number: '310199202611220000025', filedFor: 'enterprise' },
      row,
    ],
  },
  'mine-none': { screen: 'my-submissions', holder, findable: true, rows: [] },
  'mine-not-findable': { screen: 'my-submissions', holder, findable: false, rows: [] },
  'already-submitted': { screen: 'already-submitted', matter: allowance, holder, row },
  'already-submitted-needs': { screen: 'already-submitted', matter: allowance, holder, row: needRow },
} satisfies Record<string, SessionView>;

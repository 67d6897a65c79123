import type {
  CardView,
  GuideView,
  DeviceView,
  MaterialProblem,
  MaterialView,
  SessionView,
  SignatureView,
  SiteView,
  SubmissionRow,
  TroubleKind,
  TroubleView,
} from '@tongban/contract';
import { askingViews, namedAgain } from './asking-views.ts';
import { choosingViews } from './choosing-views.ts';
import { allowance, awayWords, certificate, holder, insurance, text } from './matters.ts';

/** One typed view of every screen and every state of it; all persons, numbers and places are synthetic. */

export const site: SiteView = {
  name: text('虚拟路街道社区事务受理服务中心', 'Xuni Road Community Service Centre'),
  terminalId: 'SH-TEST-0001',
  diagonalInches: 21.5,
  staff: text('大厅 1 号服务台', 'Counter 1 in the main hall'),
  hours: text('周一至周五 8:30–16:30　双休日 9:00–16:00', 'Mon–Fri 8:30–16:30, Sat and Sun 9:00–16:00'),
  announcements: [
    {
      severity: 'notice',
      title: null,
      text: text(
        '11月25日 22:00–24:00 系统维护，居民医保参保登记暂停办理，其他事项不受影响。',
        'On 25 November from 22:00 to 24:00 medical insurance enrolment is paused for maintenance.',
      ),
    },
  ],
};

/** The centre has something urgent to tell, and more than there is room for. */
export const toldSite: SiteView = {
  ...site,
  announcements: [
    {
      severity: 'urgent',
      title: text('紧急停办', 'Stopped at short notice'),
      text: text(
        '居民医保参保登记因系统故障暂停办理，恢复时间另行公告；已提交的申请不受影响。',
        'Medical insurance enrolment is stopped by a fault until further notice; what was submitted is safe.',
      ),
    },
    {
      severity: 'warning',
      title: text('系统维护', 'Maintenance'),
      text: text(
        '11月25日 22:00–24:00 部分事项暂停办理。',
        'Some services pause on 25 November, 22:00 to 24:00.',
      ),
    },
    ...site.announcements,
  ],
};

/** Nobody has to come. */
export const devices: readonly DeviceView[] = [
  { family: 'id-card-reader', availability: 'ready' },
  { family: 'receipt-printer', availability: 'ready' },
  { family: 'document-scanner', availability: 'ready' },
  { family: 'camera', availability: 'ready' },
];
/** Card reader gone, printer without paper. */
export const brokenDevices: readonly DeviceView[] = [
  { family: 'id-card-reader', availability: 'offline' },
  { family: 'receipt-printer', availability: 'needs-attention' },
];

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

function card(reader: CardView['reader'], purpose: CardView['purpose'] = 'matter'): CardView {
  return { screen: 'card', purpose, matter: purpose === 'matter' ? allowance : null, reader };
}
function trouble(kind: TroubleKind, change: Partial<TroubleView> = {}): TroubleView {
  return {
    screen: 'trouble',
    kind,
    matter: allowance,
    holder,
    words: null,
    until: null,
    number: null,
    outcome: null,
    ways: ['try-again', 'finish'],
    ...change,
  };
}
const slipTrouble = {
  number: '310199202611220000017',
  outcome: 'accepted',
  ways: ['try-again', 'without-slip'],
} as const;

function material(change: Partial<MaterialView> = {}): MaterialView {
  return {
    screen: 'material',
    matter: insurance,
    holder,
    number: 1,
    of: 2,
    material: {
      code: 'household-register',
      name: text('户口簿', 'Household register'),
      how: text('户主页和本人页，原件', 'The page of the head of household and your own, originals'),
    },
    camera: { state: 'ready', usbId: null },
    scanner: 'ready',
    phase: 'pages',
    pages: [],
    maxPages: 5,
    problem: null,
    fromReview: false,
    correction: null,
    ...change,
  };
}
const pages = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: `page-${index + 1}`,
    widthPx: index === 1 ? 2338 : 1654,
    heightPx: index === 1 ? 1654 : 2338,
  }));
const withProblem = (problem: MaterialProblem, change: Partial<MaterialView> = {}) =>
  material({ problem, pages: pages(1), ...change });
const signature: SignatureView = {
  screen: 'signature',
  matter: insurance,
  holder,
  number: 2,
  of: 2,
  material: {
    code: 'declaration',
    name: text('参保登记承诺书', 'Declaration on enrolment'),
    how: text('在屏幕上签名', 'Signed on the screen'),
  },
  statement: text(
    '本人没有参加职工医保，以上内容真实。情况有变时，我会及时告知。如有虚假，愿意承担相应的法律责任。',
    'I have no employee insurance and all of this is true. I will say so if it changes. I am liable by law if it is not.',
  ),
  fromReview: false,
  correction: null,
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
  canPrintAgain: true,
  cardOnReader: true,
  rating: 'open',
  correction: null,
} as const;

const guide: GuideView = {
  screen: 'guide',
  matter: allowance,
  cannotHere: null,
  guide: {
    summary: text(
      '满 65 周岁的本市户籍老人，按年龄每月领取津贴。',
      'A monthly allowance by age for registered residents of 65 and over.',
    ),
    conditions: [
      text('年满 65 周岁', 'You are 65 or older'),
      text('具有本市户籍', 'You are registered in Shanghai'),
    ],
    materials: [
      {
        name: text('居民身份证', 'Resident ID card'),
        how: text('刷身份证即可，不用复印', 'Read from your card, no copy needed'),
      },
      {
        name: text('户籍信息', 'Household record'),
        how: text('由部门之间核对，您不用提交', 'Checked between offices, nothing to bring'),
      },
    ],
    limit: text('30 个工作日内答复', 'Answer within 30 working days'),
    fee: text('不收费', 'Free of charge'),
    result: text(
      '敬老卡一张，津贴按季打到您的银行卡',
      'A senior card; the allowance goes to your bank card each quarter',
    ),
    legalBasis: text('《关于建立老年综合津贴制度的通知》', 'Notice on the system of old-age allowances'),
    version: '2026.1',
  },
};

export const views = {
  attract: { screen: 'attract', matterCount: 21, closed: null },
  'attract-storage-full': { screen: 'attract', matterCount: 21, closed: 'storage-full' },
  'attract-revoked': { screen: 'attract', matterCount: 21, closed: 'terminal-revoked' },
  'attract-no-catalogue': { screen: 'attract', matterCount: 0, closed: 'no-catalogue' },
  ...choosingViews,
  guide,
  'guide-cannot-pay': { ...guide, cannotHere: 'cannot-be-paid' },
  'guide-cannot-here': { ...guide, cannotHere: 'papers-cannot-be-taken' },
  'guide-terminal-closed': { ...guide, cannotHere: 'terminal-closed' },
  'card-waiting': card('waiting'),
  'card-waiting-mine': card('waiting', 'my-submissions'),
  'card-reading': card('reading'),
  'card-removed': card('removed'),
  'card-unreadable': card('unreadable'),
  'card-expired': card('expired'),
  'card-unsupported': card('unsupported'),
  'card-reader-offline': card('reader-offline'),
  ...askingViews,
  'material-first': material(),
  'material-camera-only': material({ scanner: 'absent' }),
  'material-scanner-only': material({ camera: { state: 'absent', usbId: null } }),
  'material-camera-offline': material({ camera: { state: 'offline', usbId: null } }),
  'material-scanner-offline': material({ scanner: 'offline' }),
  'material-scanner-needs-attention': material({ scanner: 'needs-attention' }),
  'material-nothing-usable': material({ camera: { state: 'offline', usbId: null }, scanner: 'offline' }),
  'material-pages': material({ pages: pages(3) }),
  'material-pages-camera-offline': material({
    pages: pages(1),
    camera: { state: 'offline', usbId: null },
    fromReview: true,
  }),
  'material-full': material({ pages: pages(5) }),
  'material-many': material({ pages: pages(12), maxPages: 20 }),
  'material-camera': material({ phase: 'camera' }),
  'material-camera-again': material({ phase: 'camera', problem: 'photo-unreadable', pages: pages(1) }),
  'material-scanning': material({ phase: 'scanning' }),
  'material-scanning-pages': material({ phase: 'scanning', pages: pages(2) }),
  'material-camera-failed': withProblem('camera-failed', { pages: [] }),
  'material-camera-gone': withProblem('camera-gone', { camera: { state: 'offline', usbId: null } }),
  'material-photo-unreadable': withProblem('photo-unreadable'),
  'material-scanner-no-paper': withProblem('scanner-no-paper', { pages: [] }),
  'material-scanner-jammed': withProblem('scanner-jammed', { scanner: 'needs-attention' }),
  'material-scanner-cover-open': withProblem('scanner-cover-open', { scanner: 'needs-attention' }),
  'material-scanner-busy': withProblem('scanner-busy'),
  'material-scanner-gone': withProblem('scanner-gone', { scanner: 'offline' }),
  'material-scanner-failed': withProblem('scanner-failed'),
  'material-page-unreadable': withProblem('page-unreadable'),
  'material-too-many-pages': withProblem('too-many-pages', { pages: pages(5) }),
  'material-named-again': material({
    correction: {
      ...{ kind: 'supplement', why: 'named' },
      words: text('第 2 页看不清，请重新提供。', 'Page 2 cannot be read; please give it again.'),
    },
  }),
  signature,
  'signature-named-again': { ...signature, correction: { ...namedAgain, words: null } },
  'signature-from-review': { ...signature, fromReview: true },
  review: {
    screen: 'review',
    matter: allowance,
    holder,
    rows: [
      {
        field: 'name',
        label: text('姓名', 'Name'),
        shown: text('张*', '张*'),
        masked: true,
        source: 'card',
        mark: null,
      },
      {
        field: 'idNumber',
        label: text('身份证号码', 'ID number'),
        shown: text('310***********0016', '310***********0016'),
        masked: true,
        source: 'card',
        mark: null,
      },
      {
        field: 'address',
        label: text('户籍地址', 'Registered address'),
        shown: text('上海市****', 'Shanghai ****'),
        masked: true,
        source: 'card',
        mark: null,
      },
      {
        field: 'bankCard',
        label: text('银行卡号', 'Bank card'),
        shown: text('6222 **** **** 5678', '6222 **** **** 5678'),
        masked: true,
        source: 'answer',
        mark: null,
      },
      {
        field: 'phone',
        label: text('手机号码', 'Mobile number'),
        shown: text('138****5678', '138****5678'),
        masked: true,
        source: 'answer',
        mark: null,
      },
      {
        field: 'cardDelivery',
        label: text('敬老卡领取', 'Senior card'),
        shown: text('本社区事务受理服务中心', 'This community centre'),
        masked: false,
        source: 'answer',
        mark: null,
      },
      {
        field: 'promise',
        label: text('本人承诺', 'Declaration'),
        shown: text('已同意', 'Agreed'),
        masked: false,
        source: 'answer',
        mark: null,
      },
    ],
    materials: [
      {
        code: 'id-card',
        name: text('居民身份证', 'Resident ID card'),
        source: 'card',
        pages: 0,
        kept: false,
        mark: null,
      },
      {
        code: 'household',
        name: text('户籍信息', 'Household record'),
        source: 'shared',
        pages: 0,
        kept: false,
        mark: null,
      },
      {
        code: 'household-register',
        name: text('户口簿', 'Household register'),
        source: 'document',
        pages: 2,
        kept: false,
        mark: null,
      },
      {
        code: 'declaration',
        name: text('参保登记承诺书', 'Declaration on enrolment'),
        source: 'signature',
        pages: 0,
        kept: false,
        mark: null,
      },
    ],
    limit: text('30 个工作日内答复', 'Answer within 30 working days'),
    correction: null,
  },
  'review-correction': {
    screen: 'review',
    matter: allowance,
    holder,
    rows: [
      {
        ...{ field: 'idNumber', label: text('身份证号码', 'ID number'), masked: true, source: 'card' },
        ...{ shown: text('310***********0016', '310***********0016'), mark: null },
      },
      {
        ...{ field: 'bankCard', label: text('银行卡号', 'Bank card'), masked: true, source: 'answer' },
        ...{ shown: text('6222 **** **** 5678', '6222 **** **** 5678'), mark: 'changed' },
      },
      {
        ...{ field: 'phone', label: text('手机号码', 'Mobile number'), masked: true, source: 'answer' },
        ...{ shown: text('138****5678', '138****5678'), mark: 'asked' },
      },
    ],
    materials: [
      {
        ...{ code: 'income', name: text('家庭收入证明', 'Proof of household income'), source: 'document' },
        ...{ pages: 2, kept: false, mark: 'given' },
      },
      {
        ...{ code: 'declaration', name: text('核对授权书', 'Authorisation'), source: 'signature' },
        ...{ pages: 0, kept: true, mark: null },
      },
    ],
    limit: text('30 个工作日内答复', 'Answer within 30 working days'),
    correction: { kind: 'return', due: '2026-12-04' },
  },
  submitting: { screen: 'submitting', matter: allowance, holder },
  'done-accepted': done,
  'done-limit-provisional': { ...done, limitProvisional: true, limitDate: '2027-01-05' },
  'done-printed-often': { ...done, canPrintAgain: false },
  'done-printing': { ...done, slip: 'printing' },
  'done-slip-failed': { ...done, slip: 'failed' },
  'done-slip-unknown': { ...done, slip: 'unknown' },
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
  'mine-none': { screen: 'my-submissions', holder, findable: true, rows: [] },
  'mine-not-findable': { screen: 'my-submissions', holder, findable: false, rows: [] },
  'already-submitted': { screen: 'already-submitted', matter: allowance, holder, row },
  'already-submitted-needs': { screen: 'already-submitted', matter: allowance, holder, row: needRow },
  'trouble-not-eligible': trouble('not-eligible', {
    words: text(
      '老年综合津贴要年满 65 周岁才能申请，您还没有到年龄。',
      'The allowance is for people of 65 and over; you have not reached that age yet.',
    ),
    ways: ['go-back', 'finish'],
  }),
  'trouble-printer-paper-out': trouble('printer-paper-out', slipTrouble),
  'trouble-printer-cover-open': trouble('printer-cover-open', slipTrouble),
  'trouble-printer-offline': trouble('printer-offline', slipTrouble),
  'trouble-printer-error': trouble('printer-error', slipTrouble),
  'trouble-slip-unknown': trouble('slip-unknown', {
    ...slipTrouble,
    outcome: 'held',
    number: 'T7K2-0418-93',
  }),
  'trouble-platform-rejected': trouble('platform-rejected', { ways: ['go-back', 'finish'] }),
  'trouble-storage-failed': trouble('storage-failed'),
  'trouble-card-removed': trouble('card-removed', { ways: ['finish'] }),
  'trouble-matter-paused': trouble('matter-paused', {
    ways: ['go-on', 'finish'],
    words: awayWords.suspended ?? null,
    until: '2026-12-01T00:00:00.000Z',
  }),
  'trouble-matter-ended': trouble('matter-ended', { ways: ['go-back', 'finish'] }),
  'trouble-correction-closed': trouble('correction-closed', { ways: ['go-back', 'finish'] }),
  'trouble-terminal-closed': trouble('terminal-closed', { ways: ['finish'] }),
  'trouble-restarted': trouble('restarted', { matter: null, holder: null, ways: ['finish'] }),
  'take-card': { screen: 'take-card', slipPrinted: false },
  'take-card-slip': { screen: 'take-card', slipPrinted: true },
  end: { screen: 'end', submitted: true },
  'end-left': { screen: 'end', submitted: false },
} satisfies Record<string, SessionView>;

export type ViewName = keyof typeof views;

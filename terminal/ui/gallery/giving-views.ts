import type {
  LicenceView,
  MaterialProblem,
  MaterialView,
  PhoneHandOverView,
  SessionView,
  SignatureView,
} from '@tongban/contract';
import { namedAgain } from './asking-views.ts';
import { allowance, holder, insurance, text } from './matters.ts';

/** Papers, signature and review. */

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
    phone: 'absent',
    phase: 'pages',
    handOver: null,
    pages: [],
    maxPages: 5,
    problem: null,
    noLicence: null,
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
const { material: register } = material();
const licence: LicenceView = {
  screen: 'licence',
  ...{ matter: insurance, holder, number: 1, of: 2, material: register, fromReview: false, correction: null },
  licence: { name: '居民户口簿（测试）', validUntil: null },
};
/** A code of the usual length; nobody listens there. */
const CODE = `http://192.0.2.20:8090/${'tK3n'.repeat(6)}/#${'q8Zr'.repeat(11)}`.slice(0, 92);
const byPhone = (handOver: Partial<PhoneHandOverView> = {}, change: Partial<MaterialView> = {}) =>
  material({
    ...{ phone: 'ready', phase: 'phone' },
    handOver: { state: 'waiting', qr: null, wifiName: null, ...handOver },
    ...change,
  });
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
  byKey: false,
  fromReview: false,
  correction: null,
};

export const givingViews = {
  'licence-looking': { ...licence, licence: null },
  licence,
  'licence-until': {
    ...licence,
    material: { ...register, name: text('生育医学证明', 'Medical proof of birth') },
    licence: { name: '生育医学证明（测试）', validUntil: '2027-05-31' },
    correction: { ...namedAgain, words: text('第 2 页看不清，请重新提供。', 'Page 2 cannot be read.') },
  },
  'material-licence-none': material({ noLicence: 'none' }),
  'material-licence-expired': material({ noLicence: 'expired' }),
  'material-licence-not-confirmed': material({ noLicence: 'not-confirmed' }),
  'material-licence-offline': material({ noLicence: 'offline' }),
  'material-licence-away': material({ noLicence: 'away', problem: 'scanner-no-paper' }),
  'material-licence-refused': material({ noLicence: 'refused' }),
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
  'material-first-phone': material({ phone: 'ready' }),
  'material-phone-only': material({
    ...{ phone: 'ready', scanner: 'absent', problem: 'camera-gone' },
    camera: { state: 'offline', usbId: null },
  }),
  'material-pages-phone': material({ phone: 'ready', pages: pages(3) }),
  'material-phone-code': byPhone({ qr: CODE, wifiName: 'XUNI-HALL' }),
  'material-phone-code-long': byPhone({ qr: CODE, wifiName: 'XuniRoadCommunityAffairsGuests5G' }),
  'material-phone-code-again': byPhone({ qr: CODE }, { pages: pages(2) }),
  'material-phone-connected': byPhone({ state: 'connected' }),
  'material-phone-pages': byPhone({ state: 'connected' }, { pages: pages(2) }),
  'material-phone-receiving': byPhone({ state: 'receiving' }, { pages: pages(1) }),
  'material-phone-unreadable': byPhone({ state: 'connected' }, { problem: 'phone-unreadable' }),
  'material-phone-broke-off': byPhone(
    { state: 'connected' },
    { problem: 'phone-broke-off', pages: pages(1) },
  ),
  'material-phone-expired': byPhone({ state: 'expired' }),
  'material-phone-failed': withProblem('phone-failed', { pages: [] }),
  'material-named-again': material({
    correction: {
      ...{ kind: 'supplement', why: 'named' },
      words: text('第 2 页看不清，请重新提供。', 'Page 2 cannot be read; please give it again.'),
    },
  }),
  signature,
  'signature-by-key': { ...signature, byKey: true },
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
        byLicence: false,
        byKey: false,
        kept: false,
        mark: null,
      },
      {
        code: 'household',
        name: text('户籍信息', 'Household record'),
        source: 'shared',
        pages: 0,
        byLicence: false,
        byKey: false,
        kept: false,
        mark: null,
      },
      {
        code: 'household-register',
        name: text('户口簿', 'Household register'),
        source: 'document',
        pages: 2,
        byLicence: false,
        byKey: false,
        kept: false,
        mark: null,
      },
      {
        code: 'declaration',
        name: text('参保登记承诺书', 'Declaration on enrolment'),
        source: 'signature',
        pages: 0,
        byLicence: false,
        byKey: false,
        kept: false,
        mark: null,
      },
    ],
    limit: text('30 个工作日内答复', 'Answer within 30 working days'),
    delivery: null,
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
        ...{ pages: 2, byLicence: false, byKey: false, kept: false, mark: 'given' },
      },
      {
        ...{ code: 'declaration', name: text('核对授权书', 'Authorisation'), source: 'signature' },
        ...{ pages: 0, byLicence: false, byKey: false, kept: true, mark: null },
      },
    ],
    limit: text('30 个工作日内答复', 'Answer within 30 working days'),
    delivery: null,
    correction: { kind: 'return', due: '2026-12-04' },
  },
} satisfies Record<string, SessionView>;

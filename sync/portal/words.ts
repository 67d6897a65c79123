import type { LocalText } from '@tongban/kiosk-config/catalogue';
import type { ProblemCode } from '../contract/index.ts';
import type { AskedFact } from './identity.ts';

/** All that the portal itself says; what belongs to a matter stands in its document. */
export const words = {
  title: { zh: '一网通办 · 网上办理', en: 'Government services online' },
  invented: {
    zh: '演示用：办件都是虚构的，请不要填写真实信息。',
    en: 'For demonstration: nothing here is a real application. Please enter no real data.',
  },
  skip: { zh: '跳到正文', en: 'Skip to content' },
  matters: { zh: '您要办什么？', en: 'What would you like to do?' },
  back: { zh: '全部事项', en: 'All matters' },
  minutes: (count: number) => ({ zh: `约 ${count} 分钟`, en: `about ${count} minutes` }),
  suspended: { zh: '暂停办理', en: 'Suspended' },
  until: (day: string) => ({ zh: `预计 ${day} 恢复。`, en: `Expected back on ${day}.` }),
  guide: { zh: '办事指南', en: 'Guide' },
  conditions: { zh: '谁可以办', en: 'Who may apply' },
  materials: { zh: '需要的材料', en: 'What you need' },
  limit: { zh: '办理时间', en: 'How long it takes' },
  fee: { zh: '费用', en: 'Fee' },
  result: { zh: '办理结果', en: 'Result' },
  basis: { zh: '依据', en: 'Legal basis' },
  unit: { zh: '办理单位', en: 'Handled by' },
  version: { zh: '版本', en: 'Version' },
  fillInForm: { zh: '填写', en: 'Your application' },
  person: { zh: '申请人', en: 'The applicant' },
  personHint: {
    zh: '正式办理时由“统一身份认证”提供，这里请填写演示信息。',
    en: 'In real use this comes from your sign-in; here, please enter sample data.',
  },
  agent: { zh: '替别人办', en: 'Filing for another person' },
  agentHint: {
    zh: '自己办的不用填。替别人办的，上面填对方的信息，这里填您自己的。',
    en: 'Leave this empty if you file for yourself. Otherwise the facts above are of the other person, these are your own.',
  },
  agentActs: { zh: '我替上面这位申请人办', en: 'I file for the applicant above' },
  agentIsApplicant: {
    zh: '和申请人是同一个人。替别人办时，两个号码应当不同。',
    en: 'This is the applicant’s own number. Whoever files for another has a different one.',
  },
  actsForEnterprise: { zh: '经办人', en: 'Who files for the enterprise' },
  enterprise: { zh: '企业', en: 'The enterprise' },
  enterpriseHint: {
    zh: '和营业执照上的一样。正式办理时由“企业专属网页”提供，这里请填写演示信息。',
    en: 'As on the business licence. In real use this comes from the enterprise’s account; here, please enter sample data.',
  },
  creditCodeWrong: {
    zh: '代码核对不上，请对着营业执照逐个核对 18 位。没有字母 I、O、S、V、Z。',
    en: 'The code does not add up. Please compare all 18 characters with the business licence; it has no I, O, S, V or Z.',
  },
  mayNotAct: {
    zh: '您现在不能替这家企业办理。请让法定代表人来办，或先在“一网通办”企业账户里给您授权。',
    en: 'You may not act for this enterprise at the moment. Let its legal representative file, or authorise you in its account first.',
  },
  noSuchEnterprise: {
    zh: '没有查到这个代码和名称的企业，请对着营业执照核对。',
    en: 'There is no enterprise of this code and name. Please compare both with the business licence.',
  },
  questions: { zh: '申请内容', en: 'Your answers' },
  optional: { zh: '（选填）', en: ' (optional)' },
  agree: { zh: '我确认', en: 'I confirm' },
  nothingToBring: { zh: '不用提交', en: 'Nothing to hand in' },
  submit: { zh: '提交申请', en: 'Submit' },
  sending: { zh: '正在提交…', en: 'Submitting…' },
  mend: { zh: '还有几处要改', en: 'Please check these' },
  error: { zh: '错误：', en: 'Error: ' },
  notSubmitted: { zh: '没有提交成功', en: 'This was not submitted' },
  accepted: { zh: '已收到您的申请', en: 'We have received your application' },
  applyNo: { zh: '办件编号', en: 'Acceptance number' },
  receivedAt: { zh: '收到时间', en: 'Received' },
  limitDate: { zh: '最晚答复', en: 'Answer by' },
  provisional: { zh: '（暂定）', en: ' (provisional)' },
  whatNext: { zh: '接下来', en: 'What happens next' },
  keepNumber: {
    zh: '请记下办件编号，查询进度时要用。',
    en: 'Please keep this number: it is how you follow your application.',
  },
  notFound: { zh: '没有这个页面', en: 'There is no such page' },
  begin: { zh: '从全部事项重新开始', en: 'Begin again from all matters' },
  fillIn: { zh: '请填写。', en: 'Please fill this in.' },
  choose: { zh: '请选择一项。', en: 'Please choose one.' },
  tick: { zh: '请勾选确认。', en: 'Please tick to confirm.' },
  colon: { zh: '：', en: ': ' },
  tooShort: (count: number) => ({ zh: `还少 ${count} 个字符。`, en: `${count} more characters are needed.` }),
  tooLong: (count: number) => ({ zh: `多了 ${count} 个字符。`, en: `${count} characters too many.` }),
  doesNotFit: { zh: '填写不正确，请核对。', en: 'This does not fit. Please check it.' },
  chooseFile: { zh: '请选择文件。', en: 'Please choose a file.' },
  fileTooLarge: { zh: '文件超过 48 MB，请换小一些的。', en: 'The file is larger than 48 MB.' },
  otherKindOfFile: { zh: '不能用这种文件，请换一种。', en: 'This kind of file cannot be taken.' },
  fileKinds: {
    card: {
      zh: '电子身份证文件（JSON），或身份证的照片、PDF。',
      en: 'Electronic ID card (JSON), or a picture or PDF of the card.',
    },
    document: { zh: 'PDF 或照片（JPEG、PNG）。', en: 'PDF or picture (JPEG, PNG).' },
    signature: { zh: '签名的图片（SVG、PNG、JPEG）。', en: 'A picture of your signature (SVG, PNG, JPEG).' },
    shared: { zh: '不用提交。', en: 'Nothing to hand in.' },
  },
} as const satisfies Record<string, unknown>;

export const factWords: Readonly<Record<AskedFact, LocalText>> = {
  name: { zh: '姓名', en: 'Name' },
  idNumber: { zh: '公民身份号码', en: 'ID number' },
  address: { zh: '证件住址', en: 'Address on the card' },
  nation: { zh: '民族', en: 'Ethnic group' },
};

/** What is asked of an enterprise. */
export const enterpriseFacts = ['name', 'creditCode'] as const;
export type EnterpriseFact = (typeof enterpriseFacts)[number];
export const enterpriseWords: Readonly<Record<EnterpriseFact, LocalText>> = {
  name: { zh: '企业名称', en: 'Name of the enterprise' },
  creditCode: { zh: '统一社会信用代码', en: 'Unified social credit code' },
};

/** What a refusal by the platform means for the person who applies. */
export function refusalWords(code: ProblemCode | string): LocalText {
  return (
    refusals[code] ?? {
      zh: '平台没有收下，请稍后再试。',
      en: 'The platform did not take it. Try again later.',
    }
  );
}

const refusals: Readonly<Record<string, LocalText>> = {
  ITEM_SUSPENDED: { zh: '这个事项暂停办理。', en: 'This matter is suspended at the moment.' },
  ITEM_TERMINATED: { zh: '这个事项已经取消。', en: 'This matter exists no more.' },
  UNIT_DISCONNECTED: {
    zh: '办理单位暂时连接不上，请过后再来。',
    en: 'The unit cannot be reached at the moment. Please come back later.',
  },
  VERSION_STALE: {
    zh: '事项内容刚刚更新，请按新的内容再填一次。',
    en: 'The matter has just changed. Please fill in its new form.',
  },
  DUPLICATE_CASE: {
    zh: '您已经有一件同样的申请在办理中。',
    en: 'You already have an open application for this matter.',
  },
  BODY_INVALID: { zh: '没有收完整，请再提交一次。', en: 'It did not arrive whole. Please submit it again.' },
};

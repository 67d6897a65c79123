import type { EnterpriseView, HolderView, MatterSummary, QuestionView, SessionView } from '@tongban/contract';
import { holder, matterOf, text } from './matters.ts';

/** A matter that is done for an enterprise. */

const matter: MatterSummary = {
  ...matterOf(0),
  name: text('用人单位招用备案', 'Employer registers a new employee'),
  forWhom: text(
    '招用了人的企业等用人单位，由经办人来办',
    'Employers that have taken somebody on; filed by who acts for them',
  ),
  ...{ forEnterprise: true, kind: 'instant', minutes: 4, nothingToBring: true },
};
const name = '上海虚拟测试科技发展有限公司';
const creditCode = '91310199MA1TE0001A';
export const enterprise: HolderView = {
  ...holder,
  filesFor: { kind: 'enterprise', name, idNumber: creditCode },
};

function code(value: string | null, change: Partial<QuestionView> = {}): QuestionView {
  return {
    ...{ screen: 'question', matter, holder, number: 1, of: 1, value, fromReview: false, correction: null },
    field: {
      ...{ name: 'creditCode', kind: 'credit-code', maxLength: 18, group: 6, required: true },
      label: text('统一社会信用代码', 'Unified social credit code'),
      question: text('企业的统一社会信用代码是什么？', 'What is the social credit code of the enterprise?'),
      hint: text(
        '在营业执照上方，一共 18 位；或者把电子营业执照的二维码对准扫码口。',
        "18 characters on the business licence. Or show the e-licence's code to the scanner.",
      ),
      ...{ choices: [], statement: null },
    },
    ...change,
  };
}

const looking: EnterpriseView = { screen: 'enterprise', matter, holder, enterprise: null, closed: null };
const found: EnterpriseView = {
  ...looking,
  enterprise: { name, creditCode, legalRepresentative: '王**', actsAs: 'authorised' },
};
const closed = (why: NonNullable<EnterpriseView['closed']>): EnterpriseView => ({ ...looking, closed: why });

export const enterpriseViews = {
  'guide-enterprise': {
    screen: 'guide',
    ...{ matter, cannotHere: null },
    guide: {
      summary: text(
        '单位招用了人，在这里备案，同时为这个人办好就业登记。',
        'An employer registers somebody it has taken on, who is thereby registered as employed.',
      ),
      conditions: [
        text('服务对象：企业法人、非法人企业', 'For: enterprises, unincorporated enterprises'),
        text(
          '经办人是法定代表人，或者在“一网通办”企业账户里得到了授权',
          "Who files is the legal representative or authorised in the enterprise's account",
        ),
      ],
      materials: [
        {
          name: text('经办人的居民身份证', 'Resident ID card of who files'),
          how: text('刷身份证即可，不用复印', 'Read from your card, no copy needed'),
        },
      ],
      ...{ cards: ['citizen'], limit: text('当场办结', 'Done on the spot') },
      ...{ fee: text('不收费', 'Free of charge'), result: text('备案当场生效', 'It takes effect at once') },
      legalBasis: text(
        '《就业服务与就业管理规定》第六十二条',
        'Regulations on Employment Services and Employment Management, art. 62',
      ),
      version: '2026.1',
    },
  },
  'guide-enterprise-away': {
    screen: 'guide',
    ...{ matter, cannotHere: 'enterprise-cannot-be-confirmed' },
    guide: {
      ...{ summary: text('单位招用了人，在这里备案。', 'An employer registers somebody it has taken on.') },
      conditions: [text('服务对象：企业法人、非法人企业', 'For: enterprises, unincorporated enterprises')],
      ...{ materials: [], cards: ['citizen'], limit: text('当场办结', 'Done on the spot') },
      ...{ fee: text('不收费', 'Free of charge'), result: text('备案当场生效', 'It takes effect at once') },
      ...{ legalBasis: text('《就业服务与就业管理规定》', 'Regulations'), version: '2026.1' },
    },
  },
  'credit-code-empty': code(null),
  'credit-code': code('91310199MA1TE00'),
  'credit-code-wrong': code('91310199MA1TE00010'),
  'enterprise-looking': looking,
  enterprise: found,
  'enterprise-legal-representative': {
    ...found,
    enterprise: { name, creditCode, legalRepresentative: '张*', actsAs: 'legal-representative' },
  },
  'enterprise-unknown': closed('no-such-enterprise'),
  'enterprise-does-not-act': closed('does-not-act'),
  'enterprise-not-confirmed': closed('not-confirmed'),
  'enterprise-offline': closed('offline'),
  'enterprise-away': closed('away'),
  'question-for-enterprise': {
    ...code('13800138000'),
    ...{ holder: enterprise, number: 5, of: 6 },
    field: {
      ...{ name: 'phone', kind: 'phone', maxLength: 11, group: 4, required: true },
      label: text('经办人手机号码', 'Mobile number of who files'),
      question: text('您的手机号码是多少？', 'What is your mobile number?'),
      ...{ hint: null, choices: [], statement: null },
    },
  },
} satisfies Record<string, SessionView>;

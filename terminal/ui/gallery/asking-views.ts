import type { FieldKind, FieldView, QuestionView, SessionView } from '@tongban/contract';
import { allowance, holder, text } from './matters.ts';

/** Questions of every kind. */

const plainField: FieldView = {
  name: 'bankCard',
  kind: 'digits',
  question: text('津贴打到哪张银行卡？', 'Which bank card should the allowance go to?'),
  hint: text(
    '请输入本人在上海开户的银行卡卡号，16 到 19 位。',
    'The number of a card in your own name, opened in Shanghai: 16 to 19 digits.',
  ),
  label: text('银行卡号', 'Bank card'),
  required: true,
  choices: [],
  statement: null,
  maxLength: 19,
  group: 4,
};
function question(
  kind: FieldKind,
  change: Partial<FieldView> = {},
  value: QuestionView['value'] = null,
  fromReview = false,
): QuestionView {
  const field = { ...plainField, kind, name: `field${kind}`, ...change };
  const place = { number: 3, of: 5, fromReview, correction: null };
  return { screen: 'question', matter: allowance, holder, ...place, field, value };
}
const choice = (value: string, zh: string, en: string) => ({ value, label: text(zh, en) });
const collectAt = {
  question: text('敬老卡做好后，您想到哪里领？', 'Where would you like to collect the senior card?'),
  hint: null,
  label: text('敬老卡领取', 'Senior card'),
  choices: [
    choice('this-centre', '本社区事务受理服务中心', 'This community centre'),
    choice('neighbourhood', '我家所在的居委会', 'My neighbourhood committee'),
  ],
};
const destination = {
  question: text('您要去哪里？', 'Where are you going?'),
  hint: text('会写在证明上。', 'It is printed on the certificate.'),
  label: text('前往地区', 'Destination'),
  choices: [
    choice('asia', '亚洲', 'Asia'),
    choice('europe', '欧洲', 'Europe'),
    choice('america', '美洲', 'The Americas'),
    choice('oceania', '大洋洲', 'Oceania'),
    choice('africa', '非洲', 'Africa'),
    choice('several', '几个地区都要去，还没有最后定下来', 'Several of them, not yet decided in which order'),
    choice('other', '其他', 'Elsewhere'),
  ],
};
const phone = {
  question: text('您的手机号码是多少？', 'What is your mobile number?'),
  hint: text('审核结果会发短信告诉您。', 'We text you the decision.'),
  label: text('手机号码', 'Mobile number'),
  maxLength: 11,
};
const remark = {
  question: text('还有什么要告诉我们？', 'Is there anything else to tell us?'),
  hint: text('可以不填，最多 60 个字。', 'You may leave this empty. At most 60 characters.'),
  required: false,
  maxLength: 60,
};
const consent = {
  question: text('请您确认这份承诺', 'Please confirm this declaration'),
  hint: null,
  label: text('本人承诺', 'Declaration'),
  statement: text(
    '以上内容真实，银行卡为本人所有。户籍迁出或情况有变时，我会及时告知。如有虚假，愿意承担相应的法律责任。',
    'All of this is true and the bank card is mine. I will say so if my registration or circumstances change. I am liable by law if it is not.',
  ),
};
const idNumber = {
  question: text('对方的身份证号码是什么？', 'What is that person’s ID number?'),
  hint: null,
  label: text('身份证号码', 'ID number'),
  ...{ maxLength: 18, group: 0 },
};
export const namedAgain = {
  kind: 'return',
  why: 'named',
  words: text('卡号与户名不符。', 'The number does not belong to this name.'),
} as const;

export const askingViews = {
  'question-digits': question('digits', {}, '6222021001116'),
  'question-phone': question('phone', phone, '13800138000'),
  'question-phone-empty': question('phone', { ...phone, required: false }, null, true),
  'question-named-again': { ...question('digits', {}, '6222021001116245678'), correction: namedAgain },
  'question-refilled': {
    ...question('choice', collectAt),
    correction: { ...namedAgain, why: 'rest-of-form', words: null },
  },
  'question-declared-once-more': {
    ...question('consent', consent),
    correction: { ...namedAgain, why: 'once-more', words: null },
  },
  'question-choice': question('choice', collectAt, 'neighbourhood'),
  'question-choice-many': question('choice', destination, 'europe'),
  'question-consent': question('consent', consent, true),
  'question-date': question(
    'date',
    {
      question: text('从哪一天开始？', 'From which day on?'),
      hint: text('可以是今天，也可以是以后的日子。', 'Today or any day after it.'),
    },
    '2026-11-22',
  ),
  'question-text': question('text', remark, 'Room 1203'),
  'question-text-empty': question('text', remark),
  'question-id-number': question('id-number', idNumber, '310199195001010'),
  'question-id-number-before-x': question('id-number', idNumber, '31019919500101001'),
  'question-id-number-wrong': question('id-number', idNumber, '310199195001010010'),
} satisfies Record<string, SessionView>;

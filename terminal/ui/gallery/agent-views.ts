import type { CardView, HolderView, QuestionView, SessionView } from '@tongban/contract';
import { allowance, holder, text } from './matters.ts';

/** A matter that is done for another person. */

export const agent: HolderView = {
  ...holder,
  filesFor: { kind: 'person', name: '李**', idNumber: '310***********0023' },
};
function question(
  field: Pick<QuestionView['field'], 'name' | 'kind' | 'label' | 'question' | 'maxLength'> &
    Partial<QuestionView['field']>,
  change: Partial<QuestionView> = {},
): QuestionView {
  const { hint = null, group = 0 } = field;
  return {
    ...{ screen: 'question', matter: allowance, holder, number: 1, of: 3, value: null },
    ...{ fromReview: false, correction: null, ...change },
    field: { ...field, hint, group, required: true, choices: [], statement: null },
  };
}

function card(reader: CardView['reader']): CardView {
  return {
    screen: 'card',
    purpose: 'represented',
    matter: allowance,
    holder,
    reader,
    code: null,
    slot: null,
  };
}

export const agentViews = {
  'for-whom': { screen: 'for-whom', matter: allowance },
  'represented-waiting': card('waiting'),
  'represented-take-yours': card('take-yours'),
  'represented-same-person': card('same-person'),
  'represented-reading': card('reading'),
  'represented-removed': card('removed'),
  'represented-unreadable': card('unreadable'),
  'represented-expired': card('expired'),
  'represented-unsupported': card('unsupported'),
  'represented-reader-offline': card('reader-offline'),
  'represented-name': question({
    ...{ name: 'name', kind: 'text', maxLength: 30, label: text('对方的姓名', 'Name') },
    question: text('您替谁办？请写对方的姓名', 'For whom do you file? Please enter the name'),
    hint: text('和对方身份证上的一样。', "As it stands on that person's ID card."),
  }),
  'represented-number': question(
    {
      ...{ name: 'idNumber', kind: 'id-number', maxLength: 18, label: text('对方的身份证号码', 'ID number') },
      question: text('对方的身份证号码是什么？', "What is that person's ID number?"),
    },
    { number: 2, value: '310199195603080023' },
  ),
  'represented-address': question(
    {
      ...{ name: 'address', kind: 'text', maxLength: 70 },
      label: text('对方的证件住址', 'Address on the card'),
      question: text('对方身份证上的住址是什么？', "What is the address on that person's ID card?"),
    },
    { number: 3 },
  ),
  'question-for-other': question(
    {
      ...{ name: 'phone', kind: 'phone', maxLength: 11, group: 4, label: text('手机号码', 'Mobile number') },
      question: text('您的手机号码是多少？', 'What is your mobile number?'),
    },
    { holder: agent, number: 2, value: '13800138000' },
  ),
} satisfies Record<string, SessionView>;

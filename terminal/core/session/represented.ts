import type { LocalText, QuestionView } from '@tongban/contract';
import {
  compileMatter,
  type FormValues,
  type Matter,
  type PersonFacts,
} from '@tongban/kiosk-config/catalogue';
import type { IdCard } from '@tongban/peripherals/id-card-reader';
import { fieldView, Form } from './form.ts';
import { personByNumber } from './person.ts';

/** The person that an agent acts for. */
export interface Represented {
  readonly person: PersonFacts;
  /** Null: typed by the agent, or known from what was submitted before. */
  readonly card: IdCard | null;
}

/** What is typed of a person whose card is not here: a form like any matter's, so that it is asked in the same way. */
const asked: Pick<Matter, 'form' | 'eligibility'> = {
  eligibility: [],
  form: {
    schema: {
      type: 'object',
      additionalProperties: false,
      required: ['name', 'idNumber', 'address'],
      properties: {
        name: { type: 'string', minLength: 1, maxLength: 30 },
        idNumber: { type: 'string', format: 'resident-id' },
        address: { type: 'string', minLength: 1, maxLength: 70 },
      },
    },
    fields: [
      {
        name: 'name',
        label: { zh: '对方的姓名', en: 'Name' },
        mask: 'name',
        ask: {
          kind: 'text',
          group: 0,
          question: { zh: '您替谁办？请写对方的姓名', en: 'For whom do you file? Please enter the name' },
          hint: { zh: '和对方身份证上的一样。', en: "As it stands on that person's ID card." },
        },
      },
      {
        name: 'idNumber',
        label: { zh: '对方的身份证号码', en: 'ID number' },
        mask: 'id-number',
        ask: {
          kind: 'text',
          group: 0,
          question: { zh: '对方的身份证号码是什么？', en: "What is that person's ID number?" },
          wrong: {
            zh: '号码好像不对，请对着身份证核对 18 位，末位可能是 X。',
            en: 'The number does not seem right. Please compare all 18 characters with the card; the last may be an X.',
          },
        },
      },
      {
        name: 'address',
        label: { zh: '对方的证件住址', en: 'Address on the card' },
        mask: 'address',
        ask: {
          kind: 'text',
          group: 0,
          question: { zh: '对方身份证上的住址是什么？', en: "What is the address on that person's ID card?" },
        },
      },
    ],
  },
};
/** Of this file: whether it is a schema is no question. */
const document = { matter: asked, validator: compileMatter(asked, true) };
const nobody: PersonFacts = {
  ...{ name: '', sex: '', nation: null, birth: '', address: null, idNumber: '', age: 0 },
};
/** Checks what is typed of that person; keeps nothing. */
export const representedForm: Pick<Form, 'check'> = new Form(document, nobody);

/** What the agent reads when the number is their own. */
export const SAME_PERSON: LocalText = {
  zh: '这是您自己的号码。请输入对方的；为自己办的，请按“返回”重新选。',
  en: "This is your own number. Please enter the other person's, or go back if you file for yourself.",
};

export type RepresentedField = 'name' | 'idNumber' | 'address';

/** What has to be typed for a matter, in order. */
export function representedQuestions(matter: Matter | undefined): RepresentedField[] {
  const hasAddress = matter?.form.fields.some(({ fromCard }) => fromCard === 'address') ?? false;
  return hasAddress ? ['name', 'idNumber', 'address'] : ['name', 'idNumber'];
}

/** The field of the question as the screens show it. */
export function representedFieldView(name: RepresentedField): QuestionView['field'] {
  const field = asked.form.fields.find((each) => each.name === name);
  if (!field) throw new Error(`${name} is not asked of who is represented`);
  return fieldView(document, field);
}

/** The person that a form was about, by what was filled in from their card; null where that does not tell. */
export function personOnForm({ form }: Matter, former: FormValues, at: Date): PersonFacts | null {
  const said = (fact: string): string | null => {
    const field = form.fields.find(({ fromCard }) => fromCard === fact);
    const value = field && former[field.name];
    return typeof value === 'string' ? value : null;
  };
  const name = said('name');
  const idNumber = said('idNumber');
  if (name === null || idNumber === null) return null;
  const person = personByNumber({ name, idNumber, address: said('address') }, at);
  return person && { ...person, nation: said('nation') };
}

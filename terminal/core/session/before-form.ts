import type { LocalText } from '@tongban/contract';
import type { CataloguedMatter, MatterField, PersonFacts } from '@tongban/kiosk-config/catalogue';
import { cardFact } from './person.ts';
import { trouble, type Step } from './step.ts';
import type { Citizen, Visit } from './visit.ts';

/**
 * What has to be told to a citizen who is known before a form begins, so that nobody fills in one in vain: a condition
 * of the matter that is not met, or a form that the facts of the card, or of the code in its place, do not fit. Null when
 * the form may begin. It is about the person concerned, who need not be the citizen.
 */
export function beforeForm(
  catalogued: CataloguedMatter,
  { applicant, represented, citizen }: Visit,
): Step | null {
  if (!applicant) throw new Error('nobody is known');
  const { person, card } = applicant;
  const { confirmedBy } = citizen ?? { confirmedBy: null };
  const words = catalogued.validator.ineligible(person, represented !== null);
  if (words) return trouble('not-eligible', { at: 'choose' }, ['go-back', 'finish'], words);
  const lacking = notFitting(catalogued, person);
  if (lacking.length === 0) return null;
  if (!card && represented) {
    const atCard: Step = {
      at: 'card',
      purpose: 'represented',
      card: 'awaited',
      code: 'awaited',
      slot: 'awaited',
    };
    return trouble('card-does-not-fit', atCard, ['try-again', 'finish'], typedLacksWords(lacking));
  }
  if (!card) {
    const atCard: Step = { at: 'card', purpose: 'matter', card: 'awaited', code: 'awaited', slot: 'awaited' };
    return trouble('code-does-not-fit', atCard, ['try-again', 'finish'], lacksWords(lacking, confirmedBy));
  }
  return trouble('card-does-not-fit', { at: 'choose' }, ['go-back', 'finish'], lackingWords(lacking));
}

/**
 * Fields that are filled from the card, and that this card cannot fill: it does not have the fact, or in another form
 * than the matter's own schema takes (a number of another kind, a name that is too long).
 */
export function notFitting({ matter, validator }: CataloguedMatter, person: PersonFacts): MatterField[] {
  return matter.form.fields.filter(
    ({ name, fromCard }) =>
      fromCard !== undefined && validator.field(name, cardFact(person, fromCard)).length > 0,
  );
}

function labelsOf(fields: readonly MatterField[]): Required<LocalText> {
  return {
    zh: fields.map(({ label }) => `“${label.zh}”`).join(''),
    en: fields.map(({ label }) => `"${label.en ?? label.zh}"`).join(', '),
  };
}

function lacksWords(fields: readonly MatterField[], confirmedBy: Citizen['confirmedBy']): LocalText {
  const { zh, en } = labelsOf(fields);
  const isCard = confirmedBy === 'social-security-card';
  return {
    zh: `这件事要填${zh}，${isCard ? '社保卡' : '随申码'}里没有。请改用身份证，放在读卡区就行。`,
    en: `The form needs ${en}, which the ${isCard ? 'card' : 'code'} does not bring. Please put your ID card on the reader instead.`,
  };
}

function typedLacksWords(fields: readonly MatterField[]): LocalText {
  const { zh, en } = labelsOf(fields);
  return {
    zh: `这件事要填${zh}，要从对方的证件上读。请把对方的证件放在读卡区。`,
    en: `The form needs ${en}, which is read from that person's card. Please put that card on the reader.`,
  };
}

function lackingWords(fields: readonly MatterField[]): LocalText {
  const { zh, en } = labelsOf(fields);
  return {
    zh: `这件事要填${zh}，您的证件上没有，或者写法不一样。请带好证件，到窗口办理。`,
    en: `The form needs ${en}, which your card does not have or has in another form. Please take your card to the counter.`,
  };
}

import {
  materialsOf,
  type CataloguedMatter,
  type FormProblem,
  type FormValues,
  type LocalText,
  type Matter,
  type MatterField,
} from '@tongban/kiosk-config/catalogue';
import { isCreditCode } from '@tongban/kiosk-config/catalogue/codes';
import type { Agent, LegalApplicant } from '../contract/index.ts';
import type { HandedInMaterial } from './canonical.ts';
import { askedFor, factsToAsk, personOf, type AskedFact } from './identity.ts';
import { mediaTypeOf, takenTypes } from './media-type.ts';
import type { Posted } from './posted.ts';
import { enterpriseFacts, enterpriseWords, factWords, words, type EnterpriseFact } from './words.ts';

/** Something to mend before it can be handed in. */
export interface Trouble {
  /** Name of the input. */
  readonly input: string;
  /** What the input is called. */
  readonly label: LocalText;
  readonly words: LocalText;
}

/** What a posted form comes to. */
export interface Answers {
  readonly form: FormValues;
  readonly agent: Agent | undefined;
  readonly applicant: LegalApplicant | undefined;
  readonly materials: readonly HandedInMaterial[];
  /** By the matter's own schema, as at the terminal and at the platform. */
  readonly troubles: readonly Trouble[];
}

/** The largest material that is taken, as at the terminal. */
export const MAX_MATERIAL_BYTES = 48 * 2 ** 20;

/** Reads a posted form by the matter's document. @param now decides how old the person is */
export function readAnswers(catalogued: CataloguedMatter, posted: Posted, now: Date): Answers {
  const { troubles, ...filled } = readForm(catalogued, posted, now);
  const given = readMaterials(catalogued.matter, filled.agent !== undefined, posted);
  return { ...filled, materials: given.materials, troubles: [...troubles, ...given.troubles] };
}

/** As `readAnswers`, without the materials: for help while the form is being filled in. */
export function readForm(
  { matter, validator }: CataloguedMatter,
  { texts }: Posted,
  now: Date,
): Omit<Answers, 'materials'> {
  const fact = (name: AskedFact): string => texts.get(`card.${name}`) ?? '';
  const person = personOf(
    { name: fact('name'), idNumber: fact('idNumber'), address: fact('address'), nation: fact('nation') },
    now,
  );
  const form: Record<string, string | boolean> = {};
  for (const field of matter.form.fields) {
    if (field.fromCard !== undefined) form[field.name] = String(person[field.fromCard]);
    else if (isAsked(field, form)) {
      const text = texts.get(`answer.${field.name}`) ?? '';
      if (field.ask?.kind === 'consent') {
        if (text === 'true') form[field.name] = true;
      } else if (text !== '') form[field.name] = text;
    }
  }
  const troubles = validator.form(form).flatMap((problem) => troubleOf(matter, problem, form));
  const {
    agent,
    applicant,
    troubles: ofParties,
  } = matter.needs?.enterprise ? readEnterprise(person, texts) : readAgent(matter, texts, person.idNumber);
  const otherwise = validator.ineligible(person, agent !== undefined && !applicant);
  if (otherwise !== null && !troubles.some(({ input }) => input.startsWith('card.'))) {
    const [first = 'name'] = factsToAsk(matter);
    const asked = factsToAsk(matter).includes('idNumber') ? 'idNumber' : first;
    troubles.push({ input: `card.${asked}`, label: factWords[asked], words: otherwise });
  }
  return { form, agent, applicant, troubles: [...firstOfEach(matter, troubles), ...ofParties] };
}

type Parties = Pick<Answers, 'agent' | 'applicant' | 'troubles'>;

/** Who files for the applicant, where somebody does and the matter lets them. */
function readAgent({ agentFiling }: Matter, texts: Posted['texts'], applicant: string): Parties {
  if (!agentFiling || texts.get('agent.acts') !== 'true') {
    return { agent: undefined, applicant: undefined, troubles: [] };
  }
  const agent = { name: texts.get('agent.name') ?? '', idNumber: texts.get('agent.idNumber') ?? '' };
  const troubles = (['name', 'idNumber'] as const).flatMap((fact): Trouble[] => {
    const isSame = fact === 'idNumber' && agent.idNumber === applicant;
    if (agent[fact] !== '' && !isSame) return [];
    const why = agent[fact] === '' ? words.fillIn : words.agentIsApplicant;
    return [{ input: `agent.${fact}`, label: factWords[fact], words: why }];
  });
  return { agent, applicant: undefined, troubles };
}

/** The enterprise that the person acts for; whether they may is for the platform to say, as at the terminal. */
function readEnterprise({ name, idNumber }: Agent, texts: Posted['texts']): Parties {
  const fact = (each: EnterpriseFact): string => texts.get(`enterprise.${each}`) ?? '';
  const creditCode = fact('creditCode').toUpperCase();
  const troubles = enterpriseFacts.flatMap((each): Trouble[] => {
    const isEmpty = fact(each) === '';
    if (!isEmpty && (each !== 'creditCode' || isCreditCode(creditCode))) return [];
    const why = isEmpty ? words.fillIn : words.creditCodeWrong;
    return [{ input: `enterprise.${each}`, label: enterpriseWords[each], words: why }];
  });
  const applicant = { type: 'legal', creditCode, name: fact('name') } as const;
  return { agent: { name, idNumber }, applicant, troubles };
}

/** What the platform has against who files for an enterprise, at the input that it is about; none of anything else. */
export function partyRefused({ needs }: Matter, field: string | undefined): Trouble[] {
  if (!needs?.enterprise || (field !== 'agent' && field !== 'applicant')) return [];
  const why = field === 'agent' ? words.mayNotAct : words.noSuchEnterprise;
  return [{ input: 'enterprise.creditCode', label: enterpriseWords.creditCode, words: why }];
}

/** A question that depends on another answer is asked when that has one of the values, as at the terminal. */
export function isAsked({ ask }: MatterField, answers: FormValues): boolean {
  const when = ask?.when;
  return when === undefined || when.isOneOf.includes(String(answers[when.field] ?? ''));
}

/** The input that a field is filled in with. */
export function inputOf({ name, fromCard }: MatterField): string {
  return fromCard === undefined ? `answer.${name}` : `card.${askedFor(fromCard)}`;
}

function troubleOf(
  matter: Matter,
  { field: name, keyword, limit }: FormProblem,
  form: FormValues,
): Trouble[] {
  const field = matter.form.fields.find((each) => each.name === name);
  // `if`, `allOf`: the keyword inside says the same of a field.
  if (!field) return [];
  const value = form[name];
  const input = inputOf(field);
  const label = field.fromCard === undefined ? field.label : factWords[askedFor(field.fromCard)];
  const because = (text: LocalText): Trouble[] => [{ input, label, words: text }];
  const length = typeof value === 'string' ? [...value].length : 0;
  if (value === undefined || value === '') {
    const { kind } = field.ask ?? {};
    return because(kind === 'choice' ? words.choose : kind === 'consent' ? words.tick : words.fillIn);
  }
  if (keyword === 'minLength' && limit !== null) return because(words.tooShort(limit - length));
  if (keyword === 'maxLength' && limit !== null) return because(words.tooLong(length - limit));
  return because(field.ask?.wrong ?? words.doesNotFit);
}

/** One for each input, in the order of the page; the length comes before the format: what to do first. */
function firstOfEach(matter: Matter, troubles: readonly Trouble[]): Trouble[] {
  const inputs = [...factsToAsk(matter).map((fact) => `card.${fact}`), ...matter.form.fields.map(inputOf)];
  return [...new Set(inputs)].flatMap((input) => troubles.find((each) => each.input === input) ?? []);
}

function readMaterials(
  matter: Matter,
  byAgent: boolean,
  { files }: Posted,
): Pick<Answers, 'materials' | 'troubles'> {
  const materials: HandedInMaterial[] = [];
  const troubles: Trouble[] = [];
  for (const { code, name: label, source, stuffType, necessity } of materialsOf(matter, byAgent)) {
    if (stuffType !== 0 || necessity !== 'required') continue;
    const input = `material.${code}`;
    const bytes = files.get(input);
    const mediaType = bytes ? mediaTypeOf(bytes) : null;
    if (!bytes) troubles.push({ input, label, words: words.chooseFile });
    else if (bytes.length > MAX_MATERIAL_BYTES) troubles.push({ input, label, words: words.fileTooLarge });
    else if (mediaType === null || !takenTypes(source).includes(mediaType)) {
      troubles.push({ input, label, words: words.otherKindOfFile });
    } else materials.push({ code, mediaType, bytes });
  }
  return { materials, troubles };
}

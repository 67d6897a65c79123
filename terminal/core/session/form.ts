import type { CorrectionMark, FieldCheck, FieldView, LocalText, ReviewRow } from '@tongban/contract';
import type {
  FormProblem,
  FormValues,
  Matter,
  MatterField,
  MatterValidator,
  PersonFacts,
} from '@tongban/kiosk-config/catalogue';
import { namedPart, type Correction } from './correction.ts';
import { mask } from './mask.ts';
import { cardFact } from './person.ts';

type Answer = string | boolean;
/** As much of a matter as its form needs. */
type FormOfMatter = { readonly matter: Pick<Matter, 'form'>; readonly validator: MatterValidator };

/** GB 11643: the format says only yes or no, and a number that is still typed is not wrong yet. */
const ID_NUMBER_LENGTH = 18;

/**
 * The form of one matter while it is filled in: what the card gave, what is asked, what was answered. It knows fields
 * and schemas, never a single matter.
 */
export class Form {
  readonly #catalogued: FormOfMatter;
  readonly #person: PersonFacts;
  readonly #answers = new Map<string, Answer>();
  /** Answers of what is corrected that nobody has to give again. */
  readonly #settled = new Set<string>();
  /** Named in a correction, and not answered in this visit yet. */
  readonly #open = new Set<string>();
  #correction: Correction | null;

  /** @param correction begins with what was submitted, as far as it is known */
  constructor(catalogued: FormOfMatter, person: PersonFacts, correction: Correction | null = null) {
    this.#catalogued = catalogued;
    this.#person = person;
    this.#correction = correction;
    const former = correction?.former ?? null;
    for (const { name, ask } of former ? catalogued.matter.form.fields : []) {
      const value = former?.[name];
      // A declaration is made again for what has changed.
      if (!ask || ask.kind === 'consent' || (typeof value !== 'string' && typeof value !== 'boolean'))
        continue;
      this.store(name, value);
      if (namedPart(correction, 'field', name)) this.#open.add(name);
      else if (this.check(name, this.answer(name)).ok) this.#settled.add(name);
    }
  }

  /** What comes up by itself: everything, or in a correction what is not settled. */
  asked(): MatterField[] {
    return this.questions().filter(({ name }) => !this.#settled.has(name));
  }

  /** The fields to ask, in order; one that depends on another answer is left out until it is wanted. */
  questions(): MatterField[] {
    return this.#catalogued.matter.form.fields.filter((field) => {
      if (!field.ask) return false;
      const { when } = field.ask;
      return when === undefined || when.isOneOf.includes(String(this.#answers.get(when.field) ?? ''));
    });
  }

  answer(name: string): Answer | null {
    return this.#answers.get(name) ?? null;
  }

  /** Validates one value as it is typed. */
  check(name: string, value: string | boolean | null): FieldCheck {
    const { matter, validator } = this.#catalogued;
    const field = matter.form.fields.find((each) => each.name === name);
    if (isIdNumber(matter, name) && typeof value === 'string' && value !== '') {
      const missing = ID_NUMBER_LENGTH - value.length;
      if (missing > 0) return { ok: false, problem: 'missing', count: missing };
    }
    // The schema wants it only together with the answer that it depends on, and one field alone is checked here.
    if (field?.ask?.when && (value === null || value === '')) {
      return { ok: false, problem: 'missing', count: null };
    }
    return fieldCheck(validator.field(name, value), value, field?.ask?.wrong ?? null);
  }

  /** Stores an answer that fits; forgets answers to questions that are no longer asked because of it. */
  store(name: string, value: string | boolean | null): void {
    this.#open.delete(name);
    if (value === null || value === '') this.#answers.delete(name);
    else this.#answers.set(name, value);
    const asked = new Set(this.questions().map((field) => field.name));
    for (const answered of [...this.#answers.keys()]) {
      if (asked.has(answered)) continue;
      this.#answers.delete(answered);
      this.#settled.delete(answered);
    }
  }

  /** The first field whose answer is named in a correction or does not fit yet; null when the form may be reviewed. */
  firstOpen(): MatterField | null {
    const isOpen = ({ name }: MatterField) => this.#open.has(name) || !this.check(name, this.answer(name)).ok;
    return this.questions().find(isOpen) ?? null;
  }

  /** The platform refused the form as it stands: the review tells what was named. */
  refused(correction: Correction): void {
    this.#correction = correction;
  }

  /** The form as it is submitted. */
  values(): FormValues {
    const values: Record<string, Answer> = {};
    for (const field of this.#catalogued.matter.form.fields) {
      const value = this.#value(field);
      if (value !== null) values[field.name] = value;
    }
    return values;
  }

  /** Problems of the whole form by the same schema that the platform uses. */
  problems(): FormProblem[] {
    return this.#catalogued.validator.form(this.values());
  }

  rows(): ReviewRow[] {
    const asked = new Set(this.questions().map((field) => field.name));
    return this.#catalogued.matter.form.fields
      .filter((field) => field.fromCard !== undefined || asked.has(field.name))
      .map((field) => ({
        field: field.name,
        label: field.label,
        shown: this.#shown(field, true),
        masked: field.mask !== 'none',
        source: field.fromCard === undefined ? ('answer' as const) : ('card' as const),
        mark: this.#mark(field),
      }));
  }

  /** The full text of one row; null when there is no such row. */
  reveal(name: string): string | null {
    const field = this.#catalogued.matter.form.fields.find((each) => each.name === name);
    return field ? this.#shown(field, false).zh : null;
  }

  #mark(field: MatterField): CorrectionMark | null {
    const former = this.#correction?.former ?? null;
    if (former && (former[field.name] ?? null) !== this.#value(field)) return 'changed';
    if (!namedPart(this.#correction, 'field', field.name)) return null;
    return former ? 'asked' : 'given';
  }

  #value(field: MatterField): Answer | null {
    return field.fromCard === undefined ? this.answer(field.name) : cardFact(this.#person, field.fromCard);
  }

  #shown(field: MatterField, masked: boolean): LocalText {
    const value = this.#value(field);
    if (value === null) return { zh: '未填写', en: 'Left empty' };
    if (typeof value === 'boolean') return { zh: '已确认', en: 'Confirmed' };
    const choice = field.ask?.choices?.find((each) => each.value === value);
    if (choice) return choice.label;
    return { zh: masked ? mask(field.mask, value) : value };
  }
}

/** What a question looks like on the screen. */
export function fieldView(catalogued: Pick<FormOfMatter, 'matter'>, field: MatterField): FieldView {
  const ask = field.ask;
  if (!ask) throw new Error(`field ${field.name} is not asked`);
  const isId = isIdNumber(catalogued.matter, field.name);
  const required = (catalogued.matter.form.schema['required'] as string[] | undefined) ?? [];
  return {
    name: field.name,
    kind: isId ? 'id-number' : ask.kind,
    question: ask.question,
    hint: ask.hint ?? null,
    label: field.label,
    required: required.includes(field.name) || ask.when !== undefined,
    choices: ask.choices ?? [],
    statement: ask.statement ?? null,
    maxLength: isId ? ID_NUMBER_LENGTH : (schemaOf(catalogued.matter, field.name)?.maxLength ?? null),
    group: ask.group,
  };
}

function isIdNumber(matter: Pick<Matter, 'form'>, name: string): boolean {
  return schemaOf(matter, name)?.format === 'resident-id';
}

function schemaOf(
  matter: Pick<Matter, 'form'>,
  name: string,
): { maxLength?: number; format?: string } | undefined {
  const properties = matter.form.schema['properties'] as Record<
    string,
    { maxLength?: number; format?: string }
  >;
  return Object.hasOwn(properties, name) ? properties[name] : undefined;
}

/** Turns problems by keyword into the one thing that the citizen needs to hear first. */
function fieldCheck(
  problems: readonly FormProblem[],
  value: string | boolean | null,
  wrong: LocalText | null,
): FieldCheck {
  if (problems.length === 0) return { ok: true };
  const length = typeof value === 'string' ? [...value].length : 0;
  const short = problems.find((problem) => problem.keyword === 'minLength');
  if (short) return { ok: false, problem: 'missing', count: (short.limit ?? length) - length };
  const long = problems.find((problem) => problem.keyword === 'maxLength');
  if (long) return { ok: false, problem: 'too-long', count: length - (long.limit ?? length) };
  // An unticked consent is not wrong, it is not given yet.
  if (value === null || value === '' || value === false)
    return { ok: false, problem: 'missing', count: null };
  return { ok: false, problem: 'wrong', words: wrong };
}

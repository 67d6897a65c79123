import type { FieldCheck, FieldView, LocalText, ReviewRow } from '@tongban/contract';
import type {
  CataloguedMatter,
  FormProblem,
  FormValues,
  MatterField,
  PersonFacts,
} from '@tongban/kiosk-config/catalogue';
import { mask } from './mask.ts';
import { cardFact } from './person.ts';

type Answer = string | boolean;

/**
 * The form of one matter while it is filled in: what the card gave, what is asked, what was answered. It knows fields
 * and schemas, never a single matter.
 */
export class Form {
  readonly #catalogued: CataloguedMatter;
  readonly #person: PersonFacts;
  readonly #answers = new Map<string, Answer>();

  constructor(catalogued: CataloguedMatter, person: PersonFacts) {
    this.#catalogued = catalogued;
    this.#person = person;
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
    const field = this.#catalogued.matter.form.fields.find((each) => each.name === name);
    const problems = this.#catalogued.validator.field(name, value);
    return fieldCheck(problems, value, field?.ask?.wrong ?? null);
  }

  /** Stores an answer that fits; forgets answers to questions that are no longer asked because of it. */
  store(name: string, value: string | boolean | null): void {
    if (value === null || value === '') this.#answers.delete(name);
    else this.#answers.set(name, value);
    const asked = new Set(this.questions().map((field) => field.name));
    for (const answered of [...this.#answers.keys()]) {
      if (!asked.has(answered)) this.#answers.delete(answered);
    }
  }

  /** The first asked field whose answer does not fit yet; null when the form may be reviewed. */
  firstOpen(): MatterField | null {
    return this.questions().find((field) => !this.check(field.name, this.answer(field.name)).ok) ?? null;
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
      }));
  }

  /** The full text of one row; null when there is no such row. */
  reveal(name: string): string | null {
    const field = this.#catalogued.matter.form.fields.find((each) => each.name === name);
    return field ? this.#shown(field, false).zh : null;
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
export function fieldView(catalogued: CataloguedMatter, field: MatterField): FieldView {
  const ask = field.ask;
  if (!ask) throw new Error(`field ${field.name} is not asked`);
  const properties = catalogued.matter.form.schema['properties'] as Record<string, { maxLength?: number }>;
  const required = (catalogued.matter.form.schema['required'] as string[] | undefined) ?? [];
  return {
    name: field.name,
    kind: ask.kind,
    question: ask.question,
    hint: ask.hint ?? null,
    label: field.label,
    required: required.includes(field.name) || ask.when !== undefined,
    choices: ask.choices ?? [],
    statement: ask.statement ?? null,
    maxLength: properties[field.name]?.maxLength ?? null,
    group: ask.group,
  };
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

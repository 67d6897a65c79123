import { Ajv2020, type ErrorObject, type Options, type ValidateFunction } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import { isBankCardNumber, isMainlandMobile, isResidentId } from './formats.ts';
import type { LocalText } from './matter-parts.ts';
import type { Matter } from './matter-shape.ts';

/**
 * Validation of a form against its matter. The terminal and the platform's sandbox call the same functions on the
 * same document: that is how kiosk and online service keep to one standard (art. 15).
 */

/** One thing that does not fit, by field and JSON Schema keyword; never carries the value. */
export interface FormProblem {
  /** Name of the field, empty where the form as a whole is meant. */
  readonly field: string;
  /** `required`, `minLength`, `format` … */
  readonly keyword: string;
  /** Limit of the keyword where it has one (minLength, maxLength). */
  readonly limit: number | null;
}

export type FormValues = Readonly<Record<string, string | boolean | number>>;

/**
 * Facts about the person, for eligibility; `age` in whole years on the day of capture. Null is what the proof of identity
 * does not tell.
 */
export interface PersonFacts {
  readonly name: string;
  readonly sex: string;
  readonly nation: string | null;
  readonly birth: string;
  readonly address: string | null;
  readonly idNumber: string;
  readonly age: number;
}

export interface MatterValidator {
  /** Problems of the whole form; none when it may be submitted. */
  form(values: FormValues): FormProblem[];
  /** Problems of one field by itself, while it is being typed. */
  field(name: string, value: string | boolean | null): FormProblem[];
  /**
   * The words for the first condition that the person does not meet; what is not known decides none. Null when eligible.
   * @param byAgent somebody acts for the person; conditions know it as `byAgent`, there only when it is so
   */
  ineligible(person: PersonFacts, byAgent?: boolean): LocalText | null;
}

let checkingAjv: Ajv2020 | null = null;
/** Says what is wrong with a schema. A terminal whose documents are proven never needs it. */
const checking = (): Ajv2020 => (checkingAjv ??= makeAjv({}));
/** For schemas that were checked before. The schema of schemas takes longer to compile than any of them. */
const trusting = makeAjv({ meta: false, validateSchema: false });

/** JSON Schemas know these formats besides the usual ones. */
function makeAjv(options: Options): Ajv2020 {
  // strict: an unknown keyword in a matter document is a mistake of its author and is refused at load.
  const made = new Ajv2020({
    ...{ allErrors: true, strict: true, strictRequired: false },
    // Making a form's function shorter takes longer than it ever runs.
    code: { optimize: false },
    ...options,
  });
  ajvFormats.default(made, ['date', 'email']);
  made.addFormat('resident-id', isResidentId);
  made.addFormat('mainland-mobile', isMainlandMobile);
  made.addFormat('bank-card', isBankCardNumber);
  return made;
}

/** By schema: the checks of a document compile its form too, and once is enough. */
const compiled = new WeakMap<object, ValidateFunction>();

/** One ajv for all, because making one takes longer than compiling a form; it keeps nothing of a matter. */
function compile(schema: object, ajv = checking()): ValidateFunction {
  const known = compiled.get(schema);
  if (known) return known;
  try {
    const made = ajv.compile(schema);
    compiled.set(schema, made);
    return made;
  } finally {
    ajv.removeSchema(schema);
  }
}

/** Why a JSON Schema cannot be used, in ajv's words; null when it can. */
export function whyUnusable(schema: object): string | null {
  try {
    compile(schema);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

/**
 * Compiles a matter's schemas. Throws with ajv's own words when one of them is no valid JSON Schema.
 * @param isProven this program has compiled them before: each is compiled when it is first needed
 */
export function compileMatter(
  matter: Pick<Matter, 'form' | 'eligibility'>,
  isProven = false,
): MatterValidator {
  const compiledWhenNeeded = (schema: object): ValidateFunction =>
    compile(schema, isProven ? trusting : checking());
  if (!isProven) for (const { schema } of [matter.form, ...matter.eligibility]) compile(schema);
  const properties = matter.form.schema['properties'] as Record<string, object>;
  const fields = new Map<string, ValidateFunction>();
  /** Compiled when it is first typed into; the form as a whole has shown that it can be. */
  const fieldNamed = (name: string): ValidateFunction | null => {
    const schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (!schema) return null;
    const validate = fields.get(name) ?? compiledWhenNeeded(schema);
    fields.set(name, validate);
    return validate;
  };
  const required = new Set((matter.form.schema['required'] as string[] | undefined) ?? []);
  return {
    form(values) {
      const form = compiledWhenNeeded(matter.form.schema);
      return form(values) ? [] : problemsOf(form.errors);
    },
    field(name, value) {
      if (value === null || value === '') {
        return required.has(name) ? [{ field: name, keyword: 'required', limit: null }] : [];
      }
      const validate = fieldNamed(name);
      if (!validate) return [{ field: name, keyword: 'additionalProperties', limit: null }];
      if (validate(value)) return [];
      return problemsOf(validate.errors).map((problem) => ({ ...problem, field: name }));
    },
    ineligible(person, byAgent = false) {
      const known: Record<string, unknown> = Object.fromEntries(
        Object.entries(person).filter(([, fact]) => fact !== null),
      );
      if (byAgent) known['byAgent'] = true;
      const unmet = matter.eligibility.find(({ schema }) => !compiledWhenNeeded(schema)(known));
      return unmet?.otherwise ?? null;
    },
  };
}

function problemsOf(errors: ErrorObject[] | null | undefined): FormProblem[] {
  return (errors ?? []).map((error) => {
    const params = error.params as { missingProperty?: string; additionalProperty?: string; limit?: number };
    return {
      field: params.missingProperty ?? params.additionalProperty ?? error.instancePath.split('/')[1] ?? '',
      keyword: error.keyword,
      limit: params.limit ?? null,
    };
  });
}

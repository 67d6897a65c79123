import { z } from 'zod';

/**
 * A matter document (事项): everything that the terminal, the sandbox and later the online service know of one matter.
 * It is the only place where a matter is described; no code knows any single matter (art. 7 and 15).
 */

const localText = z.strictObject({ zh: z.string().min(1), en: z.string().min(1).optional() });
export type LocalText = z.infer<typeof localText>;

/** A JSON Schema (2020-12) as it stands in the document; compiled by ajv, see form.ts. */
const jsonSchema = z.record(z.string(), z.unknown());

/** Facts of the card that a field can be filled from, so that nothing is asked twice. */
export const cardFacts = ['name', 'sex', 'nation', 'birth', 'address', 'idNumber', 'age'] as const;
export type CardFact = (typeof cardFacts)[number];

const field = z.strictObject({
  /** Name of the property in `form.schema`. */
  name: z.string().regex(/^[a-z][A-Za-z0-9]{0,63}$/),
  label: localText,
  /** Filled from the card and not asked. */
  fromCard: z.enum(cardFacts).optional(),
  /** How it is asked; absent exactly where `fromCard` stands. */
  ask: z
    .strictObject({
      kind: z.enum(['text', 'digits', 'phone', 'choice', 'date', 'consent']),
      question: localText,
      hint: localText.optional(),
      choices: z.array(z.strictObject({ value: z.string(), label: localText })).optional(),
      statement: localText.optional(),
      /** Digits shown in groups of this many. */
      group: z.int().min(0).max(8).default(0),
      /** Asked only when another answer has one of these values. */
      when: z.strictObject({ field: z.string(), isOneOf: z.array(z.string()).min(1) }).optional(),
      /** What to say when the value does not fit. */
      wrong: localText.optional(),
    })
    .optional(),
  /** How the value is masked wherever it is shown after it was given. */
  mask: z.enum(['none', 'id-number', 'name', 'phone', 'account', 'address']).default('none'),
});
export type MatterField = z.infer<typeof field>;

const material = z.strictObject({
  code: z.string().min(1).max(50),
  name: localText,
  /**
   * `card`: taken from the ID card on the reader · `shared`: fetched by the platform (免交) · `document`: a paper of the
   * citizen's, photographed or scanned · `signature`: written on the screen below `statement`.
   */
  source: z.enum(['card', 'shared', 'document', 'signature']),
  how: localText,
  /** Of a document: how many pages at most. */
  maxPages: z.int().min(1).max(50).default(10),
  /** Of a signature, and only there: what is signed. */
  statement: localText.optional(),
  /** stuffType of the platform: 0 electronic file, 5 shared data. */
  stuffType: z.union([z.literal(0), z.literal(5)]),
});
export type MatterMaterial = z.infer<typeof material>;

/** What a matter needs of the city's other systems (art. 5 and 13); the terminal offers it while they answer. */
const needs = z.strictObject({
  /** Paid at the terminal, by one order of so many fen. */
  pay: z.strictObject({ feeFen: z.int().min(1).max(100_000_000) }).optional(),
  /** The result can be delivered. */
  delivery: z.literal(true).optional(),
  /**
   * Papers that an electronic licence takes the place of (stuffType 1, 引用), when the citizen has one; otherwise the
   * paper is scanned (stuffType 0). `catalogueCode` of 15 digits is that of 电子证照目录.
   */
  licences: z
    .array(z.strictObject({ material: z.string(), catalogueCode: z.string().regex(/^\d{15}$/) }))
    .min(1)
    .max(20)
    .optional(),
  /** Begun only by an identity that 统一身份认证 has confirmed; the card alone is not enough. */
  strongIdentity: z.literal(true).optional(),
  /** A document with the unit's electronic seal is printed at the end. */
  sealedResult: z.literal(true).optional(),
  /** For enterprises, done by who acts for one. */
  enterprise: z.literal(true).optional(),
});
type Needs = z.infer<typeof needs>;

export const matterSchema = z
  .strictObject({
    /** Basic code (12), GB/T 39554. */
    basicCode: z.string().regex(/^[0-9A-Z]{12}$/),
    /** 业务办理项编码: unit (18) + level (1) + basic code (12) + serial (2). */
    handleItem: z.string().regex(/^[0-9A-Z]{33}$/),
    /** Published version; grows with every change. */
    version: z.string().regex(/^\d{4}\.\d+$/),
    publishedAt: z.iso.date(),
    /** 示例: written for demonstration, not a published guide of a real unit. */
    example: z.boolean(),
    name: localText,
    /** Names by which citizens look for it; pinyin initials are made from the Chinese ones. */
    order: z.int(),
    unit: z.strictObject({ code: z.string().regex(/^[0-9A-Z]{18}$/), name: localText }),
    /** Handed down to community centres (下沉事项). */
    sunkDown: z.boolean(),
    forWhom: localText,
    kind: z.enum(['instant', 'promised']),
    /** 全程网办 or 预审. */
    mode: z.enum(['full-online', 'pre-review']),
    /** Minutes that it usually takes at the terminal. */
    minutes: z.int().min(1).max(60),
    guide: z.strictObject({
      summary: localText,
      conditions: z.array(localText).min(1),
      legalBasis: localText,
      fee: localText,
      result: localText,
    }),
    limit: z.strictObject({
      /** Working days from the platform's receipt to the opinion; 0 for an instant matter. */
      workingDays: z.int().min(0).max(365),
      words: localText,
    }),
    result: z.strictObject({
      /** 10 licence, 20 approval, 30 other, 40 none. */
      type: z.union([z.literal(10), z.literal(20), z.literal(30), z.literal(40)]),
      name: localText,
    }),
    /** Each is a JSON Schema over the card's facts and the words for who does not meet it. */
    eligibility: z.array(z.strictObject({ schema: jsonSchema, otherwise: localText })),
    form: z.strictObject({ schema: jsonSchema, fields: z.array(field).min(1) }),
    materials: z.array(material),
    /** Absent: none of it. */
    needs: needs.optional(),
  })
  .superRefine((matter, context) => {
    if (matter.handleItem.slice(0, 18) !== matter.unit.code) {
      context.addIssue({ code: 'custom', path: ['handleItem'], message: 'must begin with unit.code' });
    }
    if (matter.handleItem.slice(19, 31) !== matter.basicCode) {
      context.addIssue({ code: 'custom', path: ['handleItem'], message: 'must hold basicCode at 20 to 31' });
    }
    if ((matter.kind === 'instant') !== (matter.limit.workingDays === 0)) {
      context.addIssue({
        code: 'custom',
        path: ['limit', 'workingDays'],
        message: 'is 0 exactly for an instant matter',
      });
    }
    const properties = matter.form.schema['properties'];
    const known = typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
    const named = matter.form.fields.map((each) => each.name);
    matter.form.fields.forEach((each, index) => {
      const path = ['form', 'fields', index];
      if (!known.includes(each.name)) {
        context.addIssue({ code: 'custom', path, message: `${each.name} is not a property of form.schema` });
      }
      if ((each.fromCard === undefined) === (each.ask === undefined)) {
        context.addIssue({ code: 'custom', path, message: `${each.name} needs one of fromCard and ask` });
      }
      if (each.ask?.kind === 'choice' && !each.ask.choices?.length) {
        context.addIssue({ code: 'custom', path, message: `${each.name} is a choice without choices` });
      }
      if (each.ask?.kind === 'consent' && !each.ask.statement) {
        context.addIssue({ code: 'custom', path, message: `${each.name} is a consent without a statement` });
      }
      const before = named.slice(0, index);
      if (each.ask?.when && !before.includes(each.ask.when.field)) {
        context.addIssue({
          code: 'custom',
          path,
          message: `${each.name} depends on a field that does not stand before it`,
        });
      }
    });
    for (const name of known) {
      if (!named.includes(name)) {
        context.addIssue({
          code: 'custom',
          path: ['form', 'schema', 'properties', name],
          message: 'has no field',
        });
      }
    }
    matter.materials.forEach((each, index) => {
      if ((each.source === 'signature') !== (each.statement !== undefined)) {
        const message = `${each.code} needs a statement exactly when it is a signature`;
        context.addIssue({ code: 'custom', path: ['materials', index], message });
      }
      if ((each.source === 'document' || each.source === 'signature') && each.stuffType !== 0) {
        const message = `${each.code} is given at the terminal, so it is an electronic file (stuffType 0)`;
        context.addIssue({ code: 'custom', path: ['materials', index, 'stuffType'], message });
      }
    });
    for (const { path, message } of contradictions(matter)) {
      context.addIssue({ code: 'custom', path: ['needs', ...path], message });
    }
    if (matter.form.schema['additionalProperties'] !== false) {
      context.addIssue({
        code: 'custom',
        path: ['form', 'schema'],
        message: 'needs additionalProperties: false',
      });
    }
  });

export type Matter = z.infer<typeof matterSchema>;

/** No result: nothing to deliver, and nothing to put a seal on. */
const RESULT_NONE = 40;

function contradictions(matter: {
  readonly needs?: Needs | undefined;
  readonly materials: readonly MatterMaterial[];
  readonly guide: { readonly fee: LocalText };
  readonly result: { readonly type: number };
}): { path: (string | number)[]; message: string }[] {
  const { pay, delivery, sealedResult, licences = [] } = matter.needs ?? {};
  const found: { path: (string | number)[]; message: string }[] = [];
  if (pay && matter.guide.fee.zh.includes('不收费')) {
    found.push({ path: ['pay'], message: 'asks for money, but guide.fee says that there is no fee' });
  }
  if (matter.result.type === RESULT_NONE) {
    if (delivery)
      found.push({ path: ['delivery'], message: 'delivers a result that result.type says is none' });
    if (sealedResult)
      found.push({ path: ['sealedResult'], message: 'seals a result that result.type says is none' });
  }
  licences.forEach(({ material: code }, index) => {
    const path = ['licences', index, 'material'];
    const paper = matter.materials.find((each) => each.code === code);
    if (paper?.source !== 'document') {
      found.push({
        path,
        message: `${code} is no document of materials, so there is no paper to do without`,
      });
    }
    if (licences.findIndex((each) => each.material === code) !== index) {
      found.push({ path, message: `${code} is named twice` });
    }
  });
  return found;
}

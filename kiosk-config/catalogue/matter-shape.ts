import { z } from 'zod';
import { codesOf, situations } from './codes/index.ts';
import { field, jsonSchema, localText, material, needs, offer } from './matter-parts.ts';

/**
 * A matter document (事项): everything that the terminal, the sandbox and the online service know of one matter.
 * It is the only place where a matter is described; no code knows any single matter (art. 7 and 15).
 */
export const matterShape = z.strictObject({
  /** Basic code (12), GB/T 39554. */
  basicCode: z.string().regex(/^[0-9A-Z]{12}$/),
  /** 实施编码: unit (18) + level (1) + basic code (12). */
  implementationCode: z.string().regex(/^[0-9A-Z]{31}$/),
  /** 业务办理项编码: implementation code (31) + serial (2). */
  handleItem: z.string().regex(/^[0-9A-Z]{33}$/),
  /** Published version; grows with every change. */
  version: z.string().regex(/^\d{4}\.\d+$/),
  publishedAt: z.iso.date(),
  /** 示例: written for demonstration, not a published guide of a real unit. */
  example: z.boolean(),
  name: localText,
  /** Where it stands among the others; 1 comes first. */
  order: z.int(),
  unit: z.strictObject({ code: z.string().regex(/^[0-9A-Z]{18}$/), name: localText }),
  /** Handed down to community centres (下沉事项). */
  sunkDown: z.boolean(),
  forWhom: localText,
  /** 人生事件 under which it is found; absent: by its department and its name alone. */
  situations: z
    .array(z.enum(codesOf(situations)))
    .min(1)
    .max(3)
    .optional(),
  /** 办件类型: 即办件 or 承诺件 (project_type 1 and 2). */
  kind: z.enum(['instant', 'promised']),
  /** 全程网办 or 预审. */
  mode: z.enum(['full-online', 'pre-review']),
  /** Minutes that it usually takes at the terminal. */
  minutes: z.int().min(1).max(60),
  ...offer,
  guide: z.strictObject({
    summary: localText,
    conditions: z.array(localText).min(1),
    legalBasis: localText,
    /** 办理流程. */
    steps: z.array(localText).min(1),
    /** 办理地点和时间. */
    where: localText,
    /** 咨询和监督投诉. */
    contact: localText,
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
});

export type Matter = z.infer<typeof matterShape>;

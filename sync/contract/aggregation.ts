import { z } from 'zod';
import {
  applyNo,
  day,
  digest,
  handleItem,
  instant,
  materialCode,
  siteCode,
  terminalId,
  unitCode,
  version,
} from './common.ts';
import type { Operation } from './operation.ts';

/**
 * Aggregation (数据汇聚, art. 17) into the four libraries of art. 18. Members are named as in the national exchange
 * tables (up_pro_accept, up_pro_material, dn_task_*). Nothing personal travels here: what a citizen gave stays inside
 * the sealed application, and the platform joins both by number.
 */

/** Most records of one request. */
export const AGGREGATION_MAX_RECORDS = 500;

const everyRecord = {
  /** Primary key of the record for all time. */
  row_guid: z.string().regex(/^[A-Za-z0-9_-]{8,100}$/),
  /** Grows with every change of the record; a repeat of the same is answered as `repeated`. */
  cd_batch: z.int().min(1),
  cd_operation: z.enum(['I', 'U', 'D']),
  /** When it happened at the terminal. */
  cd_time: instant,
  terminal_id: terminalId,
  site_code: siteCode,
};

/** 事项库: which version of a matter a terminal shows. */
export const matterRecord = z.strictObject({
  library: z.literal('matter'),
  ...everyRecord,
  task_handle_item: handleItem,
  task_version: version,
  /** 1 在用 · 2 暂停 · 3 取消. */
  task_state: z.union([z.literal(1), z.literal(2), z.literal(3)]),
});

/** 办件库: a step of a submission. */
export const caseRecord = z.strictObject({
  library: z.literal('case'),
  ...everyRecord,
  /** Business key: the submission's idempotency key. */
  business_key: z.string().regex(/^[A-Za-z0-9_-]{8,128}$/),
  /** Null as long as the platform has given none. */
  project_no: applyNo.nullable(),
  task_handle_item: handleItem,
  task_version: version,
  org_code: unitCode,
  channel: z.literal('KIOSK'),
  step: z.enum([
    'captured',
    'sending',
    'accepted',
    'held',
    'needs-citizen',
    'rejected',
    'corrected',
    'finished',
  ]),
  apply_date: instant,
  accept_date: instant.nullable(),
  promise_date: day.nullable(),
});

/** 材料库: a material that was handed in. */
export const materialRecord = z.strictObject({
  library: z.literal('material'),
  ...everyRecord,
  business_key: z.string().regex(/^[A-Za-z0-9_-]{8,128}$/),
  project_no: applyNo.nullable(),
  material_code: materialCode,
  /** stuffType of the platform. */
  provide_type: z.int().min(0).max(5),
  /** Digest and bytes of the sealed material. */
  sealed_digest: digest,
  sealed_size: z.int().min(1),
});

/** 知识库: which answer helped, or did not. */
export const knowledgeRecord = z.strictObject({
  library: z.literal('knowledge'),
  ...everyRecord,
  knowledge_id: z.string().min(1).max(100),
  task_handle_item: handleItem.nullable(),
  event: z.enum(['shown', 'helped', 'did-not-help']),
});

export const libraryRecord = z.discriminatedUnion('library', [
  matterRecord,
  caseRecord,
  materialRecord,
  knowledgeRecord,
]);
export type LibraryRecord = z.infer<typeof libraryRecord>;

export const aggregationResult = z.object({
  row_guid: z.string(),
  cd_batch: z.int(),
  /** `repeated`: was there already, or a younger batch is · `refused`: never send it again as it is. */
  result: z.enum(['stored', 'repeated', 'refused']),
  /** Of a refused record: the member that does not fit. */
  field: z.string().max(200).optional(),
});

export const aggregationOperations = {
  reportEvents: {
    method: 'POST',
    path: '/v1/events:batch',
    summary:
      'Takes records for the four libraries, each judged for itself, in the order in which they stand.',
    legacyName: null,
    query: null,
    body: z.strictObject({ records: z.array(libraryRecord).min(1).max(AGGREGATION_MAX_RECORDS) }),
    /** One result for each record, in the same order. */
    answer: z.object({ results: z.array(aggregationResult) }),
    problems: [],
  },
} as const satisfies Record<string, Operation>;

/** What the platform checks before it looks at each record: one bad record must not stop the rest. */
export const aggregationFrame = z.strictObject({
  records: z
    .array(z.looseObject({ row_guid: z.string(), cd_batch: z.int() }))
    .min(1)
    .max(AGGREGATION_MAX_RECORDS),
});

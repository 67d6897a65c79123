import { z } from 'zod';
import { revisionSchema } from './applications.ts';
import {
  applyNo,
  cursor,
  day,
  handleItem,
  idempotencyKeySchema,
  instant,
  localText,
  signedReceipt,
  version,
} from './common.ts';
import type { Operation } from './operation.ts';

/** 退回整改: a record that the data centre sends back, modelled on `dn_audit_abnormal`. */
export const qualityReturn = z.object({
  id: z.string().min(1).max(100),
  applyNo,
  /** Key of the submission. */
  idempotencyKey: idempotencyKeySchema,
  handleItem,
  version,
  /** err_type. */
  errType: z.enum(['incomplete', 'inaccurate', 'late', 'inconsistent', 'material-unreadable']),
  /** Field of the form or code of the material; null where the record as a whole is meant. */
  field: z.string().max(100).nullable(),
  remark: localText,
  returnedAt: instant,
  /** Last day for the correction. */
  due: day,
  state: z.enum(['open', 'fixed']),
});
export type QualityReturn = z.infer<typeof qualityReturn>;

export const qualityOperations = {
  listQualityReturns: {
    method: 'GET',
    path: '/v1/quality/returns',
    summary:
      'Returned records of the asking terminal after a cursor; one that was fixed comes again as `fixed`.',
    legacyName: null,
    query: z.object({ cursor: cursor.optional() }),
    body: null,
    answer: z.object({ returns: z.array(qualityReturn), cursor }),
    problems: ['CURSOR_UNKNOWN'],
  },
  fixQualityReturn: {
    method: 'POST',
    path: '/v1/quality/returns/{returnId}/fix',
    summary: 'The corrected record: operation U under the same number.',
    legacyName: null,
    query: null,
    body: revisionSchema,
    answer: z.object({ receipt: signedReceipt }),
    problems: [
      ...['RETURN_UNKNOWN', 'RETURN_CLOSED', 'IDEMPOTENCY_CONFLICT', 'ENVELOPE_UNREADABLE'],
      ...['VALIDATION_FAILED', 'HASH_MISMATCH', 'UNIT_DISCONNECTED'],
    ] as const,
  },
} as const satisfies Record<string, Operation>;

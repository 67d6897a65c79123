import { z } from 'zod';
import { count, day, handleItem, instant, terminalId, unitCode } from './common.ts';
import type { Operations } from './operation.ts';

/** 退回整改 and 对账 (art. 19), as the acceptance platform reports them. */

export const QUALITY_MOST = 500;

export const qualityReturn = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9_-]{1,100}$/),
  unitCode,
  terminalId,
  handleItem,
  errType: z.enum(['incomplete', 'inaccurate', 'late', 'inconsistent', 'material-unreadable']),
  /** Field of the form or code of the material; null where the record as a whole is meant. */
  field: z
    .string()
    .max(100)
    .regex(/^[\p{L}\p{N}_./-]*$/u)
    .nullable(),
  returnedAt: instant,
  /** Last day for the correction. */
  due: day,
  state: z.enum(['open', 'fixed', 'closed']),
  /** When it came to this state; a younger report replaces an older one. */
  stateAt: instant,
});
export type QualityReturn = z.infer<typeof qualityReturn>;

export const reconciliationReport = z.strictObject({
  day,
  unitCode,
  terminalId,
  /** Submissions that the terminal counted, and what the platform found against it. */
  counted: count,
  missing: count,
  extra: count,
  altered: count,
  comparedAt: instant,
});
export type ReconciliationReport = z.infer<typeof reconciliationReport>;

const listQuery = z.strictObject({
  unitCode: unitCode.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export const qualityOperations = {
  reportQuality: {
    method: 'POST',
    path: '/v1/quality/reports',
    summary: 'Takes returns and reconciliations from the platform; a younger report replaces an older one.',
    access: 'credential',
    body: z.strictObject({
      returns: z.array(qualityReturn).max(QUALITY_MOST),
      reconciliations: z.array(reconciliationReport).max(QUALITY_MOST),
    }),
    problems: ['FORBIDDEN'],
  },
  listQualityReturns: {
    method: 'GET',
    path: '/v1/quality/returns',
    summary: 'Returned records, those that are due first; each with the states that it came through.',
    access: 'quality.read',
    query: listQuery.extend({ state: qualityReturn.shape.state.optional() }),
    answer: z.object({
      returns: z.array(
        qualityReturn.extend({
          overdue: z.boolean(),
          history: z.array(z.object({ state: qualityReturn.shape.state, at: instant })),
        }),
      ),
    }),
  },
  listReconciliations: {
    method: 'GET',
    path: '/v1/quality/reconciliations',
    summary: 'Days compared between terminals and platform, youngest first.',
    access: 'quality.read',
    query: listQuery.extend({ differing: z.enum(['true', 'false']).default('false') }),
    answer: z.object({ reconciliations: z.array(reconciliationReport) }),
  },
} as const satisfies Operations;

import { z } from 'zod';
import { instant, sha256 } from './common.ts';
import type { Operations } from './operation.ts';

export const auditEntry = z.object({
  seq: z.int().min(1),
  at: instant,
  /** Account, terminal or credential; null where nobody was recognised. */
  actor: z.string().nullable(),
  role: z.string().nullable(),
  action: z.string(),
  subject: z.string(),
  outcome: z.enum(['done', 'refused']),
  details: z.record(z.string(), z.unknown()),
  previousHash: sha256,
  hash: sha256,
});
export type AuditEntry = z.infer<typeof auditEntry>;

/** What is wrong at a row of the chain. */
export const auditVerdict = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), entries: z.int(), headHash: sha256, checkpoints: z.int() }),
  z.object({
    ok: z.literal(false),
    /** First row that is not as it was written. */
    seq: z.int(),
    fault: z.enum([
      'changed',
      'missing',
      'out-of-order',
      'truncated',
      'checkpoint-differs',
      'checkpoint-forged',
    ]),
  }),
]);
export type AuditVerdict = z.infer<typeof auditVerdict>;

const MOST_ENTRIES = 200;

export const auditOperations = {
  listAudit: {
    method: 'GET',
    path: '/v1/audit',
    summary: 'Rows of the audit chain, youngest first.',
    access: 'audit.read',
    query: z.strictObject({
      /** Only rows before this one. */
      before: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
      limit: z.coerce.number().int().min(1).max(MOST_ENTRIES).default(50),
      actor: z.string().max(100).optional(),
      subject: z.string().max(300).optional(),
      outcome: z.enum(['done', 'refused']).optional(),
    }),
    answer: z.object({ entries: z.array(auditEntry) }),
  },
  verifyAudit: {
    method: 'GET',
    path: '/v1/audit/verification',
    summary: 'Checks the whole chain against its head and the signed checkpoints.',
    access: 'audit.read',
    answer: auditVerdict,
  },
} as const satisfies Operations;

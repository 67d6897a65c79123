import { createHash } from 'node:crypto';
import { z } from 'zod';
import { applyNo, digest, idempotencyKeySchema, unitCode } from './common.ts';
import type { Operation } from './operation.ts';

/**
 * 对账: terminal and platform compare the accepted submissions of a terminal by day and unit. Both count from the
 * receipt's `receivedAt`, in hours of Asia/Shanghai. First only counts and digests travel; for the hours that differ
 * the terminal asks again with its entries, and the platform names what is missing, extra and altered.
 *
 * Mending: what is missing at the platform is sent again with `earlierReceipt` (getApplyNo), and its revisions after it
 * in their order, each with its own. Of what is altered only the newest revision is sent again, or the submission where
 * there was none. A double at the platform is withdrawn with `withdraw`. What else is extra goes to staff.
 */

export const reconciliationEntry = z.object({
  key: idempotencyKeySchema,
  applyNo,
  /** Digest in the newest receipt under this number. */
  digest,
});
export type ReconciliationEntry = z.infer<typeof reconciliationEntry>;

/** Digest of the entries of one hour: SM3, lower-case hex, over `key applyNo digest\n` of each, sorted by code units. */
export function bucketDigest(entries: readonly ReconciliationEntry[]): string {
  const lines = entries.map((each) => `${each.key} ${each.applyNo} ${each.digest}\n`).sort();
  return createHash('sm3').update(lines.join('')).digest('hex');
}

const hour = z.int().min(0).max(23);

export const reconciliationOperations = {
  reconcile: {
    method: 'POST',
    path: '/v1/reconciliations/{date}',
    summary: 'Compares the accepted submissions of the asking terminal on one day for one unit.',
    legacyName: null,
    query: null,
    body: z.strictObject({
      unitCode,
      /** Hours in which the terminal has something; an hour that is not here counts as empty. */
      hours: z
        .array(
          z.strictObject({
            hour,
            count: z.int().min(0),
            digest,
            /** All of the hour, in the second round. */
            entries: z.array(z.strictObject(reconciliationEntry.shape)).max(10_000).optional(),
          }),
        )
        .max(24),
      /** Numbers under which the platform holds a double of a submission that it also has under its right number. */
      withdraw: z
        .array(z.strictObject({ key: idempotencyKeySchema, applyNo }))
        .max(1000)
        .optional(),
    }),
    answer: z.object({
      /** Every hour is equal: the day is closed for this unit. */
      closed: z.boolean(),
      hours: z.array(
        z.object({
          hour,
          /** `differs`: ask again with entries · `compared`: the lists below say how. */
          result: z.enum(['equal', 'differs', 'compared']),
          /** What the platform has. */
          count: z.int().min(0),
          digest,
          /** The terminal has it, the platform not. */
          missing: z.array(z.object({ key: idempotencyKeySchema, applyNo })),
          /** The platform has it, the terminal not. */
          extra: z.array(reconciliationEntry),
          /** Both have it; `digest` is the platform's. */
          altered: z.array(reconciliationEntry),
        }),
      ),
      /** Units of which the platform has submissions of this terminal on this day. */
      units: z.array(unitCode),
    }),
    problems: [],
  },
} as const satisfies Record<string, Operation>;

import { z } from 'zod';

/**
 * The receipt is a compact JWS by the platform's receipt key, with this `typ` in its header: ES256, or `SM2` (with SM3
 * and the user id 1234567812345678, GB/T 32918.2; signature r and s, 32 bytes each).
 */
export const RECEIPT_TYPE = 'tongban-receipt+jws';

/** What the platform signs when it has accepted a submission. */
export const receiptSchema = z.object({
  idempotencyKey: z.string(),
  applyNo: z.string().min(1).max(50),
  /** `submissionDigest` of the envelopes that the platform received. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  /** The platform's clock; the limit counts from here. */
  receivedAt: z.iso.datetime(),
  /** Last day of the limit in Asia/Shanghai. */
  limitDate: z.iso.date(),
  limitProvisional: z.boolean(),
});
export type Receipt = z.infer<typeof receiptSchema>;

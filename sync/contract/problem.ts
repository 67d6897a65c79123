import { z } from 'zod';

/** Stable codes of refusals. An answer may hold a code that is younger than this list. */
export const problemCodes = [
  'HEADER_INVALID',
  'BODY_INVALID',
  'ITEM_UNKNOWN',
  'ITEM_SUSPENDED',
  'VERSION_STALE',
  'ENVELOPE_UNREADABLE',
  'VALIDATION_FAILED',
  'MATERIAL_MISSING',
  'HASH_MISMATCH',
  'APPLICATION_UNKNOWN',
  'UPLOAD_UNKNOWN',
  'IDEMPOTENCY_CONFLICT',
  'CURSOR_UNKNOWN',
  'RATE_LIMITED',
  'INTERNAL',
] as const;
export type ProblemCode = (typeof problemCodes)[number];

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** RFC 9457 problem details with our two members. Never carries a value that a citizen gave. */
export const problemSchema = z.object({
  title: z.string(),
  status: z.int().min(400).max(599),
  code: z.string().regex(/^[A-Z][A-Z_]{2,63}$/),
  /** The field of the form, the material or the header that is meant. */
  field: z.string().max(200).optional(),
});
export type Problem = z.infer<typeof problemSchema>;

import { z } from 'zod';
import { instant } from './common.ts';

interface Meaning {
  /** HTTP status that it comes with. */
  readonly status: number;
  readonly means: string;
}

/** Stable codes of refusals. An answer may hold a code that is younger than this list. */
export const problems = {
  HEADER_INVALID: { status: 400, means: 'A header is missing or does not fit; `field` names it.' },
  BODY_INVALID: { status: 400, means: 'The body does not fit the schema; `field` is the path in it.' },
  SIGNATURE_INVALID: {
    status: 401,
    means: 'The terminal is unknown, or the signature is not that of its key over this request.',
  },
  CLOCK_SKEW: {
    status: 401,
    means:
      'X-Timestamp is more than 300 s from the platform’s clock. `serverTime` is that clock: sign again with it at once.',
  },
  NONCE_REUSED: {
    status: 401,
    means: 'X-Nonce was used within the last 10 minutes: sign again with a new one.',
  },
  TERMINAL_REVOKED: {
    status: 403,
    means: 'The terminal may no longer send. It stops, keeps what it holds and locks.',
  },
  ITEM_UNKNOWN: { status: 422, means: 'There is no such matter.' },
  ITEM_SUSPENDED: {
    status: 409,
    means: 'The matter is suspended, until `until` where that is known. Hold and ask again.',
  },
  ITEM_TERMINATED: { status: 409, means: 'The matter exists no more; `notice` is for the citizen.' },
  VERSION_UNKNOWN: { status: 404, means: 'The matter never had this version.' },
  VERSION_STALE: {
    status: 409,
    means:
      'Another version is in force: `versionInForce`. `changed` says in what; when that is text alone, send again under the new version, otherwise the citizen is needed.',
  },
  UNIT_DISCONNECTED: {
    status: 409,
    means: 'The unit is cut off (art. 24). `retryAfter` is null: wait for its connection, do not repeat.',
  },
  ENVELOPE_UNREADABLE: {
    status: 422,
    means: 'The envelope was not sealed for this platform and this place.',
  },
  VALIDATION_FAILED: { status: 422, means: 'A field of the form does not fit; `field` names it.' },
  MATERIAL_MISSING: { status: 422, means: 'A required material was not handed in; `field` is its code.' },
  HASH_MISMATCH: { status: 422, means: 'What arrived is not what was declared: send it again.' },
  DUPLICATE_CASE: { status: 409, means: 'This person already has an open application for this matter.' },
  APPLICATION_UNKNOWN: { status: 404, means: 'This terminal has no application of this number.' },
  UPLOAD_UNKNOWN: { status: 404, means: 'There is no such upload: start it again.' },
  IDEMPOTENCY_CONFLICT: { status: 409, means: 'The key was used before with something else.' },
  SUPPLEMENT_NOT_EXPECTED: { status: 409, means: 'The application does not wait for a supplement.' },
  RETURN_UNKNOWN: { status: 404, means: 'This terminal has no quality return of this number.' },
  RETURN_CLOSED: { status: 409, means: 'The quality return was already fixed.' },
  UNIT_UNKNOWN: { status: 404, means: 'There is no such unit.' },
  RECEIPT_INVALID: { status: 422, means: 'The earlier receipt is not the platform’s own for this key.' },
  CURSOR_UNKNOWN: { status: 410, means: 'The cursor is not of this platform: begin again without one.' },
  RATE_LIMITED: { status: 429, means: 'Too many requests: not before Retry-After.' },
  INTERNAL: { status: 500, means: 'The platform’s own mistake: again later.' },
  UNAVAILABLE: { status: 503, means: 'Not available now: again later, not before Retry-After.' },
} as const satisfies Record<string, Meaning>;
export type ProblemCode = keyof typeof problems;
export const problemCodes = Object.keys(problems) as ProblemCode[];

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** What differs between the version that was sent and the one in force. */
export const versionChange = z.object({
  /** `text`: words alone · everything else changes what a citizen must give or may expect. */
  part: z.enum(['text', 'form-field', 'material', 'eligibility', 'limit', 'kind']),
  /** Name of the field or code of the material; empty where the part as a whole is meant. */
  name: z.string().max(100),
});
export type VersionChange = z.infer<typeof versionChange>;

/** RFC 9457 problem details with our own members. Never carries a value that a citizen gave. */
export const problemSchema = z.object({
  title: z.string(),
  status: z.int().min(400).max(599),
  code: z.string().regex(/^[A-Z][A-Z_]{2,63}$/),
  /** The field of the form, the material or the header that is meant. */
  field: z.string().max(200).optional(),
  /** CLOCK_SKEW: the platform's clock, milliseconds since 1970. */
  serverTime: z.int().min(0).optional(),
  /** VERSION_STALE. */
  versionInForce: z.string().max(20).optional(),
  changed: z.array(versionChange).optional(),
  /** UNIT_DISCONNECTED: null, nobody knows when. */
  retryAfter: z.null().optional(),
  /** ITEM_SUSPENDED: when it resumes, where known. */
  until: instant.nullable().optional(),
  /** ITEM_SUSPENDED, ITEM_TERMINATED: words for the citizen. */
  notice: z.object({ zh: z.string().min(1), en: z.string().min(1).optional() }).optional(),
});
export type Problem = z.infer<typeof problemSchema>;

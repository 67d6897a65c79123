import type { Problem } from '../contract/index.ts';
import type { RefusalWords } from '../submissions/need.ts';
import type { Refusal } from '../submissions/store.ts';
import type { Reply } from './api.ts';

/** What a refusal means for the submission that met it. */
export type Meaning =
  | { readonly kind: 'held' | 'needs-citizen' | 'rejected'; readonly refusal: Refusal }
  /** Words alone have changed: goes on under this version. */
  | { readonly kind: 'version-moved'; readonly version: string }
  /** The platform lost its number. */
  | { readonly kind: 'number-unknown' }
  | { readonly kind: 'revoked' }
  | { readonly kind: 'later'; readonly reason: string; readonly retryAfterMs: number | null };

/**
 * By the problem's code. A code that is not here rejects the submission: staff see it, it is kept. The table in
 * README.md says why.
 */
const meaningOfCode: Readonly<Record<string, Meaning['kind']>> = {
  TERMINAL_REVOKED: 'revoked',
  CLOCK_SKEW: 'later',
  NONCE_REUSED: 'later',
  ITEM_SUSPENDED: 'held',
  UNIT_DISCONNECTED: 'held',
  ENVELOPE_UNREADABLE: 'held',
  HEADER_INVALID: 'held',
  BODY_INVALID: 'held',
  ITEM_TERMINATED: 'needs-citizen',
  VERSION_STALE: 'needs-citizen',
  VALIDATION_FAILED: 'needs-citizen',
  MATERIAL_MISSING: 'needs-citizen',
  APPLICATION_UNKNOWN: 'number-unknown',
  UPLOAD_UNKNOWN: 'later',
  HASH_MISMATCH: 'later',
};

export function meaningOf({
  status,
  code,
  field,
  problem,
}: Extract<Reply<unknown>, { kind: 'refused' }>): Meaning {
  const moved = code === 'VERSION_STALE' ? textAlone(problem) : null;
  if (moved !== null) return { kind: 'version-moved', version: moved };
  // What else has 401 or 403: the platform does not know this terminal, which is no fault of the submission.
  const kind = meaningOfCode[code] ?? (status === 401 || status === 403 ? 'held' : 'rejected');
  if (kind === 'later') return { kind, reason: code, retryAfterMs: null };
  if (kind === 'held' || kind === 'needs-citizen' || kind === 'rejected') {
    return { kind, refusal: { code, field, words: wordsOf(problem) } };
  }
  return { kind } as Meaning;
}

/** @returns the version in force when it differs in words alone; null otherwise */
function textAlone({ changed, versionInForce }: Problem): string | null {
  if (versionInForce === undefined || changed === undefined || changed.length === 0) return null;
  return changed.every(({ part }) => part === 'text') ? versionInForce : null;
}

function wordsOf({ notice, until = null, changed = [] }: Problem): RefusalWords {
  if (notice === undefined) return { notice: null, until, changed };
  const { zh, en } = notice;
  return { notice: en === undefined ? { zh } : { zh, en }, until, changed };
}

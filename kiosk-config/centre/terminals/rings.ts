import { createHash } from 'node:crypto';
import { rings } from '../contract/index.ts';

/** How a configuration goes out: to 1 % of the terminals, to 10 %, to all; it stops by itself when terminals refuse it. */

export type Ring = (typeof rings)[number];

export interface RolloutLimits {
  /** A ring is watched for so long before the next one begins. */
  readonly soakMs: number;
  /** So much of the ring must have answered. */
  readonly answeredShare: number;
  /** More failures than this stop it. */
  readonly failedShare: number;
}

export const rolloutLimits: RolloutLimits = { soakMs: 10 * 60_000, answeredShare: 0.9, failedShare: 0.05 };

/** A new terminal's ring: by its id, so that it is the same whoever asks. */
export function ringOf(terminalId: string): Ring {
  const part = createHash('sha256').update(terminalId).digest().readUInt32BE() % 100;
  if (part === 0) return 'first';
  return part < 10 ? 'early' : 'all';
}

/** Rings that have the version when it has reached `ring`. */
export function ringsUpTo(ring: Ring): readonly Ring[] {
  return rings.slice(0, rings.indexOf(ring) + 1);
}

/** Terminals of the rings reached so far that are on and not locked. */
export interface Progress {
  readonly ring: Ring;
  readonly ringSince: string;
  readonly assigned: number;
  readonly applied: number;
  /** Refused it, or were not heard of again after they took it. */
  readonly failed: number;
}

export type NextStep =
  | { readonly step: 'wait' }
  | { readonly step: 'advance'; readonly ring: Ring }
  | { readonly step: 'done' }
  | { readonly step: 'stop'; readonly failed: number; readonly answered: number };

/** Failures are looked at first and at once; only then time. */
export function nextStep(
  { ring, ringSince, assigned, applied, failed }: Progress,
  now: Date,
  limits: RolloutLimits = rolloutLimits,
): NextStep {
  const answered = applied + failed;
  // One of a few is too many in a ring that small; that is what small rings are for.
  if (failed > answered * limits.failedShare) return { step: 'stop', failed, answered };
  if (answered < assigned * limits.answeredShare) return { step: 'wait' };
  if (assigned > 0 && now.getTime() - Date.parse(ringSince) < limits.soakMs) return { step: 'wait' };
  const next = rings[rings.indexOf(ring) + 1];
  return next === undefined ? { step: 'done' } : { step: 'advance', ring: next };
}

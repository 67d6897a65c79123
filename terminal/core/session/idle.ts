/**
 * The idle clock: after `idleMs` without a touch a warning counts down `countdownMs`, then the session is to be wiped.
 * Pure: time is given in, so that it can neither sleep nor be wrong about suspended timers.
 */
export interface IdleLimits {
  readonly idleMs: number;
  readonly countdownMs: number;
}
export type IdleState =
  | { readonly kind: 'active' }
  | { readonly kind: 'warning'; readonly secondsLeft: number }
  | { readonly kind: 'over' };

/** @param quietMs milliseconds since the last touch */
export function idleState(quietMs: number, limits: IdleLimits): IdleState {
  if (quietMs < limits.idleMs) return { kind: 'active' };
  const leftMs = limits.idleMs + limits.countdownMs - quietMs;
  return leftMs > 0 ? { kind: 'warning', secondsLeft: Math.ceil(leftMs / 1000) } : { kind: 'over' };
}

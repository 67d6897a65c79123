/**
 * The idle clock: after `idleMs` without a touch a warning counts down `countdownMs`, then the session is to be wiped.
 */
export interface IdleLimits {
  readonly idleMs: number;
  readonly countdownMs: number;
}
export type IdleState =
  | { readonly kind: 'active' }
  | { readonly kind: 'warning'; readonly secondsLeft: number }
  | { readonly kind: 'over' };

/**
 * Pure: time is given in, so that it can neither sleep nor be wrong about suspended timers.
 * @param quietMs milliseconds since the last touch
 */
export function idleState(quietMs: number, limits: IdleLimits): IdleState {
  if (quietMs < limits.idleMs) return { kind: 'active' };
  const leftMs = limits.idleMs + limits.countdownMs - quietMs;
  return leftMs > 0 ? { kind: 'warning', secondsLeft: Math.ceil(leftMs / 1000) } : { kind: 'over' };
}

/** When somebody was last there, and what the screen says of it. */
export class IdleClock {
  #touchedAt = performance.now();
  #secondsLeft: number | null = null;

  /** Null while nobody needs to be warned. */
  get secondsLeft(): number | null {
    return this.#secondsLeft;
  }

  /** Somebody is there. @returns whether a warning went away */
  touch(): boolean {
    this.#touchedAt = performance.now();
    const warned = this.#secondsLeft !== null;
    this.#secondsLeft = null;
    return warned;
  }

  look(limits: IdleLimits): 'same' | 'changed' | 'over' {
    const state = idleState(performance.now() - this.#touchedAt, limits);
    if (state.kind === 'over') return 'over';
    const secondsLeft = state.kind === 'warning' ? state.secondsLeft : null;
    if (secondsLeft === this.#secondsLeft) return 'same';
    this.#secondsLeft = secondsLeft;
    return 'changed';
  }
}

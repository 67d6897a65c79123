import type { SyncDelays } from './facade.ts';
import { retryDelay } from './retry.ts';

/** So many answers in a row that the platform cannot now (5xx, 429) are no matter of a single submission. */
const FAILURES_TO_OPEN = 5;

/**
 * Circuit breaker for the platform as a whole.
 *
 * closed: up to `limit` submissions at a time · open: none · half-open: one, as the probe. Silence opens it until the
 * status feed has got through; a row of failures opens it for a pause. When the probe succeeds the rest flows in with
 * a ramp: two at a time, four, and so on, so that a platform that has just come up is not overrun.
 */
export class Circuit {
  readonly #most: number;
  readonly #delays: SyncDelays;
  #state: 'closed' | 'open' | 'half-open' = 'open';
  #limit = 1;
  /** Infinity: until the feed has got through. */
  #opensAt = Infinity;
  #failures = 0;
  /** While half-open: the feed has got through once more. */
  #reachedOnce = false;

  /** @param most submissions in flight at a time */
  constructor(most: number, delays: SyncDelays) {
    this.#most = most;
    this.#delays = delays;
  }

  get state(): 'closed' | 'open' | 'half-open' {
    return this.#state;
  }

  /**
   * How many submissions may be in flight.
   * @param now monotonic clock, ms
   */
  allowance(now: number): number {
    if (this.#state === 'open' && now >= this.#opensAt) this.#state = 'half-open';
    if (this.#state === 'open') return 0;
    return this.#state === 'half-open' ? 1 : this.#limit;
  }

  /** @returns when to look again, on the monotonic clock, ms; Infinity when somebody else will tell */
  get opensAt(): number {
    return this.#state === 'open' ? this.#opensAt : Infinity;
  }

  /** The platform has answered a request that is no submission: the network is there. */
  reached(): void {
    if (this.#state === 'open' && this.#opensAt === Infinity) {
      this.#state = 'half-open';
      this.#reachedOnce = false;
    } else if (this.#state === 'half-open' && this.#failures === 0) {
      // The platform answers, only the probe hangs: that is the probe's own matter.
      if (this.#reachedOnce) this.success();
      this.#reachedOnce = true;
    }
  }

  /** A submission came to an end, whatever the platform said of it. */
  success(): void {
    this.#limit = this.#state === 'closed' ? Math.min(this.#most, this.#limit * 2) : Math.min(this.#most, 2);
    this.#state = 'closed';
    this.#failures = 0;
  }

  /** The platform cannot now. */
  failure(now: number, retryAfterMs: number | null): void {
    this.#failures += 1;
    // A single one that always fails must hold up no other: the next one is the probe.
    if (this.#failures < FAILURES_TO_OPEN) return;
    this.#state = 'open';
    this.#opensAt = now + retryDelay(this.#failures, this.#delays, retryAfterMs);
  }

  /** No answer of the platform at all. */
  silence(): void {
    this.#state = 'open';
    this.#opensAt = Infinity;
  }
}

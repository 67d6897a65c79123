import { statusEvent } from '../contract/index.ts';
import { isStoreError } from '../submissions/database.ts';
import type { SubmissionStore } from '../submissions/store.ts';
import type { PlatformApi } from './api.ts';
import type { SyncDelays, SyncLog } from './facade.ts';
import { retryDelay } from './retry.ts';

/** Polls of a terminal that has much to send begin this long after one another: what happens meanwhile is asked for once. */
const GATHER_MS = 200;

interface FeedOptions {
  readonly api: Pick<PlatformApi, 'call'>;
  readonly store: Pick<SubmissionStore, 'feedCursor' | 'applyEvents' | 'resetFeed'>;
  readonly delays: SyncDelays;
  readonly log: SyncLog;
  readonly onReached: () => void;
  readonly onSilence: () => void;
  readonly onChange: () => void;
  /** The platform does not know the cursor any more: it went back in time. */
  readonly onReset: () => void;
  /** First day in Shanghai, ISO date, of which this terminal can still give back everything. */
  readonly keptFrom: () => string;
  /** False from the moment on that the terminal was revoked. */
  readonly mayPoll: () => boolean;
}

/**
 * Polls what the platform says about this terminal's submissions. The poll is also the probe of the network: it goes
 * on while nothing is to be sent, and it alone goes on while the network is away.
 */
export class Feed {
  readonly #options: FeedOptions;
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;
  #polling: Promise<void> | undefined;
  /** Of the monotonic clock, ms. */
  #begunAt = -Infinity;
  #again = false;
  #stopped = false;

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  /** Polls now or, soon after the last poll began, when things have gathered; once more when one is under way. */
  poll(): void {
    if (this.#polling) this.#again = true;
    else this.#in(0);
  }

  #in(ms: number): void {
    clearTimeout(this.#timer);
    if (this.#stopped || !this.#options.mayPoll()) return;
    const gathered = this.#begunAt + Math.min(GATHER_MS, this.#options.delays.feedIntervalMs);
    const wait = Math.max(ms, gathered - performance.now());
    if (wait > 0) this.#timer = setTimeout(() => this.#in(0), wait);
    else this.#begin();
  }

  #begin(): void {
    this.#begunAt = performance.now();
    const polled = this.#pollOnce().catch((error: unknown) => {
      // The disk may have room again at the next poll; the cursor has not moved.
      if (!isStoreError(error)) throw error;
      this.#options.log('feed-store-failed', { reason: error.code });
      return this.#options.delays.feedIntervalMs;
    });
    this.#polling = polled.then((waitMs) => {
      this.#polling = undefined;
      const wait = this.#again ? 0 : waitMs;
      this.#again = false;
      this.#in(wait);
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#polling;
  }

  /** @returns milliseconds until the next poll */
  async #pollOnce(): Promise<number> {
    const { api, store, delays, log, onReached, onSilence, onChange, onReset, keptFrom } = this.#options;
    const before = store.feedCursor;
    const reply = await api.call('listEvents', {
      timeoutMs: delays.feedTimeoutMs,
      query: { cursor: before },
    });
    if (this.#stopped) return 0;
    if (reply.kind === 'silence') {
      onSilence();
      return retryDelay(++this.#failures, delays);
    }
    onReached();
    if (reply.kind === 'later') return retryDelay(++this.#failures, delays, reply.retryAfterMs);
    if (reply.kind === 'refused') {
      this.#failures += 1;
      log('feed-refused', { code: reply.code });
      if (reply.code === 'CURSOR_UNKNOWN' && before !== '') {
        // What the terminal still has, it can give back.
        await store.resetFeed(keptFrom());
        onReset();
        return 0;
      }
      return delays.feedIntervalMs;
    }
    this.#failures = 0;
    const { events, cursor } = reply.value;
    const readable = events.flatMap((event) => statusEvent.safeParse(event).data ?? []);
    if (readable.length < events.length)
      log('feed-events-unreadable', { count: events.length - readable.length });
    if ((await store.applyEvents(readable, cursor)) > 0) onChange();
    // More may be waiting behind a page. Otherwise spread the polls of many terminals a little.
    return events.length > 0 && cursor !== before ? 0 : delays.feedIntervalMs * (0.75 + Math.random() / 2);
  }
}

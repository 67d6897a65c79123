import { isStoreError } from '../submissions/database.ts';
import type { SubmissionStore } from '../submissions/store.ts';
import { deliver, type Delivery } from './deliver.ts';
import type { SyncDelays, SyncLog } from './facade.ts';
import { retryDelay } from './retry.ts';

/** Submissions in flight at a time; each goes step by step in its own order. */
const SUBMISSIONS_IN_FLIGHT = 4;

type DeliveryTarget = Omit<Parameters<typeof deliver>[1], 'onNumber'>;

interface Waiting {
  failures: number;
  /** Not before this time of the monotonic clock, ms. */
  notBefore: number;
}

interface SenderOptions {
  readonly store: SubmissionStore;
  readonly target: DeliveryTarget;
  readonly delays: SyncDelays;
  readonly log: SyncLog;
  /** Nothing is begun while the network is away; the feed finds out when it is back. */
  readonly isOnline: () => boolean;
  readonly onReached: () => void;
  readonly onSilence: () => void;
  readonly onAccepted: () => void;
  readonly onChange: () => void;
}

/** Works off the outbox. */
export class Sender {
  readonly #options: SenderOptions;
  /** Oldest first; loaded from the outbox, which stays the truth. */
  readonly #waiting = new Map<string, Waiting>();
  readonly #running = new Map<string, Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(options: SenderOptions) {
    this.#options = options;
    for (const id of options.store.outbox()) this.add(id);
  }

  get unsentCount(): number {
    return this.#waiting.size;
  }

  add(id: string): void {
    if (!this.#waiting.has(id)) this.#waiting.set(id, { failures: 0, notBefore: 0 });
  }

  /** Begins whatever may be begun now, and sets the clock for the rest. */
  run(): void {
    clearTimeout(this.#timer);
    if (this.#stopped || !this.#options.isOnline()) return;
    const now = performance.now();
    let next = Infinity;
    for (const [id, waiting] of this.#waiting) {
      if (this.#running.size >= SUBMISSIONS_IN_FLIGHT) return;
      if (this.#running.has(id)) continue;
      if (waiting.notBefore > now) next = Math.min(next, waiting.notBefore);
      else
        this.#running.set(
          id,
          Promise.resolve().then(() => this.#attempt(id, waiting)),
        );
    }
    if (next < Infinity) this.#timer = setTimeout(() => this.run(), next - now);
  }

  /** Begins no further attempt and waits for those under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await Promise.all(this.#running.values());
  }

  async #attempt(id: string, waiting: Waiting): Promise<void> {
    try {
      await this.#deliver(id, waiting);
    } catch (error) {
      // A full or failing disk must not end the service: the outbox holds the submission, the platform knows its key.
      if (!isStoreError(error)) throw error;
      this.#waitLonger(id, waiting, error.code, null);
    }
    this.#running.delete(id);
    this.#options.onChange();
    this.run();
  }

  async #deliver(id: string, waiting: Waiting): Promise<void> {
    const { store, target, onChange, log } = this.#options;
    const submission = await store.sendable(id);
    if (!submission) {
      log('submission-set-aside', { id });
      this.#waiting.delete(id);
      return;
    }
    const onNumber = async (applyNo: string): Promise<void> => {
      await store.markSending(id, applyNo);
      onChange();
    };
    const delivery = await deliver(submission, { ...target, onNumber });
    // Aborted by `stop`: the outbox still holds it, the next start goes on.
    if (!(this.#stopped && delivery.kind === 'silence')) await this.#settle(id, waiting, delivery);
  }

  async #settle(id: string, waiting: Waiting, delivery: Delivery): Promise<void> {
    const { store, delays, log, onReached, onSilence, onAccepted } = this.#options;
    if (delivery.kind === 'silence') onSilence();
    else onReached();
    switch (delivery.kind) {
      case 'accepted':
        await store.markAccepted(id, delivery.receipt, delivery.receiptText);
        this.#waiting.delete(id);
        log('submission-accepted', { id, failures: waiting.failures });
        onAccepted();
        return;
      case 'needs-citizen':
      case 'rejected':
        await store.markRefused(id, delivery.kind, delivery.refusal);
        this.#waiting.delete(id);
        log('submission-refused', { id, state: delivery.kind, code: delivery.refusal.code });
        return;
      case 'held':
        await store.markHeld(id, delivery.refusal);
        waiting.notBefore = performance.now() + delays.heldRetryMs * (0.5 + Math.random() / 2);
        log('submission-held', { id, code: delivery.refusal.code });
        return;
      case 'number-unknown':
        await store.forgetNumber(id);
        this.#waitLonger(id, waiting, 'number-unknown', null);
        return;
      case 'later':
        this.#waitLonger(id, waiting, delivery.reason, delivery.retryAfterMs);
        return;
      case 'silence':
        this.#waitLonger(id, waiting, delivery.reason, null);
        return;
    }
  }

  #waitLonger(id: string, waiting: Waiting, reason: string, retryAfterMs: number | null): void {
    waiting.failures += 1;
    waiting.notBefore = performance.now() + retryDelay(waiting.failures, this.#options.delays, retryAfterMs);
    this.#options.log('submission-send-failed', { id, failures: waiting.failures, reason });
  }
}

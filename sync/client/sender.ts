import { isStoreError } from '../submissions/database.ts';
import type { Unsent } from '../submissions/case-rows.ts';
import type { SubmissionStore } from '../submissions/store.ts';
import { Circuit } from './circuit.ts';
import { deliver, type Delivery, type DeliveryTarget } from './deliver.ts';
import type { SyncDelays, SyncLog } from './facade.ts';
import type { Gates } from './gates.ts';
import { retryDelay } from './retry.ts';

interface Waiting extends Pick<Unsent, 'handleItem' | 'unitCode'> {
  failures: number;
  /** Not before this time of the monotonic clock, ms. */
  notBefore: number;
  /** What keeps it back, as it is stored. */
  heldBy: string | null;
}

interface SenderOptions {
  readonly store: Pick<
    SubmissionStore,
    'sendable' | 'markSending' | 'markAccepted' | 'markRefused' | 'markHeld' | 'forgetNumber'
  > & { readonly cases: Pick<SubmissionStore['cases'], 'unsent' | 'moveVersion'> };
  readonly target: DeliveryTarget;
  readonly gates: Pick<Gates, 'close' | 'closedFor'>;
  readonly delays: SyncDelays;
  /** Submissions in flight at a time; each goes step by step in its own order. */
  readonly inFlight: number;
  readonly log: SyncLog;
  /** Nothing is begun while the network is away, or when the terminal was revoked. */
  readonly mayBegin: () => boolean;
  readonly onReached: () => void;
  readonly onSilence: () => void;
  readonly onAccepted: () => void;
  /** The platform has lost an accepted submission. */
  readonly onLost: (id: string) => void;
  readonly onChange: () => void;
}

/** Works off what is unsent. */
export class Sender {
  readonly #options: SenderOptions;
  readonly #circuit: Circuit;
  /** Oldest first; loaded from the store, which stays the truth. */
  readonly #waiting = new Map<string, Waiting>();
  readonly #running = new Map<string, Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#circuit = new Circuit(options.inFlight, options.delays);
    for (const unsent of options.store.cases.unsent()) {
      options.gates.close(unsent.problemCode, unsent);
      this.add(unsent);
    }
  }

  get unsentCount(): number {
    return this.#waiting.size;
  }

  get isDelivering(): boolean {
    return this.#running.size > 0;
  }

  get circuit(): 'closed' | 'open' | 'half-open' {
    return this.#circuit.state;
  }

  add({ id, handleItem, unitCode, state, problemCode }: Unsent): void {
    const heldBy = state === 'held' ? problemCode : null;
    if (!this.#waiting.has(id)) {
      this.#waiting.set(id, { handleItem, unitCode, heldBy, failures: 0, notBefore: 0 });
    }
  }

  /** Forgets the pause of one that waits. @returns false when it does not wait */
  sendNow(id: string): boolean {
    const waiting = this.#waiting.get(id);
    if (!waiting) return false;
    waiting.notBefore = 0;
    this.run();
    return true;
  }

  /** The platform has answered something. */
  reached(): void {
    this.#circuit.reached();
  }

  /** Begins whatever may be begun now, and sets the clock for the rest. */
  run(): void {
    clearTimeout(this.#timer);
    if (this.#stopped || !this.#options.mayBegin()) return;
    const now = performance.now();
    const allowed = this.#circuit.allowance(now);
    let next = this.#circuit.opensAt;
    for (const [id, waiting] of this.#waiting) {
      if (this.#running.has(id)) continue;
      const code = this.#options.gates.closedFor(waiting);
      if (code !== null) {
        if (waiting.heldBy !== code) this.#begin(id, waiting, () => this.#hold(id, waiting, code));
        continue;
      }
      if (this.#running.size >= allowed) break;
      if (waiting.notBefore > now) next = Math.min(next, waiting.notBefore);
      else this.#begin(id, waiting, () => this.#deliver(id, waiting));
    }
    if (next < Infinity) this.#timer = setTimeout(() => this.run(), Math.max(0, next - now));
  }

  /** Begins no further attempt and waits for those under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await Promise.all(this.#running.values());
  }

  #begin(id: string, waiting: Waiting, work: () => Promise<void>): void {
    this.#running.set(
      id,
      Promise.resolve().then(() => this.#attempt(id, waiting, work)),
    );
  }

  async #attempt(id: string, waiting: Waiting, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      // A full or failing disk must not end the service: the store holds the submission, the platform knows its key.
      if (!isStoreError(error)) throw error;
      this.#waitLonger(id, waiting, error.code, null);
    }
    this.#running.delete(id);
    this.#options.onChange();
    this.run();
  }

  async #deliver(id: string, waiting: Waiting): Promise<void> {
    const { store, target, mayBegin, onChange, log } = this.#options;
    const submission = await store.sendable(id);
    // A revocation or an outage was learnt while it was read. Who hears of the end of either begins anew.
    if (!mayBegin()) return;
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
    // Aborted by `stop`: the store still holds it, the next start goes on.
    if (this.#stopped && delivery.kind === 'silence') return;
    this.#tellCircuit(delivery);
    if (delivery.kind === 'number-unknown' && submission.revision) {
      this.#options.onLost(submission.revision.of);
      this.#waitLonger(id, waiting, 'number-unknown', null);
      return;
    }
    if (delivery.kind === 'version-moved' && delivery.version === submission.version) {
      this.#waitLonger(id, waiting, 'version-moved-again', null);
      return;
    }
    await this.#settle(id, waiting, delivery);
  }

  #tellCircuit(delivery: Delivery): void {
    if (delivery.kind === 'silence') {
      this.#circuit.silence();
      this.#options.onSilence();
      return;
    }
    if (delivery.kind === 'later') this.#circuit.failure(performance.now(), delivery.retryAfterMs);
    else this.#circuit.success();
    this.#options.onReached();
  }

  async #settle(id: string, waiting: Waiting, delivery: Delivery): Promise<void> {
    const { store, delays, log, gates, onAccepted } = this.#options;
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
        gates.close(delivery.refusal.code, waiting);
        await store.markHeld(id, delivery.refusal);
        waiting.heldBy = delivery.refusal.code;
        waiting.failures = 0;
        // Where a gate is closed it decides; everything else is asked again.
        if (gates.closedFor(waiting) === null) {
          waiting.notBefore = performance.now() + delays.heldRetryMs * (0.5 + Math.random() / 2);
        }
        log('submission-held', { id, code: delivery.refusal.code });
        return;
      case 'version-moved':
        await store.cases.moveVersion(id, delivery.version);
        log('submission-version-moved', { id, version: delivery.version });
        return;
      case 'number-unknown':
        await store.forgetNumber(id);
        this.#waitLonger(id, waiting, 'number-unknown', null);
        return;
      case 'revoked':
        // Stays as it is; `mayBegin` says no from here on.
        return;
      case 'later':
        this.#waitLonger(id, waiting, delivery.reason, delivery.retryAfterMs);
        return;
      case 'silence':
        this.#waitLonger(id, waiting, delivery.reason, null);
        return;
    }
  }

  /** Not sent at all: its unit or its matter is known to be closed. */
  async #hold(id: string, waiting: Waiting, code: string): Promise<void> {
    await this.#options.store.markHeld(id, { code, field: null });
    waiting.heldBy = code;
    this.#options.log('submission-held', { id, code });
  }

  #waitLonger(id: string, waiting: Waiting, reason: string, retryAfterMs: number | null): void {
    waiting.failures += 1;
    waiting.notBefore = performance.now() + retryDelay(waiting.failures, this.#options.delays, retryAfterMs);
    this.#options.log('submission-send-failed', { id, failures: waiting.failures, reason });
  }
}

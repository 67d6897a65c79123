import type { SyncLog } from '../client/facade.ts';
import { defaultDelays, retryDelay } from '../client/retry.ts';
import type { Operation } from '../contract/index.ts';
import { isStoreError } from '../submissions/database.ts';
import type { ModuleDelays } from './delays.ts';
import type { ModuleClient } from './module-client.ts';
import type { ModuleName } from './names.ts';
import type { NewItem, QueuedItem, QueueStore, WaitingItem } from './queue-store.ts';

/** An item whose submission was never made (the program ended between both) is cancelled after so long. */
const ORPHAN_AFTER_MS = 3_600_000;

/** Where the items of a kind go. */
export interface QueueKind {
  readonly module: ModuleName;
  readonly name: string;
  readonly operation: Operation;
  /** Waits until the platform has said that the submission is finished. */
  readonly afterFinish?: true;
}

/**
 * Acceptance number of a submission; `not-yet` while it has none, `never` when the platform has refused it (a correction
 * is a submission of its own), `unknown` when there is no such submission.
 */
export type NumberOf = (
  submissionId: string,
) => Promise<{ readonly applyNo: string; readonly finished: boolean } | 'not-yet' | 'never' | 'unknown'>;

interface QueueOptions {
  readonly store: QueueStore;
  readonly kinds: Readonly<Record<string, QueueKind>>;
  readonly client: ModuleClient;
  readonly numberOf: NumberOf;
  readonly delays: ModuleDelays;
  readonly log: SyncLog;
  readonly onChange: () => void;
}

interface Waiting extends WaitingItem {
  /** Not before this time of the monotonic clock, ms: set while the submission is not finished, otherwise 0. */
  notBefore: number;
}

interface Lane {
  failures: number;
  /** Not before this time of the monotonic clock, ms. */
  notBefore: number;
}

/**
 * Tells modules what was promised to citizens: at least once each, under one idempotency key, so that it is there
 * exactly once. One item at a time for each module, oldest first.
 */
export class Queue {
  readonly #options: QueueOptions;
  readonly #waiting = new Map<string, Waiting>();
  readonly #lanes = new Map<ModuleName, Lane>();
  readonly #listeners = new Set<() => void>();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = false;

  constructor(options: QueueOptions) {
    this.#options = options;
    const { items, unreadable } = options.store.waiting();
    for (const each of items) this.#waiting.set(each.item.id, { ...each, notBefore: 0 });
    if (unreadable > 0) options.log('module-items-unreadable', { count: unreadable });
  }

  /** What waits for a module. An application that is not finished waits for nobody's archive. */
  get waitingCount(): number {
    return [...this.#waiting.values()].filter(({ notBefore }) => notBefore === 0).length;
  }

  /** Stores an item; resolves after the commit has reached the disk, and sends it in the background. */
  async add(item: NewItem): Promise<QueuedItem> {
    const stored = await this.#options.store.add(item);
    const isNew = stored.after !== null || !this.#waiting.has(stored.id);
    if (stored.state === 'waiting' && isNew) {
      this.#waiting.set(stored.id, { item: stored, request: item.request, notBefore: 0 });
      this.#changed();
      this.run();
    }
    return stored;
  }

  /** The submission that an item waited for is stored; does nothing for one that waits for none. */
  async release(id: string): Promise<void> {
    const waiting = this.#waiting.get(id);
    if (!waiting || waiting.item.after === null) return;
    await this.#options.store.release(id);
    // Found out twice at once, it is released once.
    if (this.#waiting.get(id) !== waiting) return;
    this.#waiting.set(id, { ...waiting, item: { ...waiting.item, after: null } });
    this.#changed();
    this.run();
  }

  item(id: string): QueuedItem | null {
    return this.#options.store.item(id);
  }

  /** Resolves when the item waits no more, or with its present state at the time-out or when the queue is stopped. */
  waitFor(id: string, timeoutMs: number): Promise<QueuedItem> {
    return new Promise((resolve) => {
      const look = (atLast: boolean): void => {
        const item = this.item(id);
        if (!item || (item.state === 'waiting' && !atLast && !this.#stopped)) return;
        clearTimeout(timer);
        this.#listeners.delete(listener);
        resolve(item);
      };
      const listener = (): void => look(false);
      const timer = setTimeout(() => look(true), timeoutMs);
      this.#listeners.add(listener);
      look(false);
    });
  }

  /** Sends whatever can be sent now. Call when a module, the network or a submission may have changed. */
  run(): void {
    clearTimeout(this.#timer);
    if (this.#stopped || this.#waiting.size === 0) return;
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#running = this.#runLanes().then((waitMs) => {
      this.#running = undefined;
      if (this.#stopped) return;
      if (this.#again) waitMs = 0;
      this.#again = false;
      if (waitMs < Infinity) this.#timer = setTimeout(() => this.run(), waitMs);
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
    this.#changed();
  }

  /** @returns milliseconds until one of the lanes may go on; Infinity when something must change first */
  async #runLanes(): Promise<number> {
    await this.#releaseWhatIsStored();
    const byModule = Map.groupBy(this.#waiting.values(), ({ item }) => this.#kindOf(item)?.module);
    const waits = await Promise.all(
      [...byModule].map(([module, items]) => (module ? this.#runLane(module, items) : Infinity)),
    );
    return Math.min(...waits);
  }

  /** What the program ended before: a submission was stored, and what waited for it was not released. */
  async #releaseWhatIsStored(): Promise<void> {
    for (const { item } of [...this.#waiting.values()]) {
      if (item.after === null) continue;
      try {
        if ((await this.#options.numberOf(item.after)) !== 'unknown') await this.release(item.id);
        else if (isOrphan(item)) await this.#settle(item, { state: 'cancelled', code: 'NO_SUBMISSION' });
      } catch (error) {
        if (!isStoreError(error)) throw error;
        this.#options.log('module-item-failed', { kind: item.kind, failures: 1, reason: error.code });
      }
    }
  }

  async #runLane(module: ModuleName, items: readonly Waiting[]): Promise<number> {
    const lane = this.#lanes.get(module) ?? { failures: 0, notBefore: 0 };
    this.#lanes.set(module, lane);
    let next = Infinity;
    for (const waiting of items) {
      if (this.#stopped || this.#options.client.closed(module)) return Infinity;
      const wait = lane.notBefore - performance.now();
      if (wait > 0) return Math.min(wait, next);
      const pause = waiting.notBefore - performance.now();
      if (pause > 0) {
        next = Math.min(pause, next);
        continue;
      }
      try {
        await this.#send(waiting, lane);
      } catch (error) {
        // A full or failing disk must not end the service: the item is still there, the module knows its key.
        if (!isStoreError(error)) throw error;
        this.#waitLonger(waiting.item, lane, error.code, null);
      }
    }
    const wait = lane.notBefore - performance.now();
    const pauses = items.map(({ notBefore }) => notBefore - performance.now());
    return Math.min(...[wait, ...pauses].filter((ms) => ms > 0), next);
  }

  async #send(waiting: Waiting, lane: Lane): Promise<void> {
    const { client, log, delays } = this.#options;
    const { item, request } = waiting;
    const kind = this.#kindOf(item);
    if (!kind || item.after !== null) return;
    const number = item.submissionId === null ? null : await this.#options.numberOf(item.submissionId);
    if (number === 'never') {
      await this.#settle(item, { state: 'cancelled', code: 'SUBMISSION_REFUSED' });
      return;
    }
    const finished = typeof number === 'object' && number?.finished === true;
    if (kind.afterFinish && number !== 'unknown' && !finished) {
      const known = waiting.notBefore > 0;
      waiting.notBefore = performance.now() + delays.finishCheckMs;
      if (!known) this.#changed();
      return;
    }
    waiting.notBefore = 0;
    if (number === 'not-yet') return;
    if (number === 'unknown') {
      if (isOrphan(item)) await this.#settle(item, { state: 'cancelled', code: 'NO_SUBMISSION' });
      return;
    }
    const reply = await client.attempt(kind.module, kind.name, kind.operation, {
      idempotencyKey: item.id,
      body: { ...request, ...(number === null ? {} : { applyNo: number.applyNo }) },
    });
    if (this.#stopped && reply.kind === 'silence') return;
    switch (reply.kind) {
      case 'closed':
        return;
      case 'answer':
        lane.failures = 0;
        await this.#settle(item, { state: 'delivered', answer: reply.value });
        log('module-item-delivered', { kind: item.kind });
        return;
      case 'refused':
        // 401 and 403 speak of the terminal, not of the item.
        if (reply.status === 401 || reply.status === 403) {
          this.#waitLonger(item, lane, reply.code, null);
          return;
        }
        lane.failures = 0;
        await this.#settle(item, { state: 'refused', code: reply.code });
        log('module-item-refused', { kind: item.kind, code: reply.code });
        return;
      case 'later':
        this.#waitLonger(item, lane, reply.reason, reply.retryAfterMs);
        return;
      case 'silence':
        this.#waitLonger(item, lane, reply.reason, null);
        return;
    }
  }

  async #settle(item: QueuedItem, settlement: Parameters<QueueStore['settle']>[1]): Promise<void> {
    await this.#options.store.settle(item.id, settlement);
    this.#waiting.delete(item.id);
    this.#changed();
  }

  #waitLonger({ kind }: QueuedItem, lane: Lane, reason: string, retryAfterMs: number | null): void {
    const { delays, log } = this.#options;
    lane.failures += 1;
    lane.notBefore =
      performance.now() + retryDelay(lane.failures, { ...defaultDelays, ...delays }, retryAfterMs);
    log('module-item-failed', { kind, failures: lane.failures, reason });
  }

  /** Undefined for an item of a kind that this program does not know: it stays. */
  #kindOf({ kind }: QueuedItem): QueueKind | undefined {
    return this.#options.kinds[kind];
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
    this.#options.onChange();
  }
}

function isOrphan({ capturedAt }: QueuedItem): boolean {
  return Date.now() - Date.parse(capturedAt) > ORPHAN_AFTER_MS;
}

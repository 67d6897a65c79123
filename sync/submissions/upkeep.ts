import { CopyFailed, copyMadeAt, makeCopy } from './copy.ts';
import { isStoreError } from './database.ts';
import { storageState, type StorageOptions, type StorageState } from './disk-space.ts';
import type { SubmissionStore } from './store.ts';

/** After an acceptance the WAL is emptied this soon; several acceptances share it. The rule is 5 minutes. */
const EMPTY_WAL_AFTER_MS = 500;
const TICK_MS = 10_000;
const COPY_EVERY_MS = 3_600_000;
/** … or sooner, when so much has changed. */
const COPY_AFTER_OPERATIONS = 5000;
const PURGE_EVERY_MS = 3_600_000;

interface UpkeepOptions {
  readonly store: SubmissionStore;
  readonly folder: string;
  readonly storage: StorageOptions;
  /** First day in Shanghai, ISO date, whose envelopes stay although it was reconciled. */
  readonly keptFrom: () => string;
  readonly log: (event: string, facts: Record<string, string | number | boolean>) => void;
  readonly onChange: () => void;
}

/** What a store needs from time to time: an empty WAL, a good copy, the purge, a look at the free space. */
export class Upkeep {
  storage: StorageState;
  readonly #options: UpkeepOptions;
  readonly #ticks: NodeJS.Timeout;
  #emptyTimer: NodeJS.Timeout | undefined;
  #copying: Promise<void> | undefined;
  #copiedOperations = 0;
  #purgedAt = -Infinity;
  #stopped = false;

  constructor(options: UpkeepOptions) {
    this.#options = options;
    this.storage = storageState(options.folder, options.storage);
    this.#ticks = setInterval(() => this.#tick(), TICK_MS);
    this.#ticks.unref();
  }

  emptyWalSoon(): void {
    if (this.#stopped) return;
    this.#emptyTimer ??= setTimeout(() => {
      this.#emptyTimer = undefined;
      // A copy that is being made, or the technician's command, may hold the WAL for a moment.
      if (!this.#options.store.emptyWal()) this.emptyWalSoon();
    }, EMPTY_WAL_AFTER_MS);
  }

  /** Resolves when nothing touches the store any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#ticks);
    clearTimeout(this.#emptyTimer);
    await this.#copying;
  }

  #tick(): void {
    const { folder, storage, log, onChange } = this.#options;
    const before = this.storage.state;
    this.storage = storageState(folder, storage);
    if (this.storage.state !== before) {
      log('storage', { state: this.storage.state, freeShare: this.storage.freeShare });
      onChange();
    }
    this.#purge();
    if (this.#copyIsDue()) this.#copy();
  }

  #copyIsDue(): boolean {
    const changes = this.#options.store.operations - this.#copiedOperations;
    const madeAt = copyMadeAt(this.#options.folder);
    if (madeAt === null) return true;
    const age = Date.now() - madeAt;
    // A clock that went back makes no copy young for ever.
    return changes >= COPY_AFTER_OPERATIONS || (changes > 0 && (age > COPY_EVERY_MS || age < 0));
  }

  #copy(): void {
    const { store, folder, log } = this.#options;
    const { operations, newest } = store;
    this.#copying ??= makeCopy(folder)
      .then(() => {
        this.#copiedOperations = operations;
        store.copied(newest);
      })
      .catch((error: unknown) => {
        // A full disk, or damage that the next start repairs.
        if (!(error instanceof CopyFailed)) throw error;
        log('store-copy-failed', { reason: error.code });
      })
      .finally(() => {
        this.#copying = undefined;
      });
  }

  #purge(): void {
    if (performance.now() - this.#purgedAt < PURGE_EVERY_MS) return;
    this.#purgedAt = performance.now();
    const { store, log, keptFrom } = this.#options;
    store.purge(keptFrom()).then(
      (count) => {
        if (count === 0) return;
        log('submissions-purged', { count });
        this.emptyWalSoon();
        // The copy before still holds what was just destroyed.
        this.#copy();
      },
      (error: unknown) => {
        if (!isStoreError(error)) throw error;
        log('purge-failed', { reason: error.code });
      },
    );
  }
}

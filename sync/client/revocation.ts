import type { PublishedCatalogue, RequestKeyJwk } from '../contract/index.ts';
import { sha256Hex } from '../contract/index.ts';
import { isStoreError } from '../submissions/database.ts';
import type { Revocation } from '../submissions/case-rows.ts';
import type { SubmissionStore } from '../submissions/store.ts';
import type { PlatformApi } from './api.ts';
import type { SyncDelays, SyncLog } from './facade.ts';

interface RevocationOptions {
  readonly api: Pick<PlatformApi, 'call' | 'clockAheadMs'>;
  readonly store: Pick<SubmissionStore, 'cases'>;
  readonly requestKey: RequestKeyJwk | undefined;
  readonly delays: SyncDelays;
  readonly log: SyncLog;
  readonly readCatalogue: (text: string) => Promise<PublishedCatalogue | null>;
  readonly onChange: () => void;
  readonly onAdmitted: () => void;
}

/**
 * The platform has revoked this terminal: everything stops and everything is kept. That outlives restarts and ends only
 * by a signed word of the platform (a catalogue that it has signed for this terminal since then, which it gives to
 * admitted terminals alone) or by a new enrolment (another key).
 */
export class RevocationWatch {
  readonly #options: RevocationOptions;
  readonly #keyHash: string | null;
  #revocation: Revocation | null;
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> | undefined;
  #stopped = false;

  constructor(options: RevocationOptions) {
    this.#options = options;
    const { requestKey, store } = options;
    this.#keyHash = requestKey ? sha256Hex(JSON.stringify(requestKey)) : null;
    this.#revocation = store.cases.revocation;
    if (!this.#revocation) return;
    if (this.#revocation.keyHash === this.#keyHash) this.#askLater();
    else this.#work(this.#admit('new-enrolment'));
  }

  /** ISO 8601, UTC, by the platform's clock; null while the terminal may send. */
  get since(): string | null {
    return this.#revocation?.since ?? null;
  }

  /** The platform says so. */
  revoke(): void {
    if (this.#revocation || this.#stopped) return;
    const { api, store, log, onChange } = this.#options;
    const since = new Date(Date.now() + api.clockAheadMs).toISOString();
    const revocation = { since, keyHash: this.#keyHash };
    this.#revocation = revocation;
    log('terminal-revoked', { since });
    this.#work(store.cases.setRevocation(revocation));
    this.#askLater();
    onChange();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#working;
  }

  /** A disk that fails now is not what ends the service: the platform will say it again. */
  #work(work: Promise<void>): void {
    const before = this.#working ?? Promise.resolve();
    this.#working = before.then(() =>
      work.catch((error: unknown) => {
        if (!isStoreError(error)) throw error;
        this.#options.log('revocation-not-stored', { reason: error.code });
      }),
    );
  }

  #askLater(): void {
    if (this.#stopped || !this.#revocation) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        this.#work(this.#ask().finally(() => this.#askLater()));
      },
      this.#options.delays.revokedAskMs * (0.5 + Math.random() / 2),
    );
  }

  async #ask(): Promise<void> {
    const { api, delays, readCatalogue } = this.#options;
    const reply = await api.call('getCatalogue', { timeoutMs: delays.requestTimeoutMs });
    if (reply.kind !== 'answer') return;
    const catalogue = await readCatalogue(reply.value.catalogue);
    // One from before the revocation may be a replay.
    if (catalogue && catalogue.publishedAt > (this.#revocation?.since ?? ''))
      await this.#admit('signed-word');
  }

  async #admit(by: string): Promise<void> {
    const { store, log, onChange, onAdmitted } = this.#options;
    await store.cases.setRevocation(null);
    this.#revocation = null;
    log('terminal-admitted', { by });
    onChange();
    onAdmitted();
  }
}

import { randomUUID } from 'node:crypto';
import { AGGREGATION_MAX_RECORDS, type LibraryRecord } from '../contract/index.ts';
import type { ReportedStep } from '../submissions/case-rows.ts';
import { isStoreError } from '../submissions/database.ts';
import type { SubmissionStore } from '../submissions/store.ts';
import type { PlatformApi } from './api.ts';
import type { SyncDelays, SyncLog } from './facade.ts';
import { libraryRecordsOf } from './library-records.ts';
import { retryDelay } from './retry.ts';

/** Lines of the audit that are looked at together; one of them may give several records. */
const LINES_AT_A_TIME = 250;
/**
 * Submissions go first: while they are delivered, reports of their steps gather for so many delays, which is half of
 * what the rule allows.
 */
const DELAYS_WHILE_DELIVERING = 5;

interface ReporterOptions {
  readonly api: Pick<PlatformApi, 'call'>;
  readonly store: Pick<SubmissionStore, 'cases'>;
  readonly terminal: { readonly terminalId: string; readonly siteCode: string };
  readonly delays: SyncDelays;
  readonly log: SyncLog;
  /** Online, and not revoked. */
  readonly mayReport: () => boolean;
  /** Submissions are on their way. */
  readonly isDelivering: () => boolean;
  readonly onSilence: () => void;
}

/**
 * Aggregation (数据汇聚, art. 17): every step of every submission goes to the platform's libraries. The audit chain is
 * the outbox: it is written in the transaction of the step itself, in order, and a cursor in it says how far the
 * platform has everything. A batch whose answer was lost goes once more; the platform knows each record by `row_guid`
 * and `cd_batch`.
 */
export class Reporter {
  readonly #options: ReporterOptions;
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;
  #reporting: Promise<void> | undefined;
  /** When what has gathered is reported at the latest, of the monotonic clock, ms; undefined when nothing has. */
  #latest: number | undefined;
  #stopped = false;

  constructor(options: ReporterOptions) {
    this.#options = options;
  }

  /** Lines of the audit that the platform has still to hear of. */
  get waiting(): number {
    const { reported, last } = this.#options.store.cases.reporting;
    return last - reported;
  }

  /** Something happened. Several steps within the delay share a batch. */
  soon(): void {
    const { reportDelayMs } = this.#options.delays;
    this.#latest ??= performance.now() + DELAYS_WHILE_DELIVERING * reportDelayMs;
    if (this.#failures === 0) this.#in(reportDelayMs);
  }

  /** The network is back. */
  resume(): void {
    this.#failures = 0;
    this.soon();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#reporting;
  }

  #in(ms: number): void {
    if (this.#stopped || this.#timer || this.#reporting) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (!this.#options.mayReport()) {
        // The next step, or the network that is back, begins anew.
        this.#failures = 0;
        this.#latest = undefined;
        return;
      }
      if (this.#gathers) return this.#in(this.#options.delays.reportDelayMs);
      this.#latest = undefined;
      this.#reporting = this.#report().then((again) => {
        this.#reporting = undefined;
        if (again !== null) this.#in(again);
      });
    }, ms);
  }

  get #gathers(): boolean {
    return this.#options.isDelivering() && performance.now() < (this.#latest ?? -Infinity);
  }

  /** @returns milliseconds until there is more to do; null when nothing is */
  async #report(): Promise<number | null> {
    const { store, delays, log } = this.#options;
    try {
      while (!this.#stopped) {
        const { steps, last } = await store.cases.unreported(LINES_AT_A_TIME);
        if (last === null) return null;
        const waitMs = await this.#sendAll(steps);
        if (waitMs !== null) return waitMs;
        await store.cases.markReported(last);
        // What came meanwhile gathers again; a full page has more behind it.
        if (steps.length < LINES_AT_A_TIME) return delays.reportDelayMs;
      }
      return null;
    } catch (error) {
      if (!isStoreError(error)) throw error;
      log('report-store-failed', { reason: error.code });
      return retryDelay(++this.#failures, delays);
    }
  }

  /** @returns how long to wait before it is tried again; null when all of it has arrived */
  async #sendAll(steps: readonly ReportedStep[]): Promise<number | null> {
    const records = steps.flatMap((step) => libraryRecordsOf(step, this.#options.terminal));
    for (let from = 0; from < records.length; from += AGGREGATION_MAX_RECORDS) {
      const waitMs = await this.#send(records.slice(from, from + AGGREGATION_MAX_RECORDS));
      if (waitMs !== null) return waitMs;
    }
    return null;
  }

  async #send(records: LibraryRecord[]): Promise<number | null> {
    const { api, delays, log, onSilence } = this.#options;
    const reply = await api.call('reportEvents', {
      timeoutMs: delays.requestTimeoutMs,
      idempotencyKey: randomUUID(),
      body: { records },
    });
    if (this.#stopped) return 0;
    if (reply.kind === 'answer') {
      this.#failures = 0;
      for (const { result, field = '' } of reply.value.results) {
        // Never again as it is; the platform and this program do not agree on its form.
        if (result === 'refused') log('report-refused', { field });
      }
      return null;
    }
    this.#failures += 1;
    if (reply.kind === 'silence') onSilence();
    else log('report-failed', { reason: reply.kind === 'refused' ? reply.code : reply.reason });
    return reply.kind === 'refused'
      ? delays.heldRetryMs
      : retryDelay(this.#failures, delays, reply.kind === 'later' ? reply.retryAfterMs : null);
  }
}

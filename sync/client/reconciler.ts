import { shanghaiDay } from '../contract/index.ts';
import { isStoreError } from '../submissions/database.ts';
import type { DayEntry } from '../submissions/case-rows.ts';
import type { SubmissionStore } from '../submissions/store.ts';
import type { PlatformApi } from './api.ts';
import { compareDay, type DayReport } from './compare-day.ts';
import { deliver, type DeliveryTarget } from './deliver.ts';
import type { SyncDelays, SyncLog } from './facade.ts';

const DAY_MS = 86_400_000;

interface ReconcilerOptions {
  readonly api: Pick<PlatformApi, 'call' | 'clockAheadMs'>;
  readonly store: Pick<SubmissionStore, 'cases' | 'markReconciled'>;
  readonly target: DeliveryTarget;
  readonly delays: SyncDelays;
  readonly log: SyncLog;
  readonly mayRun: () => boolean;
  readonly onChange: () => void;
  /** The clock of the terminal. */
  readonly now: () => Date;
}

/**
 * 对账: after midnight in Shanghai, and at the start for days that are still open, each day and unit is compared with the
 * platform. What the platform has lost or altered is sent once more with the receipt that it signed for it, doubles
 * are withdrawn, and what nobody can mend goes into the report for staff. A day whose units are all equal is closed.
 */
export class Reconciler {
  readonly #options: ReconcilerOptions;
  /** Spreads the terminals of a city over the time after midnight. */
  readonly #spreadMs: number;
  #doneFor: string | null = null;
  #withToday = false;
  #notBefore = 0;
  #running: Promise<void> | undefined;
  #mending: Promise<unknown> | undefined;
  #stopped = false;

  constructor(options: ReconcilerOptions) {
    this.#options = options;
    this.#spreadMs = Math.random() * options.delays.reconcileSpreadMs;
  }

  /** Newest day first. */
  reports(limit: number): DayReport[] {
    return this.#options.store.cases.reports(limit).map((text) => JSON.parse(text) as DayReport);
  }

  /** Looks whether a day is to be compared; cheap, so that it may be called with every poll. */
  look(): void {
    const now = this.#now();
    const today = shanghaiDay(now);
    const isDue = this.#withToday || this.#doneFor !== today;
    if (this.#stopped || this.#running || !isDue || performance.now() < this.#notBefore) return;
    const sinceMidnight = now.getTime() - Date.parse(`${today}T00:00:00+08:00`);
    // At a start everything at once; later each terminal at its own time of the night.
    if (this.#doneFor !== null && !this.#withToday && sinceMidnight < this.#spreadMs) return;
    if (!this.#options.mayRun()) return;
    this.#running = this.#run(today)
      .catch((error: unknown) => {
        if (!isStoreError(error)) throw error;
        this.#options.log('reconciliation-store-failed', { reason: error.code });
        this.#later();
      })
      .finally(() => {
        this.#running = undefined;
      });
  }

  /** The platform went back in time: compares everything that can still be given back, today's as well. */
  now(): void {
    this.#withToday = true;
    this.#notBefore = 0;
    this.look();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
    await this.#mending;
  }

  #now(): Date {
    return new Date(this.#options.now().getTime() + this.#options.api.clockAheadMs);
  }

  #later(): void {
    this.#notBefore = performance.now() + this.#options.delays.heldRetryMs * (0.5 + Math.random() / 2);
  }

  async #run(today: string): Promise<void> {
    const withToday = this.#withToday;
    let answered = true;
    for (const day of this.#days(today, withToday)) {
      if (this.#stopped) return;
      answered = (await this.#reconcile(day, day !== today)) && answered;
      this.#options.onChange();
      if (!answered) break;
    }
    if (!answered) {
      this.#later();
      return;
    }
    if (withToday) this.#withToday = false;
    this.#doneFor = today;
  }

  /** Days with submissions that are not closed, oldest first. */
  #days(today: string, withToday: boolean): string[] {
    const { cases } = this.#options.store;
    const days: string[] = [];
    let first = cases.firstAcceptedSince('');
    while (first !== null) {
      const day = shanghaiDay(new Date(first));
      const [from, to] = dayBounds(day);
      if (day < today || (withToday && day === today)) {
        const closed = cases.closedUnits(day);
        if (cases.entriesBetween(from, to).some(({ unitCode }) => !closed.includes(unitCode))) days.push(day);
      }
      first = cases.firstAcceptedSince(to);
    }
    return days;
  }

  /** @returns whether the platform has answered for every unit */
  async #reconcile(day: string, mayClose: boolean): Promise<boolean> {
    const { store, log, api, delays } = this.#options;
    const entries = store.cases.entriesBetween(...dayBounds(day));
    const byUnit = Map.groupBy(entries, ({ unitCode }) => unitCode);
    const alreadyClosed = store.cases.closedUnits(day);
    const asked = new Set<string>();
    const waiting = [...byUnit.keys()].filter((unit) => !alreadyClosed.includes(unit));
    for (let unit = waiting.shift(); unit !== undefined; unit = waiting.shift()) {
      asked.add(unit);
      const ours = byUnit.get(unit) ?? [];
      const report = await compareDay(
        { day, unitCode: unit, entries: ours, at: this.#now() },
        {
          ...{ api, timeoutMs: delays.requestTimeoutMs },
          isKnown: (key) => store.cases.isKnown(key),
          mend: (key) => this.mend(key),
        },
      );
      if (report === null) return false;
      const closed = report.report.closed && mayClose;
      await store.cases.saveReport(day, unit, closed, JSON.stringify({ ...report.report, closed }));
      if (closed) await this.#close(day, ours);
      const { missing, altered, doubles, extra, unmended } = report.report;
      log('reconciled', {
        ...{
          day,
          unitCode: unit,
          closed,
          count: ours.length,
          missing: missing.length,
          altered: altered.length,
        },
        ...{ doubles: doubles.length, extra: extra.length, unmended: unmended.length },
      });
      for (const other of report.units) {
        if (!asked.has(other) && !waiting.includes(other) && !alreadyClosed.includes(other))
          waiting.push(other);
      }
    }
    return true;
  }

  async #close(day: string, entries: readonly DayEntry[]): Promise<void> {
    const { cases } = this.#options.store;
    const ids = entries.flatMap(({ key }) => cases.idsWithCorrections(key));
    await this.#options.store.markReconciled(ids, day);
  }

  /**
   * Gives the platform a submission that it has accepted once, with its corrections, and the receipts that it signed.
   * @returns whether the platform has all of it now
   */
  mend(id: string): Promise<boolean> {
    const mending = this.#mend(id).catch((error: unknown) => {
      if (!isStoreError(error)) throw error;
      return false;
    });
    this.#mending = mending;
    return mending;
  }

  async #mend(id: string): Promise<boolean> {
    const { store, target, log } = this.#options;
    const all = store.cases.acceptedOf(id);
    if (all.length === 0) return false;
    for (const submission of all) {
      const delivery = await deliver(submission, { ...target, onNumber: () => Promise.resolve() });
      if (delivery.kind === 'accepted') continue;
      log('submission-not-given-back', { id, reason: delivery.kind });
      return false;
    }
    log('submission-given-back', { id });
    return true;
  }
}

/** First instant of a day in Shanghai and of the next one. */
export function dayBounds(day: string): [string, string] {
  const start = Date.parse(`${day}T00:00:00+08:00`);
  return [new Date(start).toISOString(), new Date(start + DAY_MS).toISOString()];
}

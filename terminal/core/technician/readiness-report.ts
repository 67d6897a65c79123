import type { TechnicianOn } from '@tongban/contract';
import type { ReceiptPrinter } from '@tongban/peripherals/receipt-printer';
import type { LastReadiness } from '../last-readiness.ts';
import type { Log } from '../log.ts';
import { composeReadinessSlip } from '../slip/readiness-slip.ts';
import type { PageParts } from './pages.ts';
import type { Readying } from './readiness.ts';

export interface ReportParts extends Pick<PageParts, 'centre' | 'software' | 'terminalId'> {
  readonly receiptPrinter: Pick<ReceiptPrinter, 'print'>;
  readonly lastReadiness: LastReadiness;
  readonly siteName: string;
  readonly log: Log;
}

/** How ready the terminal is, told to the centre and printed for who has to sign it: also with things left to be done. */
export class ReadinessReport {
  readonly #parts: ReportParts;
  readonly #readying: Readying;
  readonly #onChange: () => void;
  /** That was made in this stay. */
  #made: { readonly at: string; readonly slip: 'printing' | 'printed' | 'not-printed' } | null = null;

  constructor(parts: ReportParts, readying: Readying, onChange: () => void) {
    this.#parts = parts;
    this.#readying = readying;
    this.#onChange = onChange;
  }

  get isPrinting(): boolean {
    return this.#made?.slip === 'printing';
  }

  make(): void {
    const { lastReadiness, receiptPrinter, centre, software, siteName, terminalId, log } = this.#parts;
    const { steps } = this.#readying;
    const report = this.#readying.report(steps, new Date());
    lastReadiness.keep(report);
    centre()?.soon();
    log('technician.report', { ready: report.ready });
    const { at, ready } = report;
    const printing = { at, slip: 'printing' } as const;
    this.#made = printing;
    this.#onChange();
    const slip = composeReadinessSlip({ at, ready, steps, software, siteName, terminalId });
    void receiptPrinter.print(slip).then(({ kind }) => {
      // Who made it may be gone: then it is nobody's.
      if (this.#made !== printing) return;
      this.#made = { at, slip: kind === 'printed' ? 'printed' : 'not-printed' };
      this.#onChange();
    });
  }

  /** Who made it has left. */
  forget(): void {
    this.#made = null;
  }

  page(): TechnicianOn<'readiness'> {
    const steps = this.#readying.steps.map(({ words, next, page }) => ({ words, next, page }));
    if (!this.#made) return { screen: 'technician', page: 'readiness', steps, report: null };
    const { at, slip } = this.#made;
    const joined = this.#parts.centre();
    const isTold = (joined?.saidAt ?? '') >= at;
    const sent = joined ? (isTold ? 'told' : 'waits') : 'no-centre';
    return { screen: 'technician', page: 'readiness', steps, report: { slip, sent } };
  }
}

import { OneAtATime } from '../one-at-a-time.ts';
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import type { Device } from '../device.ts';
import { DEFAULT_DELAYS } from './delays.ts';
import type { DocumentPrinterDelays } from './delays.ts';
import { IppPrinter } from './driver.ts';
import { IppClient } from './ipp-client.ts';
import { printJob } from './print-job.ts';
import type { DocumentPrintOutcome } from './print-job.ts';
import type { DocumentPrinterCapabilities, PrinterReport } from './protocol/printer-report.ts';
import { isObstacle, summarise, toStatus } from './status.ts';
import type { DocumentPrinterStatus } from './status.ts';

export interface DocumentPrintOptions {
  /** 1 when left out. */
  readonly copies?: number;
  /** Both sides, bound at the long edge; a printer that cannot do it prints on one side. */
  readonly duplex?: boolean;
  /** What the printer's panel and its queue show to everybody: the kind of paper, never personal data. */
  readonly name: string;
}

export interface DocumentPrinter extends Device<DocumentPrinterStatus> {
  /** What it can do; undefined until it has answered once. */
  readonly capabilities: DocumentPrinterCapabilities | undefined;
  /**
   * Prints one PDF; jobs wait for each other. Never prints twice by itself, and what it calls `failed` does not come out
   * later. The bytes stay in memory and must not be changed meanwhile.
   * @throws RangeError when copies is not a whole number from 1 on
   */
  print(pdf: Uint8Array, options: DocumentPrintOptions): Promise<DocumentPrintOutcome>;
}

export interface DocumentPrinterOptions {
  /** ipp:// or ipps:// address of a printer or of a CUPS queue. */
  readonly url: string;
  /** Name of this terminal in the queue: the same after each start, and not that of another one at the same printer. */
  readonly owner?: string;
  /** PEM of the certificate that an ipps:// printer made for itself. */
  readonly certificate?: string;
  readonly delays?: Partial<DocumentPrinterDelays>;
}

/**
 * A printer for documents over IPP/1.1 (RFC 8010, 8011).
 * @throws TypeError when the address is not one of IPP
 */
export function createDocumentPrinter(options: DocumentPrinterOptions): DocumentPrinter {
  return new IppDocumentPrinter(options);
}

const MAX_PDF_BYTES = 32 * 1024 * 1024;
const HEADER = '%PDF-';
const END_MARK = '%%EOF';
/** Readers look for the end mark in the last kilobyte (ISO 32000-1, annex H, note 18). */
const END_BYTES = 1024;
const MAX_NAME_LENGTH = 60;
/** One lost answer does not make a printer disconnected. */
const REPORT_TRIES = 2;

class IppDocumentPrinter implements DocumentPrinter {
  readonly #client: IppClient;
  readonly #owner: string;
  readonly #delays: DocumentPrinterDelays;
  readonly #listeners = new Set<(status: DocumentPrinterStatus) => void>();
  #status = toStatus('disconnected');
  #capabilities: DocumentPrinterCapabilities | undefined;
  /** The tail of the queue: looks and jobs share one line and must not overlap. */
  readonly #line = new OneAtATime();
  /** Jobs of ours may be in the queue that nobody waits for any more, or their documents still lie there. */
  #leftovers = true;
  #session: { readonly printer: IppPrinter; readonly stop: AbortController } | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor({ url, owner, certificate, delays }: DocumentPrinterOptions) {
    this.#client = new IppClient(url, certificate);
    this.#owner = owner ?? `tongban-${hostname()}`;
    this.#delays = { ...DEFAULT_DELAYS, ...delays };
  }

  get status(): DocumentPrinterStatus {
    return this.#status;
  }

  get capabilities(): DocumentPrinterCapabilities | undefined {
    return this.#capabilities;
  }

  onStatus(listener: (status: DocumentPrinterStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  open(): void {
    if (this.#session !== undefined) return;
    const stop = new AbortController();
    const printer = new IppPrinter(this.#client, this.#owner, this.#delays, stop.signal);
    this.#session = { printer, stop };
    this.#leftovers = true;
    this.#running = this.#run(printer, stop.signal);
  }

  async close(): Promise<void> {
    this.#session?.stop.abort();
    this.#session = undefined;
    await this.#running;
    await this.#line.idle();
    this.#publish(toStatus('disconnected'));
  }

  async print(
    pdf: Uint8Array,
    { copies = 1, duplex = false, name }: DocumentPrintOptions,
  ): Promise<DocumentPrintOutcome> {
    if (!Number.isInteger(copies) || copies < 1) throw new RangeError('copies is a whole number from 1 on');
    if (pdf.length > MAX_PDF_BYTES) return { kind: 'failed', reason: 'too-large' };
    if (!isPdf(pdf)) return { kind: 'failed', reason: 'not-a-pdf' };
    return this.#line.run(async () => {
      const session = this.#session;
      if (session === undefined) return { kind: 'failed', reason: 'disconnected' };
      const { printer, stop } = session;
      const report = await this.#look(printer, stop.signal);
      if (report === undefined) return { kind: 'failed', reason: 'disconnected' };
      const kind = summarise(report);
      if (kind === 'disconnected' || isObstacle(kind)) return { kind: 'failed', reason: kind };
      if (!report.takesPdf) return { kind: 'failed', reason: 'pdf-not-supported' };
      if (copies > report.capabilities.maxCopies) return { kind: 'failed', reason: 'copies-not-supported' };
      const onReport = (latest: PrinterReport): void => this.#show(latest);
      const around = { printer, delays: this.#delays, signal: stop.signal, onReport };
      const outcome = await printJob(around, { name: uniqueName(name), copies, duplex }, report, pdf);
      // Of what came out a copy stays; and a lost answer to Create-Job leaves a job that waits for its document.
      this.#leftovers = true;
      // The caller's next look at `status` must not be older than this outcome.
      await this.#look(printer, stop.signal);
      return outcome;
    });
  }

  async #run(printer: IppPrinter, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#line.run(() => this.#look(printer, signal));
      await wait(this.#delays.pollMs, undefined, { signal }).catch((error: unknown) => {
        // Ended by the signal, which the loop asks for itself.
        if (!signal.aborted) throw error;
      });
    }
  }

  /** Asks the printer how it is, shows it, and takes what nobody waits for out of its queue. */
  async #look(printer: IppPrinter, signal: AbortSignal): Promise<PrinterReport | undefined> {
    for (let tries = 0; tries < REPORT_TRIES && !signal.aborted; tries++) {
      const report = await printer.report();
      if (!report.ok) continue;
      if (this.#leftovers) await this.#clearLeftovers(printer, report.value);
      this.#show(report.value);
      return report.value;
    }
    this.#publish(toStatus('disconnected'));
    return undefined;
  }

  async #clearLeftovers(printer: IppPrinter, { keepsDocuments }: PrinterReport): Promise<void> {
    const jobs = await printer.ownJobs();
    if (!jobs.ok) {
      // A printer that has no list of jobs cannot be tidied; any other failure is tried again at the next look.
      if (jobs.failure.kind === 'refused') this.#leftovers = false;
      return;
    }
    for (const { id } of jobs.value) await printer.cancel(id);
    const purged = !keepsDocuments || (await purgeOver(printer));
    this.#leftovers = jobs.value.length > 0 || !purged;
  }

  #show(report: PrinterReport): void {
    this.#capabilities = report.capabilities;
    this.#publish(toStatus(summarise(report), report));
  }

  #publish(status: DocumentPrinterStatus): void {
    if (status.kind === this.#status.kind && `${status.reasons}` === `${this.#status.reasons}`) return;
    this.#status = status;
    for (const listener of [...this.#listeners]) listener(status);
  }
}

/**
 * False while something may be kept that a next try can destroy: a list has an end before the queue has one, and what a
 * queue refuses it will refuse again.
 */
async function purgeOver(printer: IppPrinter): Promise<boolean> {
  const over = await printer.ownJobs('completed');
  if (!over.ok) return over.failure.kind === 'refused';
  let refused = 0;
  for (const { id } of over.value) {
    const purged = await printer.purge(id);
    if (purged.ok) continue;
    if (purged.failure.kind !== 'refused') return false;
    refused += 1;
  }
  return refused === over.value.length;
}

/** Begins and ends as a PDF; one that was cut short is not sent. */
function isPdf(bytes: Uint8Array): boolean {
  const text = new TextDecoder('latin1');
  return (
    text.decode(bytes.subarray(0, HEADER.length)) === HEADER &&
    text.decode(bytes.subarray(-END_BYTES)).includes(END_MARK)
  );
}

/** A job whose number is lost is found again by its name. */
function uniqueName(name: string): string {
  const shown = name.replace(/\p{Cc}+/gu, ' ').trim();
  return `${[...shown].slice(0, MAX_NAME_LENGTH).join('')} ${randomBytes(4).toString('hex')}`;
}

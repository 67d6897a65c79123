import type { IppClient, IppResult } from './ipp-client.ts';
import type { IppResponse } from './protocol/decode.ts';
import type { IppRequest, RequestAttribute } from './protocol/encode.ts';
import { JOB_ATTRIBUTES, readJobReports } from './protocol/job-report.ts';
import type { JobReport } from './protocol/job-report.ts';
import { A4, COLLATED, REPORT_ATTRIBUTES, readPrinterReport } from './protocol/printer-report.ts';
import type { PrinterReport } from './protocol/printer-report.ts';
import { OPERATION, TAG } from './protocol/tags.ts';

/** What a job is to be. */
export interface JobTicket {
  /** Seen on the printer's panel and in the queue. */
  readonly name: string;
  readonly copies: number;
  readonly duplex: boolean;
}

export interface DriverDelays {
  /** For the answer to a question. */
  readonly requestTimeoutMs: number;
  /** For a whole document to be taken: printers take the next page when they have room for it. */
  readonly sendTimeoutMs: number;
}

/** More unfinished jobs of one terminal than there can be. */
const MAX_OWN_JOBS = 50;

/** The operations of one printer or queue (RFC 8011 section 4), as its owner sees them. */
export class IppPrinter {
  readonly #client: IppClient;
  readonly #owner: string;
  readonly #delays: DriverDelays;
  readonly #signal: AbortSignal;

  /**
   * @param owner name under which this terminal's jobs stand in the queue
   * @param signal ends all calls that are under way
   */
  constructor(client: IppClient, owner: string, delays: DriverDelays, signal: AbortSignal) {
    this.#client = client;
    this.#owner = owner;
    this.#delays = delays;
    this.#signal = signal;
  }

  async report(): Promise<IppResult<PrinterReport>> {
    const result = await this.#ask({
      operation: OPERATION.getPrinterAttributes,
      attributes: [this.#user(), requested(REPORT_ATTRIBUTES)],
    });
    return read(result, readPrinterReport);
  }

  /** Makes a job that waits for its document. */
  async createJob(ticket: JobTicket, report: PrinterReport): Promise<IppResult<JobReport>> {
    const result = await this.#ask({
      operation: OPERATION.createJob,
      attributes: [this.#user(), nameOf(ticket)],
      job: template(ticket, report),
    });
    return read(result, (response) => readJobReports(response)[0]);
  }

  async sendDocument(jobId: number, document: Uint8Array): Promise<IppResult<IppResponse>> {
    return this.#ask(
      {
        operation: OPERATION.sendDocument,
        attributes: [
          { name: 'job-id', tag: TAG.integer, value: jobId },
          this.#user(),
          PDF,
          { name: 'last-document', tag: TAG.boolean, value: true },
        ],
      },
      document,
    );
  }

  /** Job and document at once, for printers that cannot do it in two steps. */
  async printJob(
    ticket: JobTicket,
    report: PrinterReport,
    document: Uint8Array,
  ): Promise<IppResult<JobReport>> {
    const result = await this.#ask(
      {
        operation: OPERATION.printJob,
        attributes: [this.#user(), nameOf(ticket), PDF],
        job: template(ticket, report),
      },
      document,
    );
    return read(result, (response) => readJobReports(response)[0]);
  }

  async job(jobId: number): Promise<IppResult<JobReport>> {
    const result = await this.#ask({
      operation: OPERATION.getJobAttributes,
      attributes: [
        { name: 'job-id', tag: TAG.integer, value: jobId },
        this.#user(),
        requested(JOB_ATTRIBUTES),
      ],
    });
    return read(result, (response) => readJobReports(response).find(({ id }) => id === jobId));
  }

  async cancel(jobId: number): Promise<IppResult<IppResponse>> {
    return this.#ask({
      operation: OPERATION.cancelJob,
      attributes: [{ name: 'job-id', tag: TAG.integer, value: jobId }, this.#user()],
    });
  }

  /**
   * Destroys what a CUPS queue keeps of a job that is over, its document first (`purge-job` of Cancel-Job, CUPS'
   * implementation of IPP).
   */
  async purge(jobId: number): Promise<IppResult<IppResponse>> {
    return this.#ask({
      operation: OPERATION.cancelJob,
      attributes: [
        { name: 'job-id', tag: TAG.integer, value: jobId },
        this.#user(),
        { name: 'purge-job', tag: TAG.boolean, value: true },
      ],
    });
  }

  /** The jobs of this terminal; those of others at a shared printer are left out. */
  async ownJobs(which: 'not-completed' | 'completed' = 'not-completed'): Promise<IppResult<JobReport[]>> {
    const result = await this.#ask({
      operation: OPERATION.getJobs,
      attributes: [
        this.#user(),
        { name: 'limit', tag: TAG.integer, value: MAX_OWN_JOBS },
        requested(JOB_ATTRIBUTES),
        { name: 'which-jobs', tag: TAG.keyword, value: which },
        { name: 'my-jobs', tag: TAG.boolean, value: true },
      ],
    });
    return read(result, (response) => readJobReports(response).filter(({ owner }) => owner === this.#owner));
  }

  #ask(request: IppRequest, document?: Uint8Array): Promise<IppResult<IppResponse>> {
    const timeoutMs = document === undefined ? this.#delays.requestTimeoutMs : this.#delays.sendTimeoutMs;
    const call = { timeoutMs, signal: this.#signal };
    return this.#client.call(request, document === undefined ? call : { ...call, document });
  }

  #user(): RequestAttribute {
    return { name: 'requesting-user-name', tag: TAG.name, value: this.#owner };
  }
}

const PDF: RequestAttribute = { name: 'document-format', tag: TAG.mimeType, value: 'application/pdf' };

function requested(names: readonly string[]): RequestAttribute {
  return { name: 'requested-attributes', tag: TAG.keyword, value: names };
}

function nameOf({ name }: JobTicket): RequestAttribute {
  return { name: 'job-name', tag: TAG.name, value: name };
}

/** Only what the printer says that it can do: some refuse a whole job for one attribute that they do not know. */
function template({ copies, duplex }: JobTicket, report: PrinterReport): RequestAttribute[] {
  const attributes: RequestAttribute[] = [];
  if (report.hasA4) attributes.push({ name: 'media', tag: TAG.keyword, value: A4 });
  if (copies > 1) {
    attributes.push({ name: 'copies', tag: TAG.integer, value: copies });
    if (report.collates) {
      attributes.push({ name: 'multiple-document-handling', tag: TAG.keyword, value: COLLATED });
    }
  }
  if (report.capabilities.duplex) {
    // Without this a printer that is set to both sides would print on both.
    attributes.push({
      name: 'sides',
      tag: TAG.keyword,
      value: duplex ? 'two-sided-long-edge' : 'one-sided',
    });
  }
  return attributes;
}

/** An answer without what it must hold is no answer. */
function read<T>(
  result: IppResult<IppResponse>,
  pick: (response: IppResponse) => T | undefined,
): IppResult<T> {
  if (!result.ok) return result;
  const value = pick(result.value);
  return value === undefined ? { ok: false, failure: { kind: 'broken' } } : { ok: true, value };
}

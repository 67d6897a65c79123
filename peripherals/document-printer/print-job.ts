import { setTimeout as wait } from 'node:timers/promises';
import type { IppPrinter, JobTicket } from './driver.ts';
import type { IppFailure, IppResult } from './ipp-client.ts';
import { isOver } from './protocol/job-report.ts';
import type { JobReport } from './protocol/job-report.ts';
import type { PrinterReport } from './protocol/printer-report.ts';
import { STATUS } from './protocol/tags.ts';
import { isObstacle, summarise } from './status.ts';
import type { DocumentObstacle } from './status.ts';

/** Why a document did not come out whole. */
export type PrintFailure =
  | DocumentObstacle
  | 'disconnected'
  /** Somebody cancelled it at the printer or in the queue. */
  | 'cancelled'
  /** The printer gave up without a cause that it names. */
  | 'aborted'
  /** Nothing moved for too long. */
  | 'too-slow'
  /** Others kept it at work for too long. */
  | 'busy'
  | 'refused'
  | 'pdf-not-supported'
  | 'copies-not-supported'
  | 'not-a-pdf'
  | 'too-large';

/**
 * How a document ended. `failed`: it will not come out later, so it may be printed again (some pages may lie in the tray).
 * `unknown`: a person has to look: nothing was heard any more (`disconnected`), the printer has forgotten the job
 * (`forgotten`), the printer was told to cancel and does not let the job go, so that it may come out after a refill
 * (`not-cancelled`), or the way to the printer is write-only (`write-only`).
 */
export type DocumentPrintOutcome =
  | { readonly kind: 'printed' }
  | { readonly kind: 'failed'; readonly reason: PrintFailure }
  | {
      readonly kind: 'unknown';
      readonly reason: 'disconnected' | 'forgotten' | 'not-cancelled' | 'write-only';
    };

export interface JobDelays {
  /** Between two looks at a job. */
  readonly jobPollMs: number;
  /** A job that has not moved, by state or by page, for so long is cancelled. */
  readonly jobTimeoutMs: number;
  /** For a cancelled job to leave the queue. */
  readonly cancelTimeoutMs: number;
}

export interface JobSurroundings {
  readonly printer: IppPrinter;
  readonly delays: JobDelays;
  readonly signal: AbortSignal;
  /** The printer's state while it prints. */
  readonly onReport: (report: PrinterReport) => void;
}

const MAX_FAILED_QUERIES = 3;
const SENT = Symbol('sent');

/** Hands over one document and follows it until nothing of it can come out any more, or nobody can tell. */
export async function printJob(
  around: JobSurroundings,
  ticket: JobTicket,
  report: PrinterReport,
  pdf: Uint8Array,
): Promise<DocumentPrintOutcome> {
  const { printer } = around;
  const { reportsState } = report.capabilities;
  if (report.createsJobs) {
    const created = await whenFree(around, () => printer.createJob(ticket, report));
    if (!created.ok) return { kind: 'failed', reason: refusalOf(created.failure) };
    return new JobWatch(around, created.value.id, reportsState).run(
      printer.sendDocument(created.value.id, pdf),
    );
  }
  const accepted = await whenFree(around, () => printer.printJob(ticket, report, pdf));
  if (accepted.ok) return new JobWatch(around, accepted.value.id, reportsState).run();
  const { failure } = accepted;
  if (failure.kind === 'refused' || failure.kind === 'unreachable') {
    return { kind: 'failed', reason: refusalOf(failure) };
  }
  // The answer is lost, the job perhaps not: it is known by its name.
  const jobs = await printer.ownJobs();
  const job = jobs.ok ? jobs.value.find(({ name }) => name === ticket.name) : undefined;
  if (job === undefined) return { kind: 'unknown', reason: 'disconnected' };
  return new JobWatch(around, job.id, reportsState).run();
}

/** Printers without a queue take one job at a time: the next is offered until it is taken, as long as they are merely busy. */
async function whenFree<T>(
  { printer, delays, signal, onReport }: JobSurroundings,
  offer: () => Promise<IppResult<T>>,
): Promise<IppResult<T>> {
  const deadline = Date.now() + delays.jobTimeoutMs;
  for (;;) {
    const result = await offer();
    if (result.ok || refusalOf(result.failure) !== 'busy' || Date.now() >= deadline) return result;
    const report = await printer.report();
    if (report.ok) {
      onReport(report.value);
      if (isObstacle(summarise(report.value))) return result;
    }
    if ((await pause(delays.jobPollMs, signal)) === 'closed') return result;
  }
}

/** Follows one job. There is one loop and it ends with the outcome: a late answer finds nobody to change it. */
class JobWatch {
  readonly #around: JobSurroundings;
  readonly #jobId: number;
  readonly #reportsState: boolean;

  constructor(around: JobSurroundings, jobId: number, reportsState: boolean) {
    this.#around = around;
    this.#jobId = jobId;
    this.#reportsState = reportsState;
  }

  /** @param sending the document on its way: the printer is watched meanwhile, since one without paper may stop taking it */
  async run(sending?: Promise<IppResult<unknown>>): Promise<DocumentPrintOutcome> {
    const { printer, delays } = this.#around;
    let sent = sending?.then((result) => ({ [SENT]: result }));
    let failedQueries = 0;
    let halfSent = false;
    let progress = '';
    let deadline = Date.now() + delays.jobTimeoutMs;
    for (;;) {
      const next = await pause(delays.jobPollMs, this.#around.signal, sent);
      if (next === 'closed') return { kind: 'unknown', reason: 'disconnected' };
      if (next !== 'look') {
        sent = undefined;
        const result = next[SENT];
        if (!result.ok && result.failure.kind === 'refused') return this.#cancel(refusalOf(result.failure));
        halfSent = !result.ok;
        deadline = Date.now() + delays.jobTimeoutMs;
      }
      const job = await printer.job(this.#jobId);
      if (!job.ok) {
        if (isGone(job.failure)) return { kind: 'unknown', reason: 'forgotten' };
        if (++failedQueries >= MAX_FAILED_QUERIES) return { kind: 'unknown', reason: 'disconnected' };
        continue;
      }
      failedQueries = 0;
      if (isOver(job.value.state)) return this.#over(job.value);
      const obstacle = await this.#obstacle();
      if (obstacle !== undefined) return this.#cancel(obstacle);
      if (job.value.state === 'processing-stopped') return this.#cancel('stopped');
      // A job that works on its document has all of it; one that still waits may wait for the rest for ever.
      if (halfSent && job.value.state !== 'processing') return this.#cancel('disconnected');
      if (`${job.value.state} ${job.value.progress}` !== progress) {
        progress = `${job.value.state} ${job.value.progress}`;
        if (sent === undefined) deadline = Date.now() + delays.jobTimeoutMs;
      }
      if (Date.now() >= deadline) return this.#cancel('too-slow');
    }
  }

  /** What is in the way, if the printer says so. */
  async #obstacle(): Promise<DocumentObstacle | 'disconnected' | undefined> {
    const report = await this.#around.printer.report();
    if (!report.ok) return undefined;
    this.#around.onReport(report.value);
    const kind = summarise(report.value);
    return kind === 'disconnected' || isObstacle(kind) ? kind : undefined;
  }

  /** A job that the printer ended. */
  async #over({ state }: JobReport): Promise<DocumentPrintOutcome> {
    if (state === 'completed') return this.#completed();
    if (state === 'canceled') return { kind: 'failed', reason: 'cancelled' };
    return { kind: 'failed', reason: (await this.#obstacle()) ?? 'aborted' };
  }

  /** A refilled printer must not print what nobody waits for: `failed` only when the job is out of the queue. */
  async #cancel(reason: PrintFailure): Promise<DocumentPrintOutcome> {
    const { printer, delays } = this.#around;
    const deadline = Date.now() + delays.cancelTimeoutMs;
    let asked = false;
    for (;;) {
      if (!asked) {
        const answer = await printer.cancel(this.#jobId);
        asked = answer.ok || answer.failure.kind === 'refused';
      }
      const job = await printer.job(this.#jobId);
      if (job.ok && isOver(job.value.state)) {
        return job.value.state === 'completed' ? this.#completed() : { kind: 'failed', reason };
      }
      if (!job.ok && isGone(job.failure)) return { kind: 'failed', reason };
      if (Date.now() >= deadline) {
        return { kind: 'unknown', reason: job.ok ? 'not-cancelled' : 'disconnected' };
      }
      if ((await pause(delays.jobPollMs, this.#around.signal)) === 'closed')
        return { kind: 'unknown', reason: 'disconnected' };
    }
  }

  #completed(): DocumentPrintOutcome {
    return this.#reportsState ? { kind: 'printed' } : { kind: 'unknown', reason: 'write-only' };
  }
}

/** Waits; ends early when something comes sooner, or when the printer is closed. */
async function pause<T extends object = never>(
  ms: number,
  signal: AbortSignal,
  sooner?: Promise<T>,
): Promise<T | 'look' | 'closed'> {
  const over = new AbortController();
  const look = wait(ms, 'look' as const, { signal: AbortSignal.any([signal, over.signal]) });
  const timer = look.catch(() => 'closed' as const);
  const next = await (sooner === undefined ? timer : Promise.race([timer, sooner]));
  over.abort();
  return signal.aborted ? 'closed' : next;
}

function refusalOf(failure: IppFailure): PrintFailure {
  if (failure.kind !== 'refused') return 'disconnected';
  if (failure.status === STATUS.formatNotSupported) return 'pdf-not-supported';
  if (failure.status === STATUS.busy) return 'busy';
  return failure.status === STATUS.notAcceptingJobs ? 'stopped' : 'refused';
}

function isGone(failure: IppFailure): boolean {
  return failure.kind === 'refused' && (failure.status === STATUS.notFound || failure.status === STATUS.gone);
}

/**
 * A scanner that speaks eSCL ("AirScan") over HTTP. The rules for NextDocument and for what devices mean by their
 * answers are those that sane-airscan found on real ones (alexpevzner/sane-airscan, airscan-escl.c).
 */
import type { DocumentScannerDelays } from '../delays.ts';
import { CANCELLED, FINISHED, failed } from '../driver.ts';
import type { Look, ScanEnd, ScanJob, ScannerDriver, TakePicture } from '../driver.ts';
import type { ScanLimits } from '../limits.ts';
import { parseScannerCapabilities } from '../protocol/escl-capabilities.ts';
import type { EsclCapabilities } from '../protocol/escl-capabilities.ts';
import { encodeScanSettings } from '../protocol/escl-settings.ts';
import { conditionOf, parseScannerStatus } from '../protocol/escl-status.ts';
import type { EsclStatus } from '../protocol/escl-status.ts';
import { wait } from '../wait.ts';
import { exchange } from './http.ts';
import type { HttpAnswer } from './http.ts';

const MAX_XML_BYTES = 1024 * 1024;
/** So often a device may say "gone" and mean "not yet", before it is believed. */
const MAX_GONE_ANSWERS = 5;
/** Some devices send "retry after a minute" for what takes a second. */
const MAX_RETRY_AFTER_MS = 5000;

export class EsclDriver implements ScannerDriver {
  readonly #root: URL;
  readonly #limits: ScanLimits;
  readonly #delays: DocumentScannerDelays;
  /** As long as the device answers: the description of a device does not change while it is on. */
  #capabilities: EsclCapabilities | null = null;

  /** `url`: the device's eSCL root, for example http://192.0.2.7/eSCL. */
  constructor(url: string, limits: ScanLimits, delays: DocumentScannerDelays) {
    this.#root = new URL(url.endsWith('/') ? url : `${url}/`);
    this.#limits = limits;
    this.#delays = delays;
  }

  async look(signal: AbortSignal): Promise<Look> {
    const status = await this.#readStatus(signal);
    if (status.kind === 'refused') {
      this.#capabilities = null;
      return status;
    }
    this.#capabilities ??= await this.#readCapabilities(signal);
    if (this.#capabilities === null) return { kind: 'refused', condition: 'fault' };
    return { kind: 'answered', condition: conditionOf(status.status), capabilities: this.#capabilities };
  }

  async scan(job: ScanJob, take: TakePicture, signal: AbortSignal): Promise<ScanEnd> {
    const source = this.#capabilities?.sources.find((candidate) => candidate.source === job.source);
    if (source === undefined) return failed('unsupported');
    const before = await this.#readStatus(signal);
    const started = await this.#start(encodeScanSettings(job, source), job, signal);
    if (started.kind !== 'started') return started;
    let pages = 0;
    const takeAndCount: TakePicture = (bytes) => {
      const problem = take(bytes);
      if (problem === null) pages++;
      return problem;
    };
    const end = await this.#fetchPages(started.location, job, takeAndCount, signal);
    // Also after a natural end: a job that was not cleared away blocks some devices. An answer changes nothing.
    await this.#ask('DELETE', started.location);
    // Some devices say "jam" when they are told to scan from an empty feeder; staff would come for nothing.
    const wasEmpty = before.kind === 'answered' && before.status.feeder === 'empty';
    const isJam = end.kind === 'failed' && end.reason === 'jammed';
    return isJam && wasEmpty && pages === 0 ? failed('no-paper-in-feeder') : end;
  }

  async #start(
    settings: string,
    job: ScanJob,
    signal: AbortSignal,
  ): Promise<{ kind: 'started'; location: URL } | ScanEnd> {
    const giveUpAt = performance.now() + this.#delays.startTimeoutMs;
    for (;;) {
      // Not given the signal: a job that was begun without its address being known could not be cancelled.
      const answer = await this.#ask('POST', this.#url('ScanJobs'), { body: settings });
      if (answer.kind !== 'answer') return failed(failureOf(answer));
      if (answer.status === 201) {
        const location = this.#locationOf(answer.headers.get('location'));
        return location === null ? failed('fault') : { kind: 'started', location };
      }
      if (signal.aborted) return CANCELLED;
      if (answer.status !== 503) return this.#explain(job, 0, failed('fault'), signal);
      if (performance.now() >= giveUpAt) return this.#explain(job, 0, failed('busy'), signal);
      await wait(this.#retryAfterMs(answer.headers), signal);
      if (signal.aborted) return CANCELLED;
    }
  }

  async #fetchPages(location: URL, job: ScanJob, take: TakePicture, signal: AbortSignal): Promise<ScanEnd> {
    const next = new URL(`${location.pathname.replace(/\/$/, '')}/NextDocument`, location);
    let pages = 0;
    let goneAnswers = 0;
    let giveUpAt = performance.now() + this.#delays.pageTimeoutMs;
    while (!signal.aborted) {
      const answer = await this.#ask('GET', next, {
        timeoutMs: Math.max(1, Math.ceil(giveUpAt - performance.now())),
        maxBytes: this.#limits.maxBytesPerPage,
        signal,
      });
      if (answer.kind === 'aborted') break;
      if (answer.kind === 'too-large') return failed('page-too-large');
      if (answer.kind !== 'answer') return failed(failureOf(answer));
      if (answer.status === 200) {
        // The glass holds one sheet; a second picture of it is a device that never says "no more".
        if (job.source === 'flatbed' && pages === 1) return FINISHED;
        const problem = take(answer.body);
        if (problem !== null) return failed(problem);
        pages++;
        goneAnswers = 0;
        giveUpAt = performance.now() + this.#delays.pageTimeoutMs;
        continue;
      }
      if (job.source === 'flatbed' && pages === 1) return FINISHED;
      if (answer.status === 404) {
        return this.#explain(job, pages, pages > 0 ? FINISHED : failed('fault'), signal, location);
      }
      const isNotYet = answer.status === 503 || (answer.status === 410 && ++goneAnswers < MAX_GONE_ANSWERS);
      if (!isNotYet) return this.#explain(job, pages, failed('fault'), signal, location);
      // A jam may hide behind "not yet": the device would go on saying so until somebody comes.
      const hindrance = await this.#explain(job, pages, null, signal, location);
      if (hindrance !== null) return hindrance;
      if (performance.now() >= giveUpAt) return failed('timeout');
      await wait(this.#retryAfterMs(answer.headers), signal);
    }
    return CANCELLED;
  }

  /** Asks the device why; `otherwise` when its status names no reason. */
  async #explain<T extends ScanEnd | null>(
    job: ScanJob,
    pages: number,
    otherwise: T,
    signal: AbortSignal,
    location?: URL,
  ): Promise<ScanEnd | T> {
    const answer = await this.#readStatus(signal);
    if (signal.aborted) return CANCELLED;
    if (answer.kind === 'refused') return answer.condition === 'busy' ? otherwise : failed(answer.condition);
    const { status } = answer;
    if (job.source === 'feeder' && (status.feeder === 'jammed' || status.feeder === 'cover-open')) {
      return failed(status.feeder);
    }
    if (status.state === 'down') return failed('fault');
    // "Not yet" with an empty feeder is the last sheet on its way.
    if (otherwise === null) return otherwise;
    if (location !== undefined && status.abortedJobs.some((uri) => uri.endsWith(location.pathname))) {
      return failed('fault');
    }
    const isEmpty = status.feeder === 'empty' || status.feeder === 'processing';
    if (job.source === 'feeder' && pages === 0 && isEmpty && otherwise.kind === 'failed') {
      return otherwise.reason === 'busy' ? otherwise : failed('no-paper-in-feeder');
    }
    return otherwise;
  }

  async #readStatus(
    signal: AbortSignal,
  ): Promise<
    | { kind: 'answered'; status: EsclStatus }
    | { kind: 'refused'; condition: 'busy' | 'access-denied' | 'fault' | 'disconnected' }
  > {
    const answer = await this.#ask('GET', this.#url('ScannerStatus'), { signal });
    if (answer.kind === 'too-large') return { kind: 'refused', condition: 'fault' };
    if (answer.kind !== 'answer') return { kind: 'refused', condition: 'disconnected' };
    if (answer.status === 503) return { kind: 'refused', condition: 'busy' };
    if (answer.status === 401 || answer.status === 403)
      return { kind: 'refused', condition: 'access-denied' };
    const status = answer.status === 200 ? parseScannerStatus(textOf(answer.body)) : null;
    return status === null ? { kind: 'refused', condition: 'fault' } : { kind: 'answered', status };
  }

  async #readCapabilities(signal: AbortSignal): Promise<EsclCapabilities | null> {
    const answer = await this.#ask('GET', this.#url('ScannerCapabilities'), { signal });
    if (answer.kind !== 'answer' || answer.status !== 200) return null;
    return parseScannerCapabilities(textOf(answer.body));
  }

  #ask(
    method: 'GET' | 'POST' | 'DELETE',
    url: URL,
    options: { body?: string; timeoutMs?: number; maxBytes?: number; signal?: AbortSignal } = {},
  ): Promise<HttpAnswer> {
    return exchange({
      method,
      url,
      timeoutMs: this.#delays.answerTimeoutMs,
      maxBytes: MAX_XML_BYTES,
      ...options,
    });
  }

  #url(path: string): URL {
    return new URL(path, this.#root);
  }

  /** The path of the job. The host that a device writes there is not trusted; many do not know their own. */
  #locationOf(header: string | null): URL | null {
    if (header === null || header === '') return null;
    const url = URL.parse(header, this.#root);
    return url === null ? null : new URL(url.pathname, this.#root.origin);
  }

  #retryAfterMs(headers: Headers): number {
    const seconds = headers.get('retry-after') ?? '';
    return /^\d{1,4}$/.test(seconds)
      ? Math.min(Number(seconds) * 1000, MAX_RETRY_AFTER_MS)
      : this.#delays.retryMs;
  }
}

function failureOf(answer: Exclude<HttpAnswer, { kind: 'answer' }>): 'timeout' | 'disconnected' | 'fault' {
  if (answer.kind === 'timeout') return 'timeout';
  return answer.kind === 'unreachable' ? 'disconnected' : 'fault';
}

function textOf(body: Uint8Array): string {
  return new TextDecoder().decode(body);
}

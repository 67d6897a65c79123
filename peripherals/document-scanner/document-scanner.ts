import { OneAtATime } from '../one-at-a-time.ts';
import type { Device } from '../device.ts';
import { ESCL_DELAYS, SANE_DELAYS } from './delays.ts';
import type { DocumentScannerDelays } from './delays.ts';
import type { ScanEnd, ScanJob, ScannerDriver } from './driver.ts';
import { failed } from './driver.ts';
import { EsclDriver } from './escl/driver.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import type { ScanLimits } from './limits.ts';
import { inspectPicture } from './protocol/picture.ts';
import { SaneDriver } from './sane/driver.ts';
import { nearestResolution } from './scan.ts';
import type {
  DocumentScannerCapabilities,
  ScanFailure,
  ScanOutcome,
  ScannedPage,
  ScanRequest,
} from './scan.ts';
import { toStatus } from './status.ts';
import type { DocumentScannerStatus, DocumentScannerStatusKind, ScannerCondition } from './status.ts';
import { wait } from './wait.ts';

export interface ScanOptions {
  /** Aborting it stops the device; the outcome is `cancelled` with the pages that came whole. */
  readonly signal?: AbortSignal;
  /** Called with each page when it has come, in order. */
  readonly onPage?: (page: ScannedPage) => void;
}

export interface DocumentScanner extends Device<DocumentScannerStatus> {
  /** Null until the device has been found for the first time. */
  readonly capabilities: DocumentScannerCapabilities | null;
  /**
   * Scans the sheet on the glass, or all sheets in the feeder, one side each, up to A4. May be tried in every status:
   * for a device that cannot be asked, trying is how a removed jam is found out. Never throws for what a device does,
   * and looks at the device once more, so that `status` is not older than the outcome.
   */
  scan(request: ScanRequest, options?: ScanOptions): Promise<ScanOutcome>;
}

export type DocumentScannerOptions = (
  | {
      readonly kind: 'sane';
      /** SANE's name of it, for example `fujitsu:ScanSnap:1234`. */
      readonly device: string;
      /** A folder with dll.conf and the drivers' own files, in place of the machine's. */
      readonly configFolder?: string;
    }
  | {
      readonly kind: 'escl';
      /** The device's eSCL root, for example `http://192.0.2.7/eSCL`. */
      readonly url: string;
    }
) & {
  readonly limits?: Partial<ScanLimits>;
  readonly delays?: Partial<DocumentScannerDelays>;
};

/**
 * Makes a document scanner; `disconnected` until `open` has found it.
 * @throws TypeError when the URL is none.
 */
export function createDocumentScanner(options: DocumentScannerOptions): DocumentScanner {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const delays = { ...(options.kind === 'sane' ? SANE_DELAYS : ESCL_DELAYS), ...options.delays };
  const driver =
    options.kind === 'sane'
      ? new SaneDriver(options.device, options.configFolder, limits, delays)
      : new EsclDriver(options.url, limits, delays);
  return new PolledDocumentScanner(driver, limits, delays);
}

const A4_MM = { width: 210, height: 297 };
const MM_PER_INCH = 25.4;

/** Found by a scan, and nothing that goes away by itself. */
const LASTING_REASONS: readonly ScanFailure[] = ['jammed', 'cover-open'];

class PolledDocumentScanner implements DocumentScanner {
  readonly #driver: ScannerDriver;
  readonly #limits: ScanLimits;
  readonly #delays: DocumentScannerDelays;
  readonly #listeners = new Set<(status: DocumentScannerStatus) => void>();
  #status = toStatus('disconnected');
  #capabilities: DocumentScannerCapabilities | null = null;
  #life: AbortController | null = null;
  #running: Promise<void> = Promise.resolve();
  /** The tail of the queue: looks and scans share one device and must not overlap. */
  readonly #line = new OneAtATime();
  #isScanning = false;
  /** What the last scan found, on a device that does not tell it when asked. */
  #held: { readonly condition: ScannerCondition; readonly until: number } | null = null;

  constructor(driver: ScannerDriver, limits: ScanLimits, delays: DocumentScannerDelays) {
    this.#driver = driver;
    this.#limits = limits;
    this.#delays = delays;
  }

  get status(): DocumentScannerStatus {
    return this.#status;
  }

  get capabilities(): DocumentScannerCapabilities | null {
    return this.#capabilities;
  }

  open(): void {
    if (this.#life !== null) return;
    this.#life = new AbortController();
    this.#running = this.#run(this.#life.signal);
  }

  async close(): Promise<void> {
    this.#life?.abort();
    await this.#running;
    await this.#line.idle();
    this.#life = null;
    this.#publish('disconnected');
  }

  onStatus(listener: (status: DocumentScannerStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async scan(request: ScanRequest, options: ScanOptions = {}): Promise<ScanOutcome> {
    const life = this.#life;
    if (life === null) return { kind: 'failed', reason: 'disconnected', pagesSoFar: [] };
    if (this.#isScanning) return { kind: 'failed', reason: 'busy', pagesSoFar: [] };
    this.#isScanning = true;
    const signal =
      options.signal === undefined ? life.signal : AbortSignal.any([life.signal, options.signal]);
    try {
      return await this.#line.run(() => this.#scan(request, signal, life.signal, options.onPage));
    } finally {
      this.#isScanning = false;
    }
  }

  async #scan(
    request: ScanRequest,
    signal: AbortSignal,
    life: AbortSignal,
    onPage: (page: ScannedPage) => void = () => undefined,
  ): Promise<ScanOutcome> {
    const pages: ScannedPage[] = [];
    // The device may have been plugged in a moment ago.
    if (this.#capabilities === null || this.#status.kind === 'disconnected') await this.#look(signal);
    const job = this.#jobFor(request);
    let end: ScanEnd;
    if (signal.aborted) end = { kind: 'cancelled' };
    else if (this.#status.kind === 'disconnected') end = failed('disconnected');
    else if (job === null) end = failed('unsupported');
    else {
      this.#publish('scanning');
      let bytesInAll = 0;
      const take = (bytes: Uint8Array): ScanFailure | null => {
        // A page that was still on its way when the citizen stopped is not wanted.
        if (signal.aborted) return null;
        const picture = inspectPicture(bytes, this.#limits.maxPixelsPerPage);
        if (picture.kind === 'unreadable') return 'page-unreadable';
        if (picture.kind === 'too-large' || bytes.length > this.#limits.maxBytesPerPage)
          return 'page-too-large';
        bytesInAll += bytes.length;
        if (pages.length >= this.#limits.maxPages || bytesInAll > this.#limits.maxBytesInAll) {
          return 'too-many-pages';
        }
        const { mediaType, widthPx, heightPx } = picture;
        const { resolutionDpi } = job;
        const page = { number: pages.length + 1, mediaType, bytes, widthPx, heightPx, resolutionDpi };
        pages.push(page);
        onPage(page);
        return null;
      };
      end = await this.#driver.scan(job, take, signal);
      this.#remember(end);
      await this.#look(life);
    }
    switch (end.kind) {
      case 'finished':
        return { kind: 'scanned', pages };
      case 'cancelled':
        return { kind: 'cancelled', pagesSoFar: pages };
      case 'failed':
        return { kind: 'failed', reason: end.reason, pagesSoFar: pages };
    }
  }

  /** Null when the device cannot do it. */
  #jobFor(request: ScanRequest): ScanJob | null {
    const source = this.#capabilities?.sources.find((candidate) => candidate.source === request.source);
    if (!source?.colours.includes(request.colour)) return null;
    const resolutionDpi = nearestResolution(request.resolutionDpi, source.resolutions);
    const widthMm = Math.min(A4_MM.width, source.maxWidthMm);
    const heightMm = Math.min(A4_MM.height, source.maxHeightMm);
    const pixels = (widthMm * heightMm * resolutionDpi ** 2) / MM_PER_INCH ** 2;
    if (pixels > this.#limits.maxPixelsPerPage) return null;
    return { source: request.source, colour: request.colour, resolutionDpi, widthMm, heightMm };
  }

  #remember(end: ScanEnd): void {
    this.#held = null;
    if (this.#capabilities?.reportsConditions === true || end.kind !== 'failed') return;
    if (!LASTING_REASONS.includes(end.reason)) return;
    // Not for ever: a scanner that is told to be jammed might never be tried again.
    this.#held = {
      condition: end.reason === 'jammed' ? 'jammed' : 'cover-open',
      until: performance.now() + this.#delays.conditionHoldMs,
    };
  }

  async #run(life: AbortSignal): Promise<void> {
    let reconnectMs = this.#delays.reconnectMinMs;
    while (!life.aborted) {
      if (!this.#isScanning) await this.#line.run(() => this.#look(life));
      if (this.#status.kind !== 'disconnected') {
        reconnectMs = this.#delays.reconnectMinMs;
        await wait(this.#delays.pollMs, life);
      } else {
        await wait(reconnectMs, life);
        reconnectMs = Math.min(reconnectMs * 2, this.#delays.reconnectMaxMs);
      }
    }
  }

  async #look(signal: AbortSignal): Promise<void> {
    const look = await this.#driver.look(signal);
    // A look that was broken off says nothing about the device.
    if (signal.aborted) return;
    if (look.kind === 'answered') this.#capabilities = look.capabilities;
    if (look.condition === 'disconnected') this.#held = null;
    if (this.#held !== null && this.#held.until <= performance.now()) this.#held = null;
    this.#publish(look.condition === 'ready' ? (this.#held?.condition ?? 'ready') : look.condition);
  }

  #publish(kind: DocumentScannerStatusKind): void {
    if (kind === this.#status.kind) return;
    this.#status = toStatus(kind);
    for (const listener of [...this.#listeners]) listener(this.#status);
  }
}

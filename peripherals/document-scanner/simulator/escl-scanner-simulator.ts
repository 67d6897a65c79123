import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Readable } from 'node:stream';
import { capabilitiesXml, ENTITY_BOMB, readSettings, statusXml } from './documents.ts';
import { ScannerFaults } from './faults.ts';
import { scanSheet, testSheet } from './sheet.ts';
import type { ScanSettings, TestSheet } from './sheet.ts';

export interface ScannerSimulatorState {
  readonly isPluggedIn: boolean;
  readonly sheetsInFeeder: number;
  readonly hasSheetOnGlass: boolean;
  readonly isJammed: boolean;
  readonly isCoverOpen: boolean;
  readonly isBusy: boolean;
  /** A scan was begun and is not over. */
  readonly isScanning: boolean;
}

interface Job {
  readonly path: string;
  readonly settings: ScanSettings;
  pagesSent: number;
  state: 'Processing' | 'Completed' | 'Canceled' | 'Aborted';
}

const ROOT = '/eSCL';
const BODY_LIMIT_BYTES = 65_536;
const SLOW_PAGE_MS = 500;
const ENDLESS_CHUNK = Buffer.alloc(65_536, 0x5a);
const GARBAGE = Buffer.from('3c73636170\u0000\u0007not what was asked for ☠', 'utf8');
/** A JPEG's beginning: start, one frame of 60,000 × 60,000 dots, a scan without data, end. */
const HUGE_PAGE = Buffer.from('ffd8ffc0000b08ea60ea6001011100ffda0008010100003f00ffd9', 'hex');

/** A flatbed scanner with a feeder, without the hardware: an eSCL server on loopback. */
export class EsclScannerSimulator {
  readonly faults = new ScannerFaults();
  readonly #listeners = new Set<(state: ScannerSimulatorState) => void>();
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;
  #port: number;
  #feeder: TestSheet[] = [];
  #glass: TestSheet | null = null;
  #isJammed = false;
  #jamAfterPages: number | null = null;
  #isCoverOpen = false;
  #isBusy = false;
  #job: Job | null = null;
  #jobsBegun = 0;

  private constructor(port: number) {
    this.#port = port;
  }

  /** Plugged in, with nothing on the glass and an empty feeder; port 0 takes a free one. */
  static async start({ port = 0 }: { port?: number } = {}): Promise<EsclScannerSimulator> {
    const simulator = new EsclScannerSimulator(port);
    await simulator.#listen();
    return simulator;
  }

  /** The eSCL root, for `createDocumentScanner` and for airscan.conf. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}${ROOT}`;
  }

  get state(): ScannerSimulatorState {
    return {
      isPluggedIn: this.#server !== null,
      sheetsInFeeder: this.#feeder.length,
      hasSheetOnGlass: this.#glass !== null,
      isJammed: this.#isJammed,
      isCoverOpen: this.#isCoverOpen,
      isBusy: this.#isBusy,
      isScanning: this.#job?.state === 'Processing',
    };
  }

  /** Called after each verb and each page that was drawn in. */
  onChange(listener: (state: ScannerSimulatorState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Puts so many sheets, or these, behind those in the feeder. */
  loadFeeder(sheets: number | readonly TestSheet[]): void {
    const more =
      typeof sheets === 'number'
        ? Array.from({ length: sheets }, (_, index) => testSheet(index + 1))
        : sheets;
    this.#change(() => this.#feeder.push(...more));
  }
  emptyFeeder(): void {
    this.#change(() => (this.#feeder = []));
  }
  putOnGlass(sheet: TestSheet = testSheet(1)): void {
    this.#change(() => (this.#glass = sheet));
  }
  takeFromGlass(): void {
    this.#change(() => (this.#glass = null));
  }
  /** A sheet sticks in the feeder: at once, or when so many more pages have come out of it. */
  jam({ afterPages = 0 }: { afterPages?: number } = {}): void {
    this.#change(() => {
      if (afterPages === 0) this.#jamNow();
      else this.#jamAfterPages = afterPages;
    });
  }
  /** Pulls the stuck sheet out; the others stay in the feeder. */
  clearJam(): void {
    this.#change(() => {
      this.#isJammed = false;
      this.#jamAfterPages = null;
    });
  }
  openCover(): void {
    this.#change(() => {
      this.#isCoverOpen = true;
      this.#abortFeeding();
    });
  }
  closeCover(): void {
    this.#change(() => (this.#isCoverOpen = false));
  }
  /** Somebody else uses it, or has finished. */
  setBusy(isBusy: boolean): void {
    this.#change(() => (this.#isBusy = isBusy));
  }
  /** Pulls the cable: every connection breaks, and none is taken. */
  async unplug(): Promise<void> {
    const server = this.#server;
    if (server === null) return;
    this.#change(() => (this.#server = null));
    const closed = once(server, 'close');
    server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
  /** At the same address as before; a job that ran is forgotten. */
  async plugIn(): Promise<void> {
    if (this.#server !== null) return;
    this.#job = null;
    await this.#listen();
    this.#change(() => undefined);
  }
  async close(): Promise<void> {
    await this.unplug();
  }

  async #listen(): Promise<void> {
    const server = createServer((request, response) => {
      // A host that hangs up in the middle is nothing to report.
      response.on('error', () => response.destroy());
      this.#answer(request, response).catch((error: unknown) => {
        console.error(error);
        response.destroy();
      });
    });
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', this.url).pathname;
    const body = await readBody(request);
    if (this.faults.take('silence')) return;
    const job = this.#job;
    if (request.method === 'GET' && path === `${ROOT}/ScannerCapabilities`) {
      return this.#sendXml(response, capabilitiesXml());
    }
    if (request.method === 'GET' && path === `${ROOT}/ScannerStatus`) {
      return this.#sendXml(response, this.#statusXml());
    }
    if (request.method === 'POST' && path === `${ROOT}/ScanJobs`) return this.#beginJob(response, body);
    if (job !== null && request.method === 'GET' && path === `${job.path}/NextDocument`) {
      return this.#sendPage(response, job);
    }
    if (job !== null && request.method === 'DELETE' && path === job.path) {
      this.#change(() => {
        if (job.state === 'Processing') job.state = 'Canceled';
      });
      return send(response, 200);
    }
    send(response, 404);
  }

  #statusXml(): string {
    const { isJammed, isCoverOpen, sheetsInFeeder, isBusy, isScanning } = this.state;
    const job = this.#job;
    return statusXml({
      state: isBusy || isScanning ? 'Processing' : 'Idle',
      adfState: isJammed
        ? 'ScannerAdfJam'
        : isCoverOpen
          ? 'ScannerAdfDoorOpen'
          : sheetsInFeeder > 0
            ? 'ScannerAdfLoaded'
            : 'ScannerAdfEmpty',
      job: job && { uri: job.path, state: job.state, pagesSent: job.pagesSent },
    });
  }

  #beginJob(response: ServerResponse, body: string | null): void {
    const settings = body === null ? null : readSettings(body);
    if (settings === null) return send(response, 400);
    if (this.#isBusy || this.state.isScanning) return send(response, 503);
    const isFeeder = settings.source === 'Feeder';
    if (isFeeder && (this.#isJammed || this.#isCoverOpen || this.#feeder.length === 0))
      return send(response, 409);
    const path = `${ROOT}/ScanJobs/test-${++this.#jobsBegun}`;
    this.#change(() => (this.#job = { path, settings, pagesSent: 0, state: 'Processing' }));
    const origin = this.faults.take('foreign-location') ? 'http://192.0.2.66:9' : new URL(this.url).origin;
    send(response, 201, { location: origin + path });
  }

  async #sendPage(response: ServerResponse, job: Job): Promise<void> {
    if (this.faults.take('busy')) return send(response, 503, { 'retry-after': '0' });
    if (this.faults.take('gone')) return send(response, 410);
    if (job.state === 'Aborted') return send(response, 409);
    const isFeeder = job.settings.source === 'Feeder';
    const isOver = isFeeder ? this.#feeder.length === 0 : job.pagesSent === 1;
    if (isOver || job.state !== 'Processing') {
      this.#change(() => {
        if (job.state === 'Processing') job.state = 'Completed';
      });
      return send(response, 404);
    }
    if (this.faults.take('slow-page')) await new Promise((resolve) => setTimeout(resolve, SLOW_PAGE_MS));
    const sheet = isFeeder ? this.#feeder.shift() : this.#glass;
    const page = scanSheet(sheet ?? { title: 'TEST', lines: [] }, job.settings);
    job.pagesSent++;
    await this.#sendPicture(response, page);
    this.#change(() => {
      if (!isFeeder || this.#jamAfterPages === null || --this.#jamAfterPages > 0) return;
      this.#jamAfterPages = null;
      this.#jamNow();
    });
  }

  async #sendPicture(response: ServerResponse, page: Buffer): Promise<void> {
    const type = { 'content-type': 'image/jpeg' };
    if (this.faults.take('garbage-page')) return send(response, 200, type, GARBAGE);
    if (this.faults.take('truncated-page')) {
      return send(response, 200, type, page.subarray(0, Math.floor(page.length / 2)));
    }
    if (this.faults.take('huge-page')) return send(response, 200, type, HUGE_PAGE);
    if (this.faults.take('cut-mid-page')) {
      response.writeHead(200, { ...type, 'content-length': page.length });
      await new Promise((resolve) => response.write(page.subarray(0, Math.floor(page.length / 2)), resolve));
      return this.unplug();
    }
    if (this.faults.take('endless-page')) {
      response.writeHead(200, type);
      Readable.from(endless()).pipe(response);
      return;
    }
    send(response, 200, type, page);
  }

  #sendXml(response: ServerResponse, xml: string): void {
    const said = this.faults.take('garbage-xml')
      ? GARBAGE
      : this.faults.take('entity-bomb')
        ? ENTITY_BOMB
        : xml;
    send(response, 200, { 'content-type': 'text/xml' }, Buffer.from(said));
  }

  #jamNow(): void {
    this.#isJammed = true;
    this.#abortFeeding();
  }

  #abortFeeding(): void {
    if (this.#job?.state === 'Processing' && this.#job.settings.source === 'Feeder')
      this.#job.state = 'Aborted';
  }

  #change(action: () => void): void {
    action();
    for (const listener of [...this.#listeners]) listener(this.state);
  }
}

function* endless(): Generator<Buffer> {
  for (;;) yield ENDLESS_CHUNK;
}

function send(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>> = {},
  body: Buffer = Buffer.alloc(0),
): void {
  response.writeHead(status, { ...headers, 'content-length': body.length });
  response.end(body);
}

/** Null when it is too long. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    length += chunk.length;
    if (length <= BODY_LIMIT_BYTES) chunks.push(chunk);
  }
  return length > BODY_LIMIT_BYTES ? null : Buffer.concat(chunks).toString('utf8');
}

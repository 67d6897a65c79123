import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { STATUS, TAG } from '../protocol/tags.ts';
import { encodeAnswer, jobAttributes, printerAttributes } from './answers.ts';
import type { Attribute, Group, SimulatedModel } from './answers.ts';
import { IppFaults } from './faults.ts';
import { PrintEngine } from './print-engine.ts';
import type { NewJob, PrintedDocument, PrinterCondition, SimulatedJob } from './print-engine.ts';
import { readRequest } from './request.ts';
import type { SimulatedRequest } from './request.ts';

export interface SimulatorOptions extends Partial<SimulatedModel> {
  readonly pagesPerSecond?: number;
}

const DEFAULT_MODEL: SimulatedModel = {
  duplex: true,
  colour: false,
  maxCopies: 99,
  createsJobs: true,
  takesPdf: true,
  tells: 'errors',
};
const DEFAULT_PAGES_PER_SECOND = 100;
const GARBAGE = Uint8Array.from([0x01, 0x01, 0x00, 0x00, 0xff, 0xff, 0x93, 0xd1, 0x81, 0xfe, 0x21]);
const OVERSIZED_CHUNK_BYTES = 64 * 1024;

/** An office printer on IPP/1.1 over HTTP (RFC 8010), moved by hand. */
export class IppPrinterSimulator {
  readonly faults = new IppFaults();
  readonly #model: SimulatedModel;
  readonly #engine: PrintEngine;
  readonly #listeners = new Set<() => void>();
  #server: Server | undefined;
  #port = 0;

  private constructor({ pagesPerSecond = DEFAULT_PAGES_PER_SECOND, ...model }: SimulatorOptions) {
    this.#model = { ...DEFAULT_MODEL, ...model };
    this.#engine = new PrintEngine(pagesPerSecond, () => {
      for (const listener of [...this.#listeners]) listener();
    });
  }

  static async start(options: SimulatorOptions = {}): Promise<IppPrinterSimulator> {
    const simulator = new IppPrinterSimulator(options);
    await simulator.plugIn();
    return simulator;
  }

  get url(): string {
    return `ipp://127.0.0.1:${this.#port}/ipp/print`;
  }

  /** Documents that came out whole, in that order. */
  get printed(): readonly PrintedDocument[] {
    return this.#engine.printed;
  }

  get jobs(): readonly SimulatedJob[] {
    return this.#engine.jobs;
  }

  get state(): PrinterCondition & { readonly plugged: boolean } {
    return { ...this.#engine.condition, plugged: this.#server !== undefined };
  }

  /** Calls back after each change of jobs or state; answers a function that stops it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  runOutOfPaper({ afterPages = 0 } = {}): void {
    this.#engine.runOutOfPaper(afterPages);
  }

  lowPaper(): void {
    this.#engine.set({ paper: 'low' });
  }

  loadPaper(): void {
    this.#engine.loadPaper();
  }

  jam(): void {
    this.#engine.set({ jammed: true });
  }

  clearJam(): void {
    this.#engine.set({ jammed: false });
  }

  openCover(): void {
    this.#engine.set({ coverOpen: true });
  }

  closeCover(): void {
    this.#engine.set({ coverOpen: false });
  }

  lowToner(): void {
    this.#engine.set({ toner: 'low' });
  }

  runOutOfToner(): void {
    this.#engine.set({ toner: 'out' });
  }

  changeToner(): void {
    this.#engine.set({ toner: 'full' });
  }

  fillOutput(): void {
    this.#engine.set({ outputFull: true });
  }

  emptyOutput(): void {
    this.#engine.set({ outputFull: false });
  }

  /** Somebody presses the pause key. */
  stop(): void {
    this.#engine.set({ paused: true });
  }

  resume(): void {
    this.#engine.set({ paused: false });
  }

  slowDown(pagesPerSecond: number): void {
    this.#engine.pagesPerSecond = pagesPerSecond;
  }

  /** Somebody cancels a job at the panel. */
  cancelAtPanel(jobId: number): void {
    this.#engine.cancel(jobId);
  }

  /** The printer gives a job up, for instance because it cannot read the document. */
  abortJob(jobId: number): void {
    this.#engine.abort(jobId);
  }

  /** Pulls the plug: connections are reset and the queue is lost, as in a printer without a disk. */
  async unplug(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    this.#engine.powerOff();
    await closed;
  }

  /** Back at the same address. */
  async plugIn(): Promise<void> {
    if (this.#server !== undefined) return;
    const server = createServer((request, response) => void this.#serve(request, response));
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
    for (const listener of [...this.#listeners]) listener();
  }

  async close(): Promise<void> {
    await this.unplug();
    this.#listeners.clear();
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    let request: SimulatedRequest;
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
      request = readRequest(Buffer.concat(chunks));
    } catch {
      response.writeHead(400).end(); // Reset in mid-request, or not IPP.
      return;
    }
    const fault = request.kind === undefined ? undefined : this.faults.take(request.kind);
    if (fault === 'hang') return;
    if (fault === 'reset') return void incoming.socket.resetAndDestroy();
    if (fault === 'http-500') return void response.writeHead(500).end();
    const answer = await this.#answer(request);
    if (fault === 'reset-after') return void incoming.socket.resetAndDestroy();
    response.writeHead(200, { 'content-type': 'application/ipp' });
    if (fault === 'garbage') return void response.end(GARBAGE);
    if (fault === 'oversized') return pour(response, answer);
    response.end(answer);
  }

  async #answer(request: SimulatedRequest): Promise<Buffer> {
    const job = this.#engine.find(request.number('job-id') ?? 0);
    switch (request.kind) {
      case 'printer-attributes': {
        const { condition, blocked, jobs } = this.#engine;
        const view = { url: this.url, model: this.#model, condition, blocked, jobs };
        const attributes = pick(printerAttributes(view), request);
        return encodeAnswer(request, STATUS.ok, [{ tag: TAG.printer, attributes }]);
      }
      case 'validate-job':
        return encodeAnswer(request, STATUS.ok);
      case 'create-job':
        if (!this.#model.createsJobs) return encodeAnswer(request, STATUS.operationNotSupported);
        return encodeAnswer(request, STATUS.ok, [this.#jobGroup(this.#engine.create(ticketOf(request)))]);
      case 'print-job': {
        if (!this.#takes(request)) return encodeAnswer(request, STATUS.formatNotSupported);
        const created = this.#engine.create(ticketOf(request));
        await this.#engine.addDocument(created.id, request.document);
        return encodeAnswer(request, STATUS.ok, [this.#jobGroup(this.#engine.find(created.id) ?? created)]);
      }
      case 'send-document': {
        if (job === undefined) return encodeAnswer(request, STATUS.notFound);
        if (!this.#takes(request)) return encodeAnswer(request, STATUS.formatNotSupported);
        await this.#engine.addDocument(job.id, request.document);
        return encodeAnswer(request, STATUS.ok, [this.#jobGroup(this.#engine.find(job.id) ?? job)]);
      }
      case 'job-attributes':
        if (job === undefined) return encodeAnswer(request, STATUS.notFound);
        return encodeAnswer(request, STATUS.ok, [this.#jobGroup(job, request)]);
      case 'jobs':
        return encodeAnswer(
          request,
          STATUS.ok,
          this.#listed(request).map((each) => this.#jobGroup(each, request)),
        );
      case 'cancel-job':
        if (job === undefined) return encodeAnswer(request, STATUS.notFound);
        return encodeAnswer(request, this.#engine.cancel(job.id) ? STATUS.ok : STATUS.notPossible);
      case undefined:
        return encodeAnswer(request, STATUS.operationNotSupported);
    }
  }

  #takes(request: SimulatedRequest): boolean {
    return this.#model.takesPdf || request.text('document-format') !== 'application/pdf';
  }

  #listed(request: SimulatedRequest): SimulatedJob[] {
    const over = request.text('which-jobs') === 'completed';
    const mine = request.list('my-jobs')?.[0] === true ? request.text('requesting-user-name') : undefined;
    return this.jobs.filter(
      (job) =>
        ['completed', 'canceled', 'aborted'].includes(job.state) === over &&
        (mine === undefined || job.owner === mine),
    );
  }

  #jobGroup(job: SimulatedJob, request?: SimulatedRequest): Group {
    const attributes = jobAttributes(job, this.url);
    return { tag: TAG.job, attributes: request === undefined ? attributes : pick(attributes, request) };
  }
}

function ticketOf(request: SimulatedRequest): NewJob {
  return {
    name: request.text('job-name') ?? 'Untitled',
    owner: request.text('requesting-user-name') ?? 'anonymous',
    copies: request.number('copies') ?? 1,
    sides: request.text('sides') ?? 'one-sided',
  };
}

/** Only what was asked for; a group name, or nothing, asks for all. */
function pick(attributes: readonly Attribute[], request: SimulatedRequest): Attribute[] {
  const wanted = request.list('requested-attributes');
  const all = ['all', 'printer-description', 'job-description', 'job-template'];
  if (wanted === undefined || wanted.some((name) => all.includes(String(name)))) return [...attributes];
  let kept = false;
  return attributes.filter(({ name }) => {
    // Without a name it belongs to the one before.
    if (name !== '') kept = wanted.includes(name);
    return kept;
  });
}

/** An answer that begins well and never ends. */
function pour(response: ServerResponse, answer: Buffer): void {
  response.write(answer);
  const more = (): void => {
    if (!response.destroyed) response.write(Buffer.alloc(OVERSIZED_CHUNK_BYTES), () => setImmediate(more));
  };
  more();
}

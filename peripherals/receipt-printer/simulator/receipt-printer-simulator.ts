import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { noticeBytes, statusByte } from './condition.ts';
import type { Condition } from './condition.ts';
import { PrinterFaults } from './faults.ts';
import { Host } from './host.ts';
import { Composer, HEAD_BYTES } from './mechanism.ts';
import type { Step } from './mechanism.ts';
import { HangingPaper } from './paper.ts';
import type { PaperSlip } from './paper.ts';
import { EscPosParser } from './parser.ts';

export interface SimulatorOptions {
  /** On 127.0.0.1; 0 (default) takes a free one. */
  readonly port?: number;
  /** 1200 is a usual printer (150 mm/s); Infinity (default) prints as fast as it can. */
  readonly linesPerSecond?: number;
  /** How this model is told to forget a job; the other way is not known to it. */
  readonly clearsBy?: 'dle-dc4-8' | 'dle-enq-2';
  /** Bytes that it keeps while it is stopped; then it stops reading, as printers do. */
  readonly receiveBufferBytes?: number;
  /** Holds a slip that was cut until it is taken or taken back; false: it is in somebody's hand at once. */
  readonly presenter?: boolean;
}

export interface SimulatorState {
  readonly plugged: boolean;
  readonly coverOpen: boolean;
  readonly paper: 'enough' | 'low' | 'out';
  readonly cutterJammed: boolean;
  /** Lines of paper that hang out and are not cut yet. */
  readonly hangingLines: number;
  /** The presenter holds out a slip. */
  readonly slipHeldOut: boolean;
}

const PAPERS_KEPT = 100;
/** Three metres: a runaway job ends up as several pieces, not as all of the memory. */
const LONGEST_PAPER_LINES = 24_000;
const TICK_MS = 20;
/** The `reset` fault strikes when so much of a slip is out. */
const RESET_AFTER_LINES = 40;

/** An ESC/POS printer on TCP whose paper is a picture. It stops, keeps and repeats as real ones do. */
export class ReceiptPrinterSimulator {
  readonly faults = new PrinterFaults();
  readonly #options: Required<SimulatorOptions>;
  readonly #parser = new EscPosParser(HEAD_BYTES);
  readonly #composer = new Composer();
  readonly #paper = new HangingPaper();
  readonly #listeners = new Set<() => void>();
  readonly #papers: PaperSlip[] = [];
  #server: Server | undefined;
  #port: number;
  #host: Host | undefined;
  #received: Buffer[] = [];
  #receivedAt = 0;
  #steps: Step[] = [];
  #stepAt = 0;
  #coverOpen = false;
  #cutterJammed = false;
  #cutterFailed = false;
  #paperLow = false;
  #linesLeft = Infinity;
  #papersMade = 0;
  #scraps = 0;
  /** In the presenter, with its end out or not yet. */
  #inPresenter: PaperSlip | undefined;
  #heldOut = false;
  #timer: NodeJS.Timeout | undefined;

  private constructor(options: SimulatorOptions) {
    this.#options = {
      port: 0,
      linesPerSecond: Infinity,
      clearsBy: 'dle-dc4-8',
      receiveBufferBytes: 1 << 20,
      presenter: false,
      ...options,
    };
    this.#port = this.#options.port;
  }

  /** Switched on, with paper, listening. @throws Error when the port is taken. */
  static async start(options: SimulatorOptions = {}): Promise<ReceiptPrinterSimulator> {
    const simulator = new ReceiptPrinterSimulator(options);
    await simulator.plugIn();
    return simulator;
  }

  get port(): number {
    return this.#port;
  }

  get state(): SimulatorState {
    return {
      plugged: this.#server !== undefined,
      coverOpen: this.#coverOpen,
      paper: this.#paperOut ? 'out' : this.#paperLow ? 'low' : 'enough',
      cutterJammed: this.#cutterJammed,
      hangingLines: this.#paper.lines,
      slipHeldOut: this.#heldOut,
    };
  }

  /** White scraps that the knife cut off. */
  get scraps(): number {
    return this.#scraps;
  }

  /** Pieces of paper with something on them that came off, oldest first; the last hundred. */
  get papers(): readonly PaperSlip[] {
    return this.#papers;
  }

  /** The paper that still hangs in the slot, as a PNG. */
  drawHangingPaper(): Buffer {
    return this.#paper.draw();
  }

  /** Calls back after each change of state or paper; answers a function that stops it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The paper ends now, or after so many lines of dots (8 a millimetre). */
  runOutOfPaper({ afterLines = 0 }: { afterLines?: number } = {}): void {
    this.#linesLeft = afterLines;
    this.#changed();
  }

  lowPaper(): void {
    this.#paperLow = true;
    this.#changed();
  }

  /** A full roll. Whoever changes a roll takes out the end of the old one. */
  loadPaper(): void {
    if (this.#paperOut) this.#takeOff('torn');
    this.#linesLeft = Infinity;
    this.#paperLow = false;
    this.#changed();
  }

  openCover(): void {
    this.#coverOpen = true;
    this.#changed();
  }

  closeCover(): void {
    this.#coverOpen = false;
    this.#changed();
  }

  /** The knife will stick at its next cut; from then on the printer reports it. */
  jamCutter(): void {
    this.#cutterJammed = true;
    this.#changed();
  }

  freeCutter(): void {
    this.#cutterJammed = this.#cutterFailed = false;
    this.#changed();
  }

  /** Somebody pulls off what hangs out. */
  tearSlip(): void {
    this.#takeOff('torn');
    this.#changed();
  }

  /** Somebody takes the slip that the presenter holds out. */
  takeSlip(): void {
    if (this.#heldOut) this.#leavePresenter('cut');
    this.#changed();
  }

  /** Power and network gone at once: what was in the buffers is lost. */
  async unplug(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    this.#clearBuffers();
    this.#host?.socket.resetAndDestroy();
    await new Promise((done) => server.close(done));
    this.#changed();
  }

  async plugIn(): Promise<void> {
    if (this.#server !== undefined) return;
    const server = createServer((socket) => this.#connected(socket));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the printer has no TCP port');
    this.#port = address.port;
    this.#server = server;
    this.#changed();
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.unplug();
    this.#listeners.clear();
  }

  /** Another number with each thing that can be seen from outside. */
  get #progress(): string {
    const { hangingLines, slipHeldOut } = this.state;
    return [hangingLines, slipHeldOut, this.#papersMade, this.#papers.at(-1)?.end].join();
  }

  get #paperOut(): boolean {
    return this.#linesLeft <= 0;
  }

  get #stopped(): boolean {
    return this.#coverOpen || this.#paperOut || this.#cutterFailed || this.#server === undefined;
  }

  #connected(socket: Socket): void {
    if (this.#host !== undefined) {
      socket.resetAndDestroy();
      return;
    }
    socket.setNoDelay(true);
    const host = new Host(socket, this.faults);
    this.#host = host;
    socket.on('data', (chunk) => this.#receive(host, Buffer.from(chunk)));
    // A host that vanishes is nothing special for a printer; 'close' follows.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (this.#host === host) this.#host = undefined;
    });
  }

  #receive(host: Host, chunk: Buffer): void {
    let from = 0;
    for (const [at, byte] of chunk.entries()) {
      const command = host.realTime.push(byte);
      if (command?.kind === 'status') host.say([statusByte(this.#condition, command.request)], 'status');
      if (command?.kind === 'clear' && command.by === this.#options.clearsBy) {
        this.#clearBuffers();
        from = at + 1;
        if (command.by === 'dle-dc4-8') host.say([0x37, 0x25, 0x00], 'cleared');
      }
    }
    if (from < chunk.length) this.#received.push(chunk.subarray(from));
    this.#work();
  }

  #clearBuffers(): void {
    this.#received = [];
    this.#receivedAt = 0;
    this.#steps = [];
    this.#stepAt = 0;
    this.#parser.reset();
    this.#composer.reset();
  }

  /** Prints until there is nothing to do, nothing to print on, or the tick is over. */
  #work(): void {
    if (this.#timer !== undefined) return;
    const { linesPerSecond, receiveBufferBytes } = this.#options;
    let lines = linesPerSecond === Infinity ? Infinity : Math.ceil((linesPerSecond * TICK_MS) / 1000);
    const before = this.#progress;
    while (lines > 0 && !this.#stopped) {
      const step = this.#steps[this.#stepAt];
      if (step === undefined) {
        if (!this.#compose()) break;
        continue;
      }
      if (step.kind === 'cut' && this.#cutterJammed) {
        this.#cutterFailed = true;
        break;
      }
      this.#stepAt++;
      if (step.kind === 'row') lines--;
      this.#do(step);
    }
    if (lines === 0) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.#work();
      }, TICK_MS);
    }
    const kept = this.#received.reduce((sum, chunk) => sum + chunk.length, 0);
    if (kept > receiveBufferBytes) this.#host?.socket.pause();
    else this.#host?.socket.resume();
    this.#notify();
    if (this.#progress !== before) this.#tell();
  }

  /** One received byte further; false when there is none. */
  #compose(): boolean {
    const chunk = this.#received[0];
    if (chunk === undefined) return false;
    const byte = chunk[this.#receivedAt++];
    if (this.#receivedAt >= chunk.length) {
      this.#received.shift();
      this.#receivedAt = 0;
    }
    if (byte === undefined) return true;
    this.#steps = [];
    this.#stepAt = 0;
    for (const operation of this.#parser.push(byte)) {
      if (operation.op === 'notices' || operation.op === 'initialise') this.#switchNotices(operation);
      this.#steps.push(...this.#composer.compose(operation));
    }
    return true;
  }

  #switchNotices(
    operation: { readonly op: 'notices'; readonly on: boolean } | { readonly op: 'initialise' },
  ): void {
    if (this.#host === undefined) return;
    this.#host.notices = operation.op === 'notices' && operation.on;
    this.#host.lastNotice = '';
  }

  #do(step: Step): void {
    switch (step.kind) {
      case 'row':
        this.#linesLeft--;
        this.#paper.addRow(step.row);
        if (this.#paper.lines >= LONGEST_PAPER_LINES) this.#takeOff('torn');
        if (this.#paper.lines >= RESET_AFTER_LINES && this.#host && this.faults.take('reset')) {
          this.#host.socket.resetAndDestroy();
        }
        return;
      case 'text':
        return this.#paper.addText(step.text);
      case 'qr':
        return this.#paper.addQrText(step.text);
      case 'cut':
        return this.#takeOff('cut');
      case 'present':
        this.#heldOut = this.#inPresenter !== undefined;
        return;
      case 'retract':
        return this.#leavePresenter('retracted');
      case 'eject':
        return this.#leavePresenter('cut');
      case 'say-printed':
        this.#host?.say([this.#paperLow ? 0x03 : 0x00], 'printed');
    }
  }

  #takeOff(end: 'cut' | 'torn'): void {
    if (this.#paper.lines === 0) return;
    if (this.#paper.isBlank) {
      this.#scraps++;
      this.#paper.takeOff('', end);
      return;
    }
    this.#papersMade++;
    const paper = this.#paper.takeOff(`slip-${this.#papersMade}`, end);
    if (!this.#options.presenter || end === 'torn') return this.#keep(paper);
    // One that is still in there falls out in front of the new one.
    this.#leavePresenter('cut');
    this.#inPresenter = paper;
  }

  #leavePresenter(end: 'cut' | 'retracted'): void {
    if (this.#inPresenter !== undefined) this.#keep({ ...this.#inPresenter, end });
    this.#inPresenter = undefined;
    this.#heldOut = false;
  }

  #keep(paper: PaperSlip): void {
    this.#papers.push(paper);
    if (this.#papers.length > PAPERS_KEPT) this.#papers.shift();
  }

  #changed(): void {
    this.#work();
    this.#tell();
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  /** Automatic status: once when switched on, then at each change. */
  #notify(): void {
    const host = this.#host;
    if (host === undefined || !host.notices || this.faults.repeats('no-notices')) return;
    const notice = noticeBytes(this.#condition);
    if (host.lastNotice === notice.join()) return;
    host.lastNotice = notice.join();
    host.say(notice, 'notice');
  }

  get #condition(): Condition {
    return {
      offline: this.#stopped,
      coverOpen: this.#coverOpen,
      cutterFailed: this.#cutterFailed,
      paperOut: this.#paperOut,
      paperLow: this.#paperLow,
      sensorSticks: this.faults.repeats('contradiction'),
    };
  }
}

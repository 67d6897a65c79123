import type { Duplex } from 'node:stream';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { FrameParser, encodeFrame } from '../protocol/frame.ts';
import type { FrameEvent } from '../protocol/frame.ts';
import type { SyntheticCard } from './synthetic-card.ts';
import { COMPLAINTS, SimulatorFaults } from './faults.ts';
import type { FaultKind, LineFault } from './faults.ts';
import { SamModule, requestKindOf } from './module.ts';
import type { ModuleHabits, Stage } from './module.ts';

export interface SimulatorOptions extends Partial<ModuleHabits> {
  /**
   * Answers as over such a serial line (10 bits a byte): begins when the request would have been in, and sends no
   * faster. As fast as possible when left out.
   */
  readonly paceBaud?: number;
}

export interface SimulatorState {
  readonly isPluggedIn: boolean;
  /** The card that lies on the reader. */
  readonly card: SyntheticCard | null;
  readonly stage: Stage;
}

const PACED_CHUNK_BYTES = 64;
const SPLIT_PARTS = 40;
const BITS_PER_BYTE = 10;
/** A timer may be so late; what is left before the time is waited for turn by turn. */
const TIMER_SLACK_MS = 2;
/** Holds a stray AA and half a preamble, as a line that was just plugged in does. */
const GARBAGE = Uint8Array.of(0x00, 0xff, 0xaa, 0x96, 0x69, 0xaa, 0xaa, 0x13, 0xaa);

/** A resident ID card reader without the hardware: speaks its bytes over whatever is attached. */
export class IdCardReaderSimulator {
  readonly faults = new SimulatorFaults();
  readonly #module: SamModule;
  /** 0 without a pace. */
  readonly #msPerByte: number;
  readonly #lines = new Set<Duplex>();
  readonly #listeners = new Set<(state: SimulatorState) => void>();
  #isPluggedIn = true;
  #sending: Promise<void> = Promise.resolve();
  #heldBack: Uint8Array[] = [];
  /** When the last bit of the request is in. */
  #requestInAt = 0;

  constructor(options: SimulatorOptions = {}) {
    const { paceBaud, ...habits } = options;
    this.#msPerByte = paceBaud === undefined ? 0 : (1000 * BITS_PER_BYTE) / paceBaud;
    this.#module = new SamModule({
      findsReadCard: false,
      failedCardNeedsLifting: false,
      knowsNewItems: true,
      ...habits,
    });
  }

  get state(): SimulatorState {
    return {
      isPluggedIn: this.#isPluggedIn,
      card: this.#module.card,
      stage: this.#module.stage,
    };
  }

  /** Called after each change, in the same turn: a listener that takes the card away does so before the next command. */
  onChange(listener: (state: SimulatorState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Puts a card on the reader, in place of one that lies there. */
  placeCard(card: SyntheticCard): void {
    this.#change(() => this.#module.putCard(card));
  }
  removeCard(): void {
    this.#change(() => this.#module.takeCard());
  }
  /** The card slips a little: it lies there still, and has to be found anew. */
  moveCard(): void {
    this.#change(() => this.#module.moveCard());
  }
  /** Pulls the cable: every line ends. The card stays where it is. */
  unplug(): void {
    this.#change(() => {
      this.#isPluggedIn = false;
      this.#heldBack = [];
      for (const line of this.#lines) line.destroy();
    });
  }
  plugIn(): void {
    this.#change(() => {
      this.#isPluggedIn = true;
      this.#module.restart();
    });
  }

  /** Answers on this line until it ends; a line that is attached while the cable is out ends at once. */
  attach(line: Duplex): void {
    if (!this.#isPluggedIn) {
      line.destroy();
      return;
    }
    const parser = new FrameParser();
    this.#lines.add(line);
    line.on('data', (chunk: Uint8Array) => {
      this.#requestInAt = performance.now() + chunk.length * this.#msPerByte;
      for (const event of parser.push(chunk)) this.#answer(line, event);
    });
    line.on('error', () => line.destroy());
    line.on('close', () => this.#lines.delete(line));
  }

  #change(action: () => void): void {
    const before = this.state;
    action();
    const after = this.state;
    const isSame =
      before.stage === after.stage && before.card === after.card && before.isPluggedIn === after.isPluggedIn;
    if (!isSame) for (const listener of [...this.#listeners]) listener(after);
  }

  #answer(line: Duplex, event: FrameEvent): void {
    if (event.kind === 'damaged') {
      const code = event.problem === 'checksum' ? 0x10 : 0x11;
      this.#send(line, encodeAnswer(code), null);
      return;
    }
    const request = requestKindOf(event.body);
    const fault = this.faults.take(request);
    const late = this.#heldBack.splice(0);
    for (const bytes of late) this.#send(line, bytes, null);
    if (fault !== null && isComplaint(fault)) {
      this.#send(line, encodeAnswer(COMPLAINTS[fault]), null);
      if (request === 'read-base') this.#change(() => this.#module.failCard());
      return;
    }
    this.#change(() => {
      const { code, data } = this.#module.answer(request);
      this.#send(line, encodeAnswer(code, data), fault);
    });
  }

  #send(line: Duplex, answer: Uint8Array, fault: LineFault | null): void {
    switch (fault) {
      case 'silence':
        return;
      case 'late-answer':
        this.#heldBack.push(answer);
        return;
      case 'garbage-before-preamble':
        return this.#write(line, Buffer.concat([GARBAGE, answer]));
      case 'split-writes':
        return this.#write(line, answer, Math.ceil(answer.length / SPLIT_PARTS));
      case 'wrong-checksum':
        return this.#write(line, answer.with(-1, answer.at(-1)! ^ 0xff));
      case 'short-frame':
        return this.#write(line, answer.subarray(0, -3));
      case 'oversized-length':
        return this.#write(line, answer.with(5, 0xff));
      case null:
        return this.#write(line, answer);
    }
  }

  /** One after the other, in the order of the answers, at the pace of the line. */
  #write(line: Duplex, bytes: Uint8Array, splitInto?: number): void {
    if (this.#msPerByte === 0 && splitInto === undefined) {
      this.#sending = this.#sending.then(() => void (line.destroyed || line.write(bytes)));
      return;
    }
    const chunkBytes = splitInto ?? PACED_CHUNK_BYTES;
    const requestInAt = this.#requestInAt;
    this.#sending = this.#sending.then(async () => {
      const start = Math.max(performance.now(), requestInAt);
      for (let sent = 0; sent < bytes.length && !line.destroyed;) {
        const chunk = bytes.subarray(sent, sent + chunkBytes);
        sent += chunk.length;
        // A byte is there when its last bit is.
        await waitUntil(start + sent * this.#msPerByte);
        if (!line.destroyed) line.write(chunk);
      }
    });
  }
}

/** At least one turn of the event loop, so that writes are not joined, and then until the time has come. */
async function waitUntil(at: number): Promise<void> {
  const earlyMs = at - performance.now() - TIMER_SLACK_MS;
  if (earlyMs > 0) await delay(earlyMs);
  do await nextTurn();
  while (performance.now() < at);
}

function isComplaint(fault: FaultKind): fault is keyof typeof COMPLAINTS {
  return Object.hasOwn(COMPLAINTS, fault);
}

function encodeAnswer(code: number, data: Uint8Array = new Uint8Array(0)): Uint8Array {
  return encodeFrame(Buffer.concat([Uint8Array.of(0, 0, code), data]));
}

import type { Socket } from 'node:net';
import type { PrinterFaults } from './faults.ts';
import { RealTimeScanner } from './real-time.ts';

const SLOW_ANSWER_MS = 250;
const SPLIT_ANSWER_MS = 3;
/** No byte of it can be taken for an answer of any kind. */
const GARBAGE = [0xff, 0x93, 0xd1, 0x81];

/** The computer at the other end, what it has switched on and what it is told; faults of the answers strike here. */
export class Host {
  readonly socket: Socket;
  readonly realTime = new RealTimeScanner();
  notices = false;
  lastNotice = '';
  readonly #faults: PrinterFaults;
  #silent = false;
  #saying: Promise<void> = Promise.resolve();

  constructor(socket: Socket, faults: PrinterFaults) {
    this.socket = socket;
    this.#faults = faults;
  }

  say(bytes: readonly number[], what: 'status' | 'notice' | 'cleared' | 'printed'): void {
    if (this.#silent || this.#faults.repeats('silence')) return;
    if (what === 'printed' && this.#faults.take('silence')) {
      this.#silent = true;
      return;
    }
    const said = what === 'status' && this.#faults.take('garbage') ? GARBAGE : bytes;
    const slow = this.#faults.take('slow');
    const pieces = this.#faults.take('split') ? said.map((byte) => [byte]) : [said];
    this.#saying = this.#saying.then(async () => {
      for (const [index, piece] of pieces.entries()) {
        if (slow || index > 0) await wait(slow ? SLOW_ANSWER_MS : SPLIT_ANSWER_MS);
        if (!this.socket.destroyed) this.socket.write(Uint8Array.from(piece));
      }
    });
  }
}

function wait(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}

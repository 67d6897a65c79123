import { Worker } from 'node:worker_threads';

export const IDLE = 0;
const BUSY = 1;
/** Words that both threads see: whether an order is being carried out, and how many frames the WAL had at the last. */
export const BUSY_AT = 0;
export const FRAMES_AT = 1;
/** More than any checkpoint takes; a thread that has died must not keep the store from closing. */
const PATIENCE_MS = 30_000;

export type Order = 'checkpoint' | 'close';

export interface WalWork {
  readonly file: string;
  readonly state: Int32Array<SharedArrayBuffer>;
}

/** Moves the WAL of a database into it beside the event loop, while commits go on. Begins with the first order. */
export class WalThread {
  readonly #file: string;
  readonly #state = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  #worker: Worker | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  get isBusy(): boolean {
    return Atomics.load(this.#state, BUSY_AT) !== IDLE;
  }

  /** Frames that were in the WAL when the last checkpoint ended. */
  get frames(): number {
    return Atomics.load(this.#state, FRAMES_AT);
  }

  /** Begins a passive checkpoint; only when it is not busy. */
  checkpoint(): void {
    if (!this.#worker) {
      const workerData: WalWork = { file: this.#file, state: this.#state };
      this.#worker = new Worker(new URL('./wal-worker.ts', import.meta.url), { workerData });
      this.#worker.unref();
    }
    this.#order('checkpoint');
  }

  /** Waits for what was begun, and until the thread has closed the file. */
  close(): void {
    if (!this.#worker) return;
    this.#wait();
    this.#order('close');
    this.#wait();
    this.#worker = undefined;
  }

  #order(order: Order): void {
    Atomics.store(this.#state, BUSY_AT, BUSY);
    this.#worker?.postMessage(order);
  }

  #wait(): void {
    Atomics.wait(this.#state, BUSY_AT, BUSY, PATIENCE_MS);
  }
}

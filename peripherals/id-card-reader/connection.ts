import type { ByteTransport } from '../transport/index.ts';
import type { IdCardReaderDelays } from './delays.ts';
import { IdCardReaderDriver } from './driver.ts';

interface Owner {
  /** Makes a new, unopened line to the reader; called for every try to connect. */
  readonly openTransport: () => ByteTransport;
  readonly delays: IdCardReaderDelays;
  /** Called with each line that could be opened, until it ends; answers whether the reader was of any use on it. */
  readonly serve: (driver: IdCardReaderDriver) => Promise<boolean>;
  /** Called after each line, also after one that could not be opened. */
  readonly onLost: () => void;
}

/** Keeps a line to the reader: connects, lets it be served, and connects again with growing pauses, until closed. */
export class ReaderConnection {
  readonly #owner: Owner;
  #isOpen = false;
  #transport: ByteTransport | null = null;
  #driver: IdCardReaderDriver | null = null;
  #loop: Promise<void> = Promise.resolve();
  #wake: () => void = () => undefined;

  constructor(owner: Owner) {
    this.#owner = owner;
  }

  /** Of the line that is up; null while there is none. */
  get driver(): IdCardReaderDriver | null {
    return this.#driver;
  }
  get isUp(): boolean {
    return this.#isOpen && this.#driver !== null;
  }

  open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#loop = this.#loop.then(() => this.#run());
  }

  async close(): Promise<void> {
    this.#isOpen = false;
    this.#wake();
    await this.#transport?.close();
    await this.#loop;
  }

  /** Lets a pause look again whether it is over. */
  wake(): void {
    this.#wake();
  }

  /** Until the time that `until` says (asked again after each wake-up), or until the line is down. */
  async pauseUntil(until: () => number): Promise<void> {
    while (this.isUp) {
      const leftMs = until() - performance.now();
      if (leftMs <= 0) return;
      await this.#pause(leftMs);
    }
  }

  async #run(): Promise<void> {
    const { openTransport, delays, serve, onLost } = this.#owner;
    let backOffMs = delays.reconnectMinMs;
    while (this.#isOpen) {
      const transport = openTransport();
      this.#transport = transport;
      const driver = new IdCardReaderDriver(transport, delays);
      transport.onClosed(() => {
        this.#driver = null;
        this.#wake();
      });
      if ((await transport.open()).ok) {
        this.#driver = driver;
        if (await serve(driver)) backOffMs = delays.reconnectMinMs;
        await transport.close();
      }
      this.#driver = null;
      onLost();
      if (this.#isOpen) await this.#pause(backOffMs);
      backOffMs = Math.min(backOffMs * 2, delays.reconnectMaxMs);
    }
  }

  /** A pause that `wake` ends early. */
  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#wake = () => undefined;
        resolve();
      };
      const timer = setTimeout(end, ms);
      this.#wake = end;
    });
  }
}

import { OneAtATime } from '../one-at-a-time.ts';
import type { Device } from '../device.ts';
import type { ByteTransport } from '../transport/index.ts';
import { unlessAborted } from '../unless-aborted.ts';
import { DEFAULT_DELAYS, PrinterConnection } from './driver.ts';
import type { PrintOutcome, ReceiptPrinterDelays } from './driver.ts';
import { encodeSlip } from './encode-slip.ts';
import type { PrinterProfile } from './profiles.ts';
import type { SlipDocument } from './slip.ts';
import { toStatus } from './status.ts';
import type { ReceiptPrinterStatus, ReceiptPrinterStatusKind } from './status.ts';

export interface ReceiptPrinter extends Device<ReceiptPrinterStatus> {
  /**
   * Prints one slip and cuts it; jobs wait for each other. Never prints twice by itself.
   * @throws Error when a QR block holds more than a QR code can.
   */
  print(slip: SlipDocument): Promise<PrintOutcome>;
}

export interface ReceiptPrinterOptions {
  /** Makes a fresh transport for each connection. */
  readonly openTransport: () => ByteTransport;
  readonly profile: PrinterProfile;
  readonly delays?: Partial<ReceiptPrinterDelays>;
}

export function createReceiptPrinter(options: ReceiptPrinterOptions): ReceiptPrinter {
  return new ConnectedReceiptPrinter(options);
}

class ConnectedReceiptPrinter implements ReceiptPrinter {
  readonly #openTransport: () => ByteTransport;
  readonly #profile: PrinterProfile;
  readonly #delays: ReceiptPrinterDelays;
  readonly #listeners = new Set<(status: ReceiptPrinterStatus) => void>();
  #status = toStatus('disconnected');
  #connection: PrinterConnection | undefined;
  /** The tail of the queue: polls and jobs share one line and must not overlap. */
  readonly #line = new OneAtATime();
  /**
   * A slip may hang out of the printer, half printed and not cut: nobody knows what an earlier process, killed or without
   * power, has left there. A scrap of white paper is the price of never putting two persons on one slip.
   */
  #halfPrinted = true;
  #retracting: NodeJS.Timeout | undefined;
  #stop: AbortController | undefined;
  #running: Promise<void> = Promise.resolve();
  #wake: () => void = () => undefined;

  constructor({ openTransport, profile, delays }: ReceiptPrinterOptions) {
    this.#openTransport = openTransport;
    this.#profile = profile;
    this.#delays = { ...DEFAULT_DELAYS, ...delays };
  }

  get status(): ReceiptPrinterStatus {
    return this.#status;
  }

  onStatus(listener: (status: ReceiptPrinterStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  open(): void {
    if (this.#stop !== undefined) return;
    this.#stop = new AbortController();
    this.#running = this.#run(this.#stop.signal);
  }

  async close(): Promise<void> {
    this.#stop?.abort();
    clearTimeout(this.#retracting);
    await this.#connection?.close();
    await this.#running;
    await this.#line.idle();
    this.#stop = undefined;
  }

  async print(slip: SlipDocument): Promise<PrintOutcome> {
    const { chunks, end, undrawable } = encodeSlip(slip, this.#profile);
    return this.#line.run(async () => {
      const connection = this.#connection;
      if (connection === undefined) return { kind: 'failed', reason: 'disconnected' };
      const outcome = (await connection.refusal()) ?? (await this.#begin(connection, [...chunks, end]));
      // The caller's next look at `status` must not be older than this outcome.
      if (outcome.kind === 'printed' || (outcome.kind === 'failed' && outcome.reason !== 'disconnected')) {
        await this.#poll(connection);
      } else await this.#drop(connection);
      return outcome.kind === 'printed' && undrawable.length > 0 ? { ...outcome, undrawable } : outcome;
    });
  }

  async #begin(connection: PrinterConnection, chunks: readonly Uint8Array[]): Promise<PrintOutcome> {
    clearTimeout(this.#retracting);
    const outcome = await connection.print(chunks, this.#halfPrinted);
    const { presenter } = this.#profile;
    if (presenter !== null && outcome.kind === 'printed') {
      this.#retracting = setTimeout(() => {
        void this.#line.run(async () => this.#connection?.retract());
      }, presenter.retractAfterMs);
    }
    // Whoever changes the roll takes the end of the old one out with it.
    this.#halfPrinted = outcome.kind !== 'printed' && outcome.reason !== 'paper-out';
    return outcome;
  }

  async #run(stop: AbortSignal): Promise<void> {
    let reconnectMs = this.#delays.firstReconnectMs;
    while (!stop.aborted) {
      const connection = new PrinterConnection(this.#openTransport(), this.#profile, this.#delays, () =>
        this.#wake(),
      );
      const end = (): void => void connection.close();
      stop.addEventListener('abort', end);
      if (await connection.open()) {
        this.#connection = connection;
        if (await this.#serve(connection)) reconnectMs = this.#delays.firstReconnectMs;
      }
      await this.#drop(connection);
      stop.removeEventListener('abort', end);
      const retry = Promise.withResolvers<void>();
      const handle = setTimeout(retry.resolve, reconnectMs);
      await unlessAborted(retry.promise, stop);
      clearTimeout(handle);
      reconnectMs = Math.min(reconnectMs * 2, this.#delays.longestReconnectMs);
    }
  }

  /** Looks at the printer until the connection ends; true when it answered at least once. */
  async #serve(connection: PrinterConnection): Promise<boolean> {
    let answered = false;
    while (this.#connection === connection) {
      const woken = Promise.withResolvers<void>();
      this.#wake = woken.resolve;
      if (!(await this.#line.run(() => this.#poll(connection)))) break;
      answered = true;
      const handle = setTimeout(woken.resolve, this.#delays.pollMs);
      await unlessAborted(woken.promise, connection.ended);
      clearTimeout(handle);
      if (connection.ended.aborted) break;
    }
    return answered;
  }

  async #poll(connection: PrinterConnection): Promise<boolean> {
    if (this.#connection !== connection) return false;
    const kind = await connection.queryStatus();
    if (kind === 'silent') {
      await this.#drop(connection);
      return false;
    }
    this.#publish(kind);
    return true;
  }

  async #drop(connection: PrinterConnection): Promise<void> {
    if (this.#connection === connection) this.#connection = undefined;
    this.#publish('disconnected');
    await connection.close();
  }

  #publish(kind: ReceiptPrinterStatusKind): void {
    if (kind === this.#status.kind) return;
    this.#status = toStatus(kind);
    for (const listener of [...this.#listeners]) listener(this.#status);
  }
}

import { OneAtATime } from '../one-at-a-time.ts';
import { encodeSlip } from '../receipt-printer/encode-slip.ts';
import type { PrinterProfile, PrintOutcome, ReceiptPrinter, SlipDocument } from '../receipt-printer/index.ts';
import { command } from '../receipt-printer/protocol/commands.ts';
import { toStatus } from '../receipt-printer/status.ts';
import type { ReceiptPrinterStatus, ReceiptPrinterStatusKind } from '../receipt-printer/status.ts';
import type { XfsDeviceOptions } from './card-reader.ts';
import type { Outcome } from './connection.ts';
import { DEFAULT_DELAYS } from './delays.ts';
import { afterFailure, kindOf } from './paper.ts';
import { toBase64 } from './protocol/common.ts';
import type { PrinterMedia } from './protocol/printer.ts';
import { XfsService } from './service.ts';
import type { Served } from './service.ts';

export interface XfsReceiptPrinterOptions extends XfsDeviceOptions {
  /** What the printer behind the service understands: the service passes our bytes on as they are. */
  readonly profile: PrinterProfile;
  /** A slip that nobody has taken for so long is taken back, where the printer can: it names its citizen, who has gone. */
  readonly retractAfterMs?: number;
}

/** Makes a printer of slips of a service of the class Printer; `disconnected` until `open` has found it. */
export function createXfsReceiptPrinter(options: XfsReceiptPrinterOptions): ReceiptPrinter {
  return new XfsReceiptPrinter(options);
}

const RETRACT_AFTER_MS = 60_000;
/** A slip of half a metre takes 5 s. */
const PRINT_TIMEOUT_MS = 20_000;
const CONTROL_TIMEOUT_MS = 8000;
const LEFT_OUT: readonly (PrinterMedia | undefined)[] = ['present', 'entering'];

type Control = Outcome<'Printer.ControlMedia'>;

class XfsReceiptPrinter implements ReceiptPrinter {
  readonly #service: XfsService;
  readonly #profile: PrinterProfile;
  readonly #retractAfterMs: number;
  readonly #listeners = new Set<(status: ReceiptPrinterStatus) => void>();
  readonly #line = new OneAtATime();
  #status = toStatus('disconnected');
  #served: Served | null = null;
  /** As of an earlier process or job: half a slip may be in the printer, and must not become the upper half of the next. */
  #halfPrinted = true;
  #retracting: NodeJS.Timeout | undefined;

  constructor({ place, delays, profile, retractAfterMs = RETRACT_AFTER_MS }: XfsReceiptPrinterOptions) {
    this.#profile = profile;
    this.#retractAfterMs = retractAfterMs;
    this.#service = new XfsService({
      place,
      kind: 'printer',
      delays: { ...DEFAULT_DELAYS, ...delays },
      serve: async (served) => {
        this.#served = served;
        this.#publish(kindOf(served.status()));
        await served.connection.closed;
        this.#served = null;
      },
      onStatus: (status) => {
        if (!LEFT_OUT.includes(status.printer?.media)) clearTimeout(this.#retracting);
        if (this.#served !== null) this.#publish(kindOf(status));
      },
      onEvent: (name) => {
        if (name === 'Printer.MediaTakenEvent') clearTimeout(this.#retracting);
      },
      onAway: () => this.#publish('disconnected'),
    });
  }

  get status(): ReceiptPrinterStatus {
    return this.#status;
  }

  onStatus(listener: (status: ReceiptPrinterStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  open(): void {
    this.#service.open();
  }

  async close(): Promise<void> {
    clearTimeout(this.#retracting);
    await this.#service.close();
    await this.#line.idle();
  }

  async print(slip: SlipDocument): Promise<PrintOutcome> {
    const { chunks, end, undrawable } = encodeSlip(slip, this.#profile);
    return this.#line.run(async () => {
      const served = this.#served;
      if (served === null) return { kind: 'failed', reason: 'disconnected' };
      const outcome = await this.#print(served, chunks, end);
      // The caller's next look at `status` must not be older than this outcome.
      await served.refresh();
      return outcome.kind === 'printed' && undrawable.length > 0 ? { ...outcome, undrawable } : outcome;
    });
  }

  async #print(served: Served, chunks: readonly Uint8Array[], end: Uint8Array): Promise<PrintOutcome> {
    const { connection, capabilities, status } = served;
    await served.refresh();
    if (connection.isClosed) return { kind: 'failed', reason: 'disconnected' };
    const before = kindOf(status());
    if (before !== 'ready' && before !== 'paper-near-end') return { kind: 'failed', reason: before };
    clearTimeout(this.#retracting);
    if (this.#halfPrinted || LEFT_OUT.includes(status().printer?.media)) {
      const cleared = await this.#clear(served);
      if (cleared.kind === 'lost') return { kind: 'failed', reason: 'disconnected' };
    }
    const cuts = capabilities.printer?.control?.cut ?? false;
    const data = Buffer.concat([Uint8Array.from(command.initialise()), ...chunks, ...(cuts ? [] : [end])]);
    const printed = await connection.send(
      'Printer.PrintRaw',
      { inputData: 'no', data: toBase64(data) },
      { timeoutMs: PRINT_TIMEOUT_MS },
    );
    if (printed.kind !== 'completed') {
      const outcome = afterFailure(printed);
      // Whoever changes the roll takes the end of the old one out with it.
      this.#halfPrinted = outcome.reason !== 'paper-out';
      return outcome;
    }
    const out = await this.#handOut(served);
    this.#halfPrinted = out !== null && out.kind !== 'completed';
    if (out !== null && out.kind !== 'completed') return afterFailure(out);
    return { kind: 'printed', paperNearEnd: kindOf(status()) === 'paper-near-end' };
  }

  /** Cuts the slip and holds it out, as far as the printer can. Null when there is nothing that it can do. */
  async #handOut(served: Served): Promise<Control | null> {
    const { cut, eject, retract } = served.capabilities.printer?.control ?? {};
    if (!cut && !eject) return null;
    const out = await control(served, { ...(cut && { cut }), ...(eject && { move: 'eject' as const }) });
    if (out.kind === 'completed' && eject && retract) {
      this.#retracting = setTimeout(() => {
        void this.#line.run(async () => {
          if (LEFT_OUT.includes(served.status().printer?.media)) await control(served, { move: 'retract' });
        });
      }, this.#retractAfterMs);
    }
    return out;
  }

  /** What an earlier citizen did not take, or what an earlier job left half printed, is out of the way afterwards. */
  async #clear(served: Served): Promise<Control | { readonly kind: 'nothing-to-do' }> {
    const { cut, eject, retract } = served.capabilities.printer?.control ?? {};
    const move = retract ? ('retract' as const) : eject ? ('eject' as const) : undefined;
    if (!cut && move === undefined) return { kind: 'nothing-to-do' };
    return control(served, { ...(cut && { cut }), ...(move && { move }) });
  }

  #publish(kind: ReceiptPrinterStatusKind): void {
    if (kind === this.#status.kind) return;
    this.#status = toStatus(kind);
    for (const listener of [...this.#listeners]) listener(this.#status);
  }
}

function control(
  { connection }: Served,
  mediaControl: { cut?: true; move?: 'eject' | 'retract' },
): Promise<Control> {
  return connection.send('Printer.ControlMedia', { mediaControl }, { timeoutMs: CONTROL_TIMEOUT_MS });
}

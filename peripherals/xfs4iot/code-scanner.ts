import type { CodeScanner, CodeScannerStatus, ScannedCode } from '../code-scanner/index.ts';
import { parseCode } from '../code-scanner/grammar.ts';
import type { Symbology } from '../code-scanner/protocol/aim.ts';
import { decodeText } from '../code-scanner/protocol/text.ts';
import type { XfsDeviceOptions } from './card-reader.ts';
import type { Outcome } from './connection.ts';
import { DEFAULT_DELAYS } from './delays.ts';
import type { XfsDelays } from './delays.ts';
import type { StatusPayload } from './protocol/commands.ts';
import { pause, XfsService } from './service.ts';
import type { Served } from './service.ts';

/** Makes a scanner of a service of the class BarcodeReader; `disconnected` until `open` has found it. */
export function createXfsCodeScanner(options: XfsDeviceOptions): CodeScanner {
  return new XfsCodeScanner(options);
}

const STATUSES = {
  ready: { kind: 'ready', availability: 'ready' },
  scanning: { kind: 'scanning', availability: 'ready' },
  disconnected: { kind: 'disconnected', availability: 'offline' },
} as const satisfies Record<string, CodeScannerStatus>;

/** The class' names for kinds of code that our slips, phones and screens show; it has none for Han Xin. */
const SYMBOLOGIES: ReadonlyMap<string, Symbology | null> = new Map([
  ['qrCode', 'qr'],
  ['code128', 'code-128'],
  ['ean128', 'code-128'],
  ['dataMatrix', 'data-matrix'],
  ['aztec', 'aztec'],
  ['pdf417', 'pdf417'],
  ['symbologyUnknown', null],
]);

class XfsCodeScanner implements CodeScanner {
  readonly #service: XfsService;
  readonly #delays: XfsDelays;
  readonly #codeListeners = new Set<(code: ScannedCode) => void>();
  readonly #statusListeners = new Set<(status: CodeScannerStatus) => void>();
  #status: CodeScannerStatus = STATUSES.disconnected;
  #droppedCodes = 0;
  #isWanted = false;
  /** Aborted when the codes of this wish are wanted no more. */
  #wish = new AbortController();
  #isLooking = false;
  #known: StatusPayload | null = null;
  #idle = new AbortController();

  constructor({ place, delays }: XfsDeviceOptions) {
    this.#delays = { ...DEFAULT_DELAYS, ...delays };
    this.#service = new XfsService({
      place,
      kind: 'barcodeReader',
      delays: this.#delays,
      serve: (served) => this.#serve(served),
      onStatus: (status) => {
        this.#known = status;
        this.#tell();
        this.#idle.abort();
      },
      onAway: () => {
        this.#known = null;
        this.#tell();
      },
    });
  }

  get status(): CodeScannerStatus {
    return this.#status;
  }

  get droppedCodes(): number {
    return this.#droppedCodes;
  }

  open(): void {
    this.#service.open();
  }

  close(): Promise<void> {
    return this.#service.close();
  }

  onStatus(listener: (status: CodeScannerStatus) => void): () => void {
    this.#statusListeners.add(listener);
    return () => this.#statusListeners.delete(listener);
  }

  onCode(listener: (code: ScannedCode) => void): () => void {
    this.#codeListeners.add(listener);
    return () => this.#codeListeners.delete(listener);
  }

  startScanning(): void {
    if (this.#isWanted) return;
    this.#isWanted = true;
    this.#wish = new AbortController();
    this.#idle.abort();
  }

  stopScanning(): void {
    this.#isWanted = false;
    this.#wish.abort();
    this.#idle.abort();
  }

  async #serve({ connection }: Served): Promise<void> {
    void connection.closed.then(() => this.#idle.abort());
    while (!connection.isClosed) {
      this.#idle = new AbortController();
      if (!this.#isWanted || !isWorking(this.#known)) {
        await pause(this.#delays.heartbeatMs, this.#idle.signal);
        continue;
      }
      const wish = this.#wish.signal;
      this.#look(true);
      const outcome = await connection.send('BarcodeReader.Read', {}, { signal: wish });
      const codes = codesOf(outcome);
      for (const code of codes) this.#deliver(code, wish);
      if (codes.length === 0 && !wish.aborted && !connection.isClosed) {
        // It could not look, or saw nothing and says so at once.
        this.#look(false);
        await pause(this.#delays.retryMs, wish);
      }
      if (wish.aborted) this.#look(false);
    }
    this.#isLooking = false;
  }

  #deliver(code: ScannedCode, wish: AbortSignal): void {
    if (wish.aborted) {
      this.#droppedCodes++;
      return;
    }
    for (const listener of [...this.#codeListeners]) listener(code);
  }

  #look(isLooking: boolean): void {
    this.#isLooking = isLooking;
    this.#tell();
  }

  #tell(): void {
    const kind = !isWorking(this.#known) ? 'disconnected' : this.#isLooking ? 'scanning' : 'ready';
    if (kind === this.#status.kind) return;
    this.#status = STATUSES[kind];
    for (const listener of [...this.#statusListeners]) listener(this.#status);
  }
}

function codesOf(outcome: Outcome<'BarcodeReader.Read'>): readonly ScannedCode[] {
  if (outcome.kind === 'failed' && outcome.payload.errorCode === 'barcodeInvalid') {
    return [parseCode(null, null)];
  }
  if (outcome.kind !== 'completed') return [];
  return outcome.payload.readOutput.map(({ symbology, barcodeData }) => {
    // A kind of which we have no name is none of ours.
    const kind = SYMBOLOGIES.has(symbology) ? SYMBOLOGIES.get(symbology)! : 'other';
    return parseCode(decodeText(barcodeData, 'utf-8'), kind);
  });
}

function isWorking(status: StatusPayload | null): boolean {
  const device = status?.common?.device;
  const isThere = device === 'online' || device === 'deviceBusy';
  return isThere && status?.barcodeReader?.scanner !== 'inoperative';
}

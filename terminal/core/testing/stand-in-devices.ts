import type { Camera, CameraDescription, CameraStatus } from '@tongban/peripherals/camera';
import type { CodeScanner, CodeScannerStatus, ScannedCode } from '@tongban/peripherals/code-scanner';
import type { Device, DeviceStatus } from '@tongban/peripherals/device';
import type {
  DocumentPrinter,
  DocumentPrinterStatus,
  DocumentPrintOptions,
  DocumentPrintOutcome,
} from '@tongban/peripherals/document-printer';
import type {
  DocumentScanner,
  DocumentScannerCapabilities,
  DocumentScannerStatus,
  ScanFailure,
  ScannedPage,
  ScanOptions,
  ScanOutcome,
  ScanRequest,
} from '@tongban/peripherals/document-scanner';
import type {
  IdCard,
  IdCardReader,
  IdCardReaderStatus,
  ReaderDescription,
} from '@tongban/peripherals/id-card-reader';
import type {
  PrintOutcome,
  ReceiptPrinter,
  ReceiptPrinterStatus,
  SlipDocument,
} from '@tongban/peripherals/receipt-printer';
import type {
  SmartCardReader,
  SmartCardReaderStatus,
  SocialSecurityCard,
} from '@tongban/peripherals/smart-card-reader';

/** Devices that do what a test says, by the interfaces that the manager's stand-ins have. */

export class StandInDevice<S extends DeviceStatus> implements Device<S> {
  status: S;
  isOpen = true;
  readonly #listeners = new Set<(status: S) => void>();
  constructor(status: S) {
    this.status = status;
  }
  open(): void {
    this.isOpen = true;
  }
  async close(): Promise<void> {
    this.isOpen = false;
  }
  onStatus(listener: (status: S) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  become(status: S): void {
    this.status = status;
    for (const listener of [...this.#listeners]) listener(status);
  }
}

const readerStatuses = {
  'no-card': { kind: 'no-card', availability: 'ready' },
  reading: { kind: 'reading', availability: 'ready' },
  'card-present': { kind: 'card-present', availability: 'ready' },
  'card-removed-mid-read': { kind: 'card-removed-mid-read', availability: 'ready' },
  'card-unreadable': { kind: 'card-unreadable', availability: 'ready' },
  'card-unsupported': { kind: 'card-unsupported', availability: 'ready' },
  disconnected: { kind: 'disconnected', availability: 'offline' },
} as const satisfies Record<string, IdCardReaderStatus>;

export class StandInReader extends StandInDevice<IdCardReaderStatus> implements IdCardReader {
  reading = false;
  readonly #cards = new Set<(card: IdCard) => void>();
  /** Lies there and was not read. */
  #unread: IdCard | null = null;
  constructor() {
    super(readerStatuses['no-card']);
  }
  startReading(): void {
    this.reading = true;
    queueMicrotask(() => this.#read());
  }
  stopReading(): void {
    this.reading = false;
  }
  onCard(listener: (card: IdCard) => void): () => void {
    this.#cards.add(listener);
    return () => this.#cards.delete(listener);
  }
  async describe(): Promise<ReaderDescription> {
    return { kind: 'disconnected' };
  }
  show(kind: keyof typeof readerStatuses): void {
    if (kind === 'no-card') this.#unread = null;
    this.become(readerStatuses[kind]);
  }
  /** Puts a card there, in the place of whatever lay there; it is read when the session wants one, and seen before. */
  place(card: IdCard): void {
    this.#unread = card;
    if (this.reading) this.#read();
    else this.show('card-present');
  }
  #read(): void {
    const card = this.#unread;
    if (!card || !this.reading) return;
    this.#unread = null;
    this.show('reading');
    for (const listener of this.#cards) listener(card);
    this.show('card-present');
  }
}

export class StandInPrinter extends StandInDevice<ReceiptPrinterStatus> implements ReceiptPrinter {
  outcomes: PrintOutcome[] = [];
  slips: SlipDocument[] = [];
  constructor() {
    super({ kind: 'ready', availability: 'ready' });
  }
  async print(slip: SlipDocument): Promise<PrintOutcome> {
    this.slips.push(slip);
    return this.outcomes.shift() ?? { kind: 'printed', paperNearEnd: false };
  }
}

export class StandInDocumentPrinter extends StandInDevice<DocumentPrinterStatus> implements DocumentPrinter {
  readonly capabilities = undefined;
  outcomes: DocumentPrintOutcome[] = [];
  /** A job ends as soon as this is resolved. */
  mayEnd: Promise<void> = Promise.resolve();
  /** What came out, as text, with how it was wanted. */
  readonly jobs: (DocumentPrintOptions & { readonly text: string })[] = [];
  constructor() {
    super({ kind: 'ready', availability: 'ready', reasons: [] });
  }
  async print(pdf: Uint8Array, options: DocumentPrintOptions): Promise<DocumentPrintOutcome> {
    this.jobs.push({ ...options, text: Buffer.from(pdf).toString('latin1') });
    await this.mayEnd;
    return this.outcomes.shift() ?? { kind: 'printed' };
  }
}

export class StandInCodeScanner extends StandInDevice<CodeScannerStatus> implements CodeScanner {
  readonly droppedCodes = 0;
  scanning = false;
  readonly #codes = new Set<(code: ScannedCode) => void>();
  constructor() {
    super({ kind: 'ready', availability: 'ready' });
  }
  onCode(listener: (code: ScannedCode) => void): () => void {
    this.#codes.add(listener);
    return () => this.#codes.delete(listener);
  }
  startScanning(): void {
    this.scanning = true;
  }
  stopScanning(): void {
    this.scanning = false;
  }
  /** Holds a code before it; it is delivered while one is looked for. */
  show(code: ScannedCode): void {
    if (!this.scanning) return;
    for (const listener of this.#codes) listener(code);
  }
}

export class StandInSmartCardReader extends StandInDevice<SmartCardReaderStatus> implements SmartCardReader {
  reading = false;
  readonly #cards = new Set<(card: SocialSecurityCard) => void>();
  constructor() {
    super({ kind: 'no-card', availability: 'ready' });
  }
  onCard(listener: (card: SocialSecurityCard) => void): () => void {
    this.#cards.add(listener);
    return () => this.#cards.delete(listener);
  }
  startReading(): void {
    this.reading = true;
  }
  stopReading(): void {
    this.reading = false;
  }
  /** Puts a card into the slot; it is read while one is asked for. */
  insert(card: SocialSecurityCard): void {
    if (this.reading) {
      this.become({ kind: 'reading', availability: 'ready' });
      for (const listener of this.#cards) listener(card);
    }
    this.become({ kind: 'card-present', availability: 'ready' });
  }
  takeOut(): void {
    this.become({ kind: 'no-card', availability: 'ready' });
  }
  /** The reader itself, with whatever is in it. */
  pullOut(): void {
    const staff = { zh: '请检查读卡器的连接线。', en: 'Check the cable of the reader.' };
    this.become({ kind: 'disconnected', availability: 'offline', problem: 'no-reader', staff });
  }
}

export class StandInCamera extends StandInDevice<CameraStatus> implements Camera {
  constructor() {
    super({ kind: 'ready', availability: 'ready' });
  }
  describe(): CameraDescription | null {
    const isThere = this.status.kind !== 'disconnected';
    return isThere ? { name: 'TEST camera', usbId: '1bcf:2c99', node: '/dev/video0' } : null;
  }
  unplug(): void {
    this.become({ kind: 'disconnected', availability: 'offline' });
  }
  plugIn(): void {
    this.become({ kind: 'ready', availability: 'ready' });
  }
}

const A4_AT_200_DPI = {
  resolutions: { kind: 'list', values: [200] },
  colours: ['colour'],
  maxWidthMm: 210,
  maxHeightMm: 297,
} as const;

export class StandInScanner extends StandInDevice<DocumentScannerStatus> implements DocumentScanner {
  capabilities: DocumentScannerCapabilities | null = {
    model: 'TEST scanner',
    sources: [
      { source: 'feeder', ...A4_AT_200_DPI },
      { source: 'flatbed', ...A4_AT_200_DPI },
    ],
    reportsConditions: false,
  };
  feeder: ScannedPage[] = [];
  glass: ScannedPage | null = null;
  /** How the next scan ends after its pages. */
  failure: ScanFailure | null = null;
  /** The scan rests after each page until `goOn`, or until it is stopped. */
  rests = false;
  goOn: () => void = () => undefined;
  /** Does not hear that it is stopped, and brings all its sheets. */
  isDeaf = false;
  readonly requests: ScanRequest[] = [];
  constructor() {
    super({ kind: 'ready', availability: 'ready' });
  }
  async scan(
    request: ScanRequest,
    { signal, onPage = () => undefined }: ScanOptions = {},
  ): Promise<ScanOutcome> {
    this.requests.push(request);
    const sheets =
      request.source === 'feeder' ? this.feeder.splice(0) : [this.glass].filter((page) => page !== null);
    if (sheets.length === 0 && this.failure === null) {
      return { kind: 'failed', reason: 'no-paper-in-feeder', pagesSoFar: [] };
    }
    const pages: ScannedPage[] = [];
    const isStopped = () => signal?.aborted === true && !this.isDeaf;
    for (const sheet of sheets) {
      await Promise.resolve();
      if (isStopped()) return { kind: 'cancelled', pagesSoFar: pages };
      pages.push(sheet);
      onPage(sheet);
      if (this.rests) {
        await new Promise<void>((resolve) => {
          this.goOn = resolve;
          signal?.addEventListener('abort', () => !this.isDeaf && resolve());
        });
      }
    }
    const { failure } = this;
    this.failure = null;
    if (isStopped()) return { kind: 'cancelled', pagesSoFar: pages };
    return failure ? { kind: 'failed', reason: failure, pagesSoFar: pages } : { kind: 'scanned', pages };
  }
}

import { Observed as ObservedScanner } from '../../code-scanner/simulator/test-support.ts';
import type { ReceiptPrinter } from '../../receipt-printer/index.ts';
import { RASTER_80MM } from '../../receipt-printer/index.ts';
import type { ReceiptPrinterStatusKind } from '../../receipt-printer/index.ts';
import { Observed as ObservedReader } from '../../smart-card-reader/simulator/test-support.ts';
import type { ReaderUnderTest } from '../../smart-card-reader/testing/reader-contract.ts';
import { XfsConnection } from '../connection.ts';
import type { XfsDelays } from '../delays.ts';
import { createXfsCodeScanner, createXfsReceiptPrinter, createXfsSmartCardReader } from '../index.ts';
import { XfsProviderSimulator } from './index.ts';
import type { ProviderOptions } from './index.ts';

/** Looks often, and waits for as long as a busy machine may take: what does not come at all is for {@link HASTY}. */
export const TEST_DELAYS: XfsDelays = {
  connectTimeoutMs: 20_000,
  answerTimeoutMs: 20_000,
  graceMs: 20_000,
  heartbeatMs: 20,
  retryMs: 20,
  reconnectMinMs: 5,
  reconnectMaxMs: 20,
};
/** For providers that say nothing: soon taken for frozen. */
export const HASTY: XfsDelays = {
  ...TEST_DELAYS,
  answerTimeoutMs: 200,
  graceMs: 100,
};

interface OnProvider {
  readonly provider: XfsProviderSimulator;
}
interface Options extends ProviderOptions {
  readonly delays?: Partial<XfsDelays>;
}

/** A card reader on a provider of its own, opened. */
export async function readerOnXfs({ delays, ...options }: Options = {}): Promise<
  ReaderUnderTest & OnProvider
> {
  const provider = await XfsProviderSimulator.start(options);
  const reader = createXfsSmartCardReader({
    place: { url: provider.url('CardReader1') },
    delays: { ...TEST_DELAYS, ...delays },
  });
  const observed = new ObservedReader(reader);
  reader.open();
  return {
    simulator: provider.cardReader.cards,
    looks: (count) => provider.cardReader.looks(count),
    provider,
    reader,
    observed,
    async [Symbol.asyncDispose]() {
      await reader.close();
      await provider.close();
    },
  };
}

/** A scanner on a provider of its own, opened. */
export async function scannerOnXfs({ delays, ...options }: Options = {}) {
  const provider = await XfsProviderSimulator.start(options);
  const scanner = createXfsCodeScanner({
    place: { url: provider.url('BarcodeReader1') },
    delays: { ...TEST_DELAYS, ...delays },
  });
  const observed = new ObservedScanner(scanner);
  provider.barcodeReader.onChange(() => observed.check());
  scanner.open();
  return {
    provider,
    scanner,
    observed,
    /** Starts scanning and resolves when the scanner's light is on. */
    async startLooking(): Promise<void> {
      scanner.startScanning();
      await observed.until(() => provider.barcodeReader.isLooking && scanner.status.kind === 'scanning');
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await scanner.close();
      await provider.close();
    },
  };
}

export interface PrinterOnXfs extends AsyncDisposable {
  readonly provider: XfsProviderSimulator;
  readonly printer: ReceiptPrinter;
  /** Every status since the start, edges only. */
  readonly seen: readonly ReceiptPrinterStatusKind[];
  reaches(kind: ReceiptPrinterStatusKind): Promise<void>;
}

/** A printer of slips on a provider of its own, opened. */
export async function printerOnXfs({
  delays,
  retractAfterMs,
  ...options
}: Options & { readonly retractAfterMs?: number } = {}): Promise<PrinterOnXfs> {
  const provider = await XfsProviderSimulator.start(options);
  const printer = createXfsReceiptPrinter({
    place: { url: provider.url('Printer1') },
    profile: RASTER_80MM,
    delays: { ...TEST_DELAYS, ...delays },
    ...(retractAfterMs === undefined ? {} : { retractAfterMs }),
  });
  const seen: ReceiptPrinterStatusKind[] = [];
  printer.onStatus(({ kind }) => seen.push(kind));
  printer.open();
  return {
    provider,
    printer,
    seen,
    reaches: (kind) =>
      new Promise((resolve) => {
        const stop = printer.onStatus((status) => {
          if (status.kind === kind) end();
        });
        const end = (): void => {
          stop();
          resolve();
        };
        if (printer.status.kind === kind) end();
      }),
    async [Symbol.asyncDispose]() {
      await printer.close();
      await provider.close();
    },
  };
}

/** One connection without a device around it. @throws Error when no provider is there */
export async function connectTo(
  provider: XfsProviderSimulator,
  service: string,
  delays: XfsDelays = TEST_DELAYS,
): Promise<XfsConnection> {
  const place = { url: provider.url(service) };
  const connection = await XfsConnection.open(place, delays, new AbortController().signal);
  if (connection === null) throw new Error('no provider');
  return connection;
}

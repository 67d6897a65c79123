import { PDFDocument } from '@cantoo/pdf-lib';
import { createDocumentPrinter } from './document-printer.ts';
import type { DocumentPrinter, DocumentPrinterOptions } from './document-printer.ts';
import type { DocumentPrinterDelays } from './delays.ts';
import { IppPrinterSimulator } from './simulator/index.ts';
import type { SimulatorOptions } from './simulator/index.ts';
import type { DocumentPrinterStatusKind } from './status.ts';

/** A small valid PDF of A4 pages. */
export async function testPdf(pages = 1): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  for (let page = 1; page <= pages; page++)
    document.addPage([595, 842]).drawText(`TEST ${page}`, { x: 50, y: 780 });
  return document.save();
}

export const FAST: DocumentPrinterDelays = {
  pollMs: 30,
  requestTimeoutMs: 250,
  sendTimeoutMs: 1000,
  jobPollMs: 20,
  jobTimeoutMs: 5000,
  cancelTimeoutMs: 400,
};

export interface PrinterRig {
  readonly printer: DocumentPrinter;
  /** Every kind of status since the start, without repetitions. */
  readonly seen: DocumentPrinterStatusKind[];
  reaches(kind: DocumentPrinterStatusKind): Promise<void>;
}

/** An adapter that is open, with the waits of a test. */
export function openPrinter(options: Omit<DocumentPrinterOptions, 'delays'>, delays = FAST): PrinterRig {
  const printer = createDocumentPrinter({ owner: 'tongban-test', ...options, delays });
  const seen: DocumentPrinterStatusKind[] = [];
  printer.onStatus(({ kind }) => {
    if (seen.at(-1) !== kind) seen.push(kind);
  });
  printer.open();
  return {
    printer,
    seen,
    reaches: (kind) =>
      new Promise((resolve) => {
        if (printer.status.kind === kind) return resolve();
        const stop = printer.onStatus((status) => {
          if (status.kind !== kind) return;
          stop();
          resolve();
        });
      }),
  };
}

export interface Rig extends PrinterRig {
  readonly simulator: IppPrinterSimulator;
  stop(): Promise<void>;
}

/** A printer on a simulator, ready. */
export async function startRig({
  simulator: model,
  delays,
}: { simulator?: SimulatorOptions; delays?: Partial<DocumentPrinterDelays> } = {}): Promise<Rig> {
  const simulator = await IppPrinterSimulator.start(model);
  const rig = openPrinter({ url: simulator.url }, { ...FAST, ...delays });
  await rig.reaches('ready');
  return {
    ...rig,
    simulator,
    stop: async () => {
      await rig.printer.close();
      await simulator.close();
    },
  };
}

/** Resolves as soon as the simulator is as wanted. */
export function simulatorReaches(simulator: IppPrinterSimulator, wanted: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    if (wanted()) return resolve();
    const stop = simulator.onChange(() => {
      if (!wanted()) return;
      stop();
      resolve();
    });
  });
}

export { createDocumentPrinter } from './document-printer.ts';
export type { DocumentPrinter, DocumentPrinterOptions, DocumentPrintOptions } from './document-printer.ts';
export type { DocumentPrinterDelays } from './delays.ts';
export type { DocumentPrintOutcome, PrintFailure } from './print-job.ts';
export type { DocumentPrinterCapabilities } from './protocol/printer-report.ts';
export type { DocumentObstacle, DocumentPrinterStatus, DocumentPrinterStatusKind } from './status.ts';

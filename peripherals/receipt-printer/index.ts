export type { SlipAlign, SlipBlock, SlipDocument } from './slip.ts';
export { PRESENTER_80MM, RASTER_80MM, TEXT_80MM } from './profiles.ts';
export type { PrinterProfile } from './profiles.ts';
export { createReceiptPrinter } from './receipt-printer.ts';
export type { ReceiptPrinter, ReceiptPrinterOptions } from './receipt-printer.ts';
export type { PrintOutcome, ReceiptPrinterDelays } from './driver.ts';
export type { ReceiptPrinterStatus, ReceiptPrinterStatusKind } from './status.ts';

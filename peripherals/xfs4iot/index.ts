export { createXfsSmartCardReader } from './card-reader.ts';
export { createXfsCodeScanner } from './code-scanner.ts';
export { createXfsLights } from './lights.ts';
export { createXfsReceiptPrinter } from './receipt-printer.ts';
export { servicesOfProvider } from './services-of-provider.ts';
export type { XfsPlace } from './connection.ts';

export { createDocumentScanner } from './document-scanner.ts';
export type { DocumentScanner, DocumentScannerOptions, ScanOptions } from './document-scanner.ts';
export type { DocumentScannerDelays } from './delays.ts';
export type { ScanLimits } from './limits.ts';
export { pagesToPdf } from './pages-to-pdf.ts';
export type { PageForPdf } from './pages-to-pdf.ts';
export type {
  DocumentScannerCapabilities,
  Resolutions,
  ScanColour,
  ScanFailure,
  ScannedPage,
  ScanOutcome,
  ScanRequest,
  ScanSource,
  SourceCapabilities,
} from './scan.ts';
export type { DocumentScannerStatus, DocumentScannerStatusKind } from './status.ts';

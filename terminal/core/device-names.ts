import type { FamilyName } from '@tongban/peripherals/manager';

/** What the device of a family is called in a configuration. */
export const FAMILY_OF = {
  idCardReader: 'id-card-reader',
  smartCardReader: 'smart-card-reader',
  codeScanner: 'code-scanner',
  receiptPrinter: 'receipt-printer',
  documentPrinter: 'document-printer',
  documentScanner: 'document-scanner',
  camera: 'camera',
  lights: 'lights',
} as const satisfies Record<string, FamilyName>;

export type DeviceName = keyof typeof FAMILY_OF;
export const deviceNames = Object.keys(FAMILY_OF) as DeviceName[];

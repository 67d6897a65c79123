import type { Device, DeviceStatus } from '../../device.ts';
import type { Family } from '../family.ts';
import { camera } from './camera.ts';
import { codeScanner } from './code-scanner.ts';
import { documentPrinter } from './document-printer.ts';
import { documentScanner } from './document-scanner.ts';
import { idCardReader } from './id-card-reader.ts';
import { lights } from './lights.ts';
import { receiptPrinter } from './receipt-printer.ts';
import { smartCardReader } from './smart-card-reader.ts';

/** Every family that the manager runs: adding one is one entry here. */
export const FAMILIES = {
  'id-card-reader': idCardReader,
  'smart-card-reader': smartCardReader,
  'code-scanner': codeScanner,
  'receipt-printer': receiptPrinter,
  'document-printer': documentPrinter,
  'document-scanner': documentScanner,
  camera,
  lights,
} as const satisfies Readonly<Record<string, Family<Device<DeviceStatus>, unknown>>>;

export type FamilyName = keyof typeof FAMILIES;
/** The domain interface of a family: IdCardReader, ReceiptPrinter … */
export type DeviceOf<F extends FamilyName> = ReturnType<(typeof FAMILIES)[F]['proxy']>;

export function isFamilyName(name: string): name is FamilyName {
  return Object.hasOwn(FAMILIES, name);
}

/** A family whose name is known only while running. */
export function familyOf(name: FamilyName): Family<Device<DeviceStatus>, unknown> {
  return FAMILIES[name];
}

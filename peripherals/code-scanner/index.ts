export { createCodeScanner } from './code-scanner.ts';
export type {
  CodeScanner,
  CodeScannerOptions,
  HidCodeScannerOptions,
  SerialCodeScannerOptions,
} from './code-scanner.ts';
export type { CodeScannerDelays } from './delays.ts';
export type { HidIdentity } from './drivers/hid-channel.ts';
export type { ScannedCode } from './grammar.ts';
export {
  GENERIC_HID,
  GENERIC_SERIAL,
  HONEYWELL_HID,
  HONEYWELL_SERIAL,
  MICROSCAN_HID,
  NEWLAND_SERIAL,
} from './models.ts';
export type { HidScannerModel, SerialScannerModel } from './models.ts';
export type { CodeScannerStatus } from './status.ts';
export { WedgeAssembler } from './wedge/wedge-assembler.ts';
export type { WedgeKeyEvent, WedgeOutput } from './wedge/wedge-assembler.ts';

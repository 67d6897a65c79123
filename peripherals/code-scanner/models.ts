import type { Dialect } from './protocol/dialect.ts';
import { HONEYWELL_LAYOUT, MICROSCAN_LAYOUT, STANDARD_LAYOUT } from './protocol/hid-report.ts';
import type { HidReportLayout } from './protocol/hid-report.ts';
import { HONEYWELL } from './protocol/honeywell.ts';
import { NEWLAND } from './protocol/newland.ts';
import type { Suffix } from './protocol/serial-stream.ts';
import type { CodeEncoding } from './protocol/text.ts';

/** What differs between models. A scanner that behaves as one of these needs no model of its own. */
interface ScannerModel {
  readonly model: string;
  readonly encoding: CodeEncoding;
  /** Null: it takes no commands, is always looking for codes, and its settings are made by hand. */
  readonly dialect: Dialect | null;
  /** Asserted in this order at every start: a code that somebody shows to the scanner may have changed them. */
  readonly settings: readonly string[];
}

export interface SerialScannerModel extends ScannerModel {
  readonly suffix: Suffix;
}

export interface HidScannerModel extends ScannerModel {
  readonly layout: HidReportLayout;
}

/** Trigger by command; no prefix; CR after every code. */
const HONEYWELL_TRIGGER = 'TRGMOD0';

export const HONEYWELL_SERIAL: SerialScannerModel = {
  model: 'honeywell-serial',
  encoding: 'utf-8',
  dialect: HONEYWELL,
  // Clearing first: a suffix is added to the ones that are there.
  settings: [HONEYWELL_TRIGGER, 'PRECA2', 'SUFCA2', 'SUFBK2990D'],
  suffix: 'CR',
};

export const NEWLAND_SERIAL: SerialScannerModel = {
  model: 'newland-serial',
  encoding: 'utf-8',
  dialect: NEWLAND,
  settings: ['SCNMOD0', 'TSUENA1', 'TSUSET0D'],
  suffix: 'CR',
};

export const GENERIC_SERIAL: SerialScannerModel = {
  model: 'generic-serial',
  encoding: 'utf-8',
  dialect: null,
  settings: [],
  suffix: 'CR',
};

export const HONEYWELL_HID: HidScannerModel = {
  model: 'honeywell-hid-pos',
  encoding: 'utf-8',
  dialect: HONEYWELL,
  settings: [HONEYWELL_TRIGGER],
  layout: HONEYWELL_LAYOUT,
};

export const GENERIC_HID: HidScannerModel = {
  model: 'generic-hid-pos',
  encoding: 'utf-8',
  dialect: null,
  settings: [],
  layout: STANDARD_LAYOUT,
};

export const MICROSCAN_HID: HidScannerModel = {
  ...GENERIC_HID,
  model: 'microscan-hid',
  layout: MICROSCAN_LAYOUT,
};

import { z } from 'zod';
import { bytes, errorCode, maybe } from './common.ts';

/** The class Printer, as far as a slip is printed and held out. Source: CEN CWA 17852, "Printer Interface". */

/** `present`: in the printer · `entering`: held out in the slot, to be taken. */
const MEDIA = ['unknown', 'present', 'notPresent', 'jammed', 'entering', 'retracted'] as const;
export type PrinterMedia = (typeof MEDIA)[number];
const SUPPLY = ['unknown', 'full', 'low', 'out', 'jammed'] as const;
export type PaperSupply = (typeof SUPPLY)[number];

export const printerStatus = z.object({
  media: maybe(z.enum(MEDIA)),
  /** By source: upper, lower … A source that has not changed, or is not there, is null. */
  paper: maybe(z.record(z.string(), z.enum(SUPPLY).nullable())),
});

export const printerCapabilities = z.object({
  control: maybe(
    z.object({ cut: maybe(z.boolean()), eject: maybe(z.boolean()), retract: maybe(z.boolean()) }),
  ),
});

export const PRINT_ERRORS = [
  'shutterFail',
  'mediaJammed',
  'paperJammed',
  'paperOut',
  'tonerOut',
  'mediaRetained',
  'blackMark',
  'mediaRetracted',
] as const;
/** Bytes in the printer's own language. */
export const printRaw = z.object({ inputData: z.literal('no'), data: z.base64() });
export const printedRaw = z.object({ errorCode: errorCode(PRINT_ERRORS), data: maybe(bytes) });

export const CONTROL_ERRORS = [
  'noMediaPresent',
  'flushFail',
  'retractBinFull',
  'stackerFull',
  'pageTurnFail',
  'mediaTurnFail',
  'shutterFail',
  'mediaJammed',
  'paperJammed',
  'paperOut',
  'inkOut',
  'tonerOut',
  'sequenceInvalid',
  'mediaRetained',
  'blackMark',
  'mediaRetracted',
] as const;
export const controlMedia = z.object({
  mediaControl: z.object({
    cut: z.boolean().exactOptional(),
    move: z.enum(['eject', 'retract']).exactOptional(),
  }),
});
export const mediaControlled = z.object({ errorCode: errorCode(CONTROL_ERRORS) });

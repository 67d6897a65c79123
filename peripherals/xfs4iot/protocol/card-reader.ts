import { z } from 'zod';
import { bytes, errorCode, maybe } from './common.ts';

/** The class CardReader, as far as a chip card is read. Source: CEN CWA 17852, "Card Reader Interface". */

/** `entering`: it lies in the slot, to be drawn in or to be taken · `latched`: it cannot be taken out. */
const MEDIA = ['unknown', 'present', 'notPresent', 'jammed', 'entering', 'latched'] as const;
export type CardMedia = (typeof MEDIA)[number];

export const cardReaderStatus = z.object({ media: maybe(z.enum(MEDIA)) });

const TYPES = [
  'motor',
  'swipe',
  'dip',
  'latchedDip',
  'contactless',
  'intelligentContactless',
  'permanent',
] as const;

export const cardReaderCapabilities = z.object({
  type: maybe(z.enum(TYPES)),
  chipProtocols: maybe(z.object({ chipProtocolNotRequired: maybe(z.boolean()) })),
});

export const READ_ERRORS = [
  'mediaJam',
  'shutterFail',
  'noMedia',
  'invalidMedia',
  'cardTooShort',
  'cardTooLong',
  'securityFail',
  'cardCollision',
] as const;
/** Waits for a card, takes it in, gives its chip power and reads the answer to reset. */
export const readRawData = z.object({ chip: z.literal(true) });
export const rawDataRead = z.object({ errorCode: errorCode(READ_ERRORS) });

export const POWER_ERRORS = [
  'chipPowerNotSupported',
  'mediaJam',
  'noMedia',
  'invalidMedia',
  'invalidData',
  'atrNotObtained',
] as const;
export const chipPower = z.object({ chipPower: z.enum(['cold', 'warm', 'off']) });
/** `chipData`: the answer to reset. */
export const chipPowered = z.object({ errorCode: errorCode(POWER_ERRORS), chipData: maybe(bytes) });

export const CHIP_PROTOCOLS = ['chipT0', 'chipT1', 'chipProtocolNotRequired'] as const;
export type ChipProtocol = (typeof CHIP_PROTOCOLS)[number];
export const CHIP_ERRORS = [
  'mediaJam',
  'noMedia',
  'invalidMedia',
  'invalidData',
  'protocolNotSupported',
  'atrNotObtained',
  'cardCollision',
] as const;
/** One command unit to the chip, and its answer. */
export const chipIO = z.object({ chipProtocol: z.enum(CHIP_PROTOCOLS), chipData: z.base64() });
export const chipAnswered = z.object({ errorCode: errorCode(CHIP_ERRORS), chipData: maybe(bytes) });

export const MOVE_ERRORS = [
  'mediaJam',
  'shutterFail',
  'noMedia',
  'occupied',
  'full',
  'mediaRetained',
] as const;
export const move = z.object({ from: z.literal('transport'), to: z.literal('exit') });
export const moved = z.object({ errorCode: errorCode(MOVE_ERRORS) });

const INTERFACE_BYTES_PRESENT = [0x10, 0x20, 0x40, 0x80] as const;
const TD_PRESENT = 0x80;

/**
 * The protocol that a chip offers first: the low half of TD1 of its answer to reset, T=0 where there is none. Source:
 * ISO/IEC 7816-3, 8.2.3.
 */
export function protocolOf(answerToReset: Uint8Array): ChipProtocol {
  const format = answerToReset[1] ?? 0;
  if ((format & TD_PRESENT) === 0) return 'chipT0';
  const count = INTERFACE_BYTES_PRESENT.filter((bit) => (format & bit) !== 0).length;
  return ((answerToReset[1 + count] ?? 0) & 0x0f) === 1 ? 'chipT1' : 'chipT0';
}

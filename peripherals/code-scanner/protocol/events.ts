import type { Symbology } from './aim.ts';

/** What a scanner said about one setting: good, known but out of range, or not known at all. */
export type SettingVerdict = 'ack' | 'nak' | 'enq';

export interface SettingReply {
  /** The setting as the scanner echoes it, in capitals. */
  readonly setting: string;
  readonly verdict: SettingVerdict;
}

/** What comes out of the bytes of a scanner, whatever carried them. */
export type ScannerEvent =
  | { readonly kind: 'code'; readonly bytes: Uint8Array; readonly symbology: Symbology | null }
  /** Something was scanned that is too long, or that arrived damaged. */
  | { readonly kind: 'unusable' }
  /** The rest of a code that nobody wants any more has gone by. */
  | { readonly kind: 'abandoned' }
  | { readonly kind: 'reply'; readonly reply: SettingReply };

/**
 * No code of ours comes near it; what is longer is not kept. Two QR codes of the largest size would not fit, which is
 * meant.
 */
export const MAX_CODE_BYTES = 512;

const VERDICTS: Readonly<Record<number, SettingVerdict>> = { 0x06: 'ack', 0x15: 'nak', 0x05: 'enq' };

/** ACK, NAK or ENQ as a word; null for every other byte. */
export function toVerdict(byte: number | undefined): SettingVerdict | null {
  return byte === undefined ? null : (VERDICTS[byte] ?? null);
}

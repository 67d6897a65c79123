/**
 * AIM symbology identifiers: `]`, a letter for the kind of code, a modifier (ISO/IEC 15424; the same table stands in
 * Datalogic KA-01477 and in the Access-IS LSR118 manual).
 */

const SYMBOLOGIES = {
  A: 'code-39',
  C: 'code-128',
  E: 'ean-upc',
  F: 'codabar',
  G: 'code-93',
  I: 'interleaved-2-of-5',
  L: 'pdf417',
  Q: 'qr',
  d: 'data-matrix',
  h: 'han-xin',
  z: 'aztec',
} as const;

export type Symbology = (typeof SYMBOLOGIES)[keyof typeof SYMBOLOGIES] | 'other';

export const AIM_ID_BYTES = 3;

/** The kind of code, `other` for a letter that is not in the table; null when these are no AIM id at all. */
export function symbologyOf(aimId: Uint8Array): Symbology | null {
  if (aimId.length < AIM_ID_BYTES || aimId[0] !== 0x5d) return null;
  const letter = String.fromCharCode(aimId[1]!);
  return isKnown(letter) ? SYMBOLOGIES[letter] : 'other';
}

function isKnown(letter: string): letter is keyof typeof SYMBOLOGIES {
  return Object.hasOwn(SYMBOLOGIES, letter);
}

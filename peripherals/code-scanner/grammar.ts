import type { Symbology } from './protocol/aim.ts';

/**
 * What was scanned. Nothing of a code that is not one of ours leaves this module: neither its text nor its length.
 */
export type ScannedCode =
  /** The code on a citizen's phone (随申码): an opaque, short-lived token, to be shown to the platform alone. */
  | { readonly kind: 'citizen-code'; readonly token: string }
  | { readonly kind: 'acceptance-number'; readonly number: string }
  | { readonly kind: 'temporary-number'; readonly number: string }
  | { readonly kind: 'enrolment-code'; readonly code: string }
  | { readonly kind: 'not-a-valid-code' };

const NOT_A_VALID_CODE: ScannedCode = { kind: 'not-a-valid-code' };

/** The longest code of ours; anything longer is refused before any pattern looks at it. */
export const MAX_CODE_CHARACTERS = 256;

/** The kinds of code that our slips, phones and screens show. Milk cartons and shelf labels are none of them. */
const SYMBOLOGIES: readonly Symbology[] = ['qr', 'code-128', 'data-matrix', 'han-xin', 'aztec', 'pdf417'];

/**
 * Only these forms pass. The patterns hold ASCII letters, digits, `-`, `_` and `=` alone, so no control character, no
 * URL, no path, no markup, no full-width digit and no direction mark can be in what passes; each is linear in the text.
 * The one exception is a centre's enrolment code, which brings a host.
 */
/** As Shanghai's platform gives them: 15 to 18 characters, letters before a serial. All digits would be an identity number. */
const ACCEPTANCE_NUMBER = /^(?=.{15,18}$)[A-Z]{2,6}\d{9,16}$/;
/** `T`, six of the terminal, day, serial, check character. */
const TEMPORARY_NUMBER = /^T[0-9A-Z]{6}\d{10,14}[0-9A-Z]$/;
/** Five groups of Crockford's base 32: 125 bits. */
const ENROLMENT_CODE = /^TBE1(?:-[0-9A-HJKMNP-TV-Z]{5}){5}$/;
/**
 * The same as a centre shows it: with the centre's address, of a host and a port alone, and the pin of its authority. For
 * a technician's command; nothing of the citizen's screens takes it.
 */
const ENROLMENT_TEXT =
  /^tongban-enrol:1;TBE1(?:-[0-9A-HJKMNP-TV-Z]{5}){5};https?:\/\/[a-z0-9](?:[a-z0-9.-]{0,98}[a-z0-9])?(?::[1-9]\d{1,4})?;[A-Za-z0-9_-]{43}$/;
/**
 * Nothing is published about the payload of a 随申码: any token of base64url passes. A small letter and a digit must be
 * in it, which set-up codes of scanners (capitals and digits) never have together; a number of ours has no small letter.
 */
const CITIZEN_TOKEN = /^[0-9A-Za-z_-]{20,250}={0,2}$/;
const SMALL_LETTER = /[a-z]/;
const DIGIT = /[0-9]/;

/**
 * Reads a code by the grammar above.
 * @param text null when the bytes were not text
 * @param symbology null when the scanner does not tell
 */
export function parseCode(text: string | null, symbology: Symbology | null): ScannedCode {
  if (text === null || text.length > MAX_CODE_CHARACTERS) return NOT_A_VALID_CODE;
  if (symbology !== null && !SYMBOLOGIES.includes(symbology)) return NOT_A_VALID_CODE;
  if (TEMPORARY_NUMBER.test(text)) {
    return hasRightCheckCharacter(text) ? { kind: 'temporary-number', number: text } : NOT_A_VALID_CODE;
  }
  if (ACCEPTANCE_NUMBER.test(text)) return { kind: 'acceptance-number', number: text };
  if (ENROLMENT_CODE.test(text) || ENROLMENT_TEXT.test(text)) return { kind: 'enrolment-code', code: text };
  if (CITIZEN_TOKEN.test(text) && SMALL_LETTER.test(text) && DIGIT.test(text)) {
    return { kind: 'citizen-code', token: text };
  }
  return NOT_A_VALID_CODE;
}

const CHECK_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** ISO 7064 MOD 37,36 over the whole number, check character included, leaves 1. */
function hasRightCheckCharacter(number: string): boolean {
  let rest = 36;
  for (const character of number.slice(0, -1)) {
    const sum = (rest + CHECK_ALPHABET.indexOf(character)) % 36 || 36;
    rest = (sum * 2) % 37;
  }
  return (rest + CHECK_ALPHABET.indexOf(number.at(-1)!)) % 36 === 1;
}

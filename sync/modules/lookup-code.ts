import { randomInt } from 'node:crypto';
import { checkCharacter } from '../submissions/temp-number.ts';

/** Without 0, O, 1 and I, which people confuse on paper. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const CODE = /^[2-9A-HJ-NP-Z]{12}$/;

/**
 * A lookup code: eleven random characters and a check character, 55 bits that nobody guesses. It is also the
 * idempotency key of what it stands for, so the platform finds it by the same code.
 */
export function newLookupCode(): string {
  for (;;) {
    const body = Array.from({ length: 11 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
    const code = body + checkCharacter(body);
    if (CODE.test(code)) return code;
  }
}

/** As it is printed: three groups of four. */
export function printedLookupCode(code: string): string {
  return code.replaceAll(/(.{4})(?=.)/g, '$1-');
}

/** The code that somebody typed, with blanks and hyphens wherever; null when it cannot be one. */
export function readLookupCode(typed: string): string | null {
  const code = typed.toUpperCase().replaceAll(/[\s-]/g, '');
  return CODE.test(code) && checkCharacter(code.slice(0, -1)) === code.at(-1) ? code : null;
}

import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isCreditCode } from '@tongban/kiosk-config/catalogue/codes';
import { newLookupCode, printedLookupCode, readLookupCode } from './lookup-code.ts';
import { CREDIT_CODE } from './testing/modules-line.ts';

const INPUTS = Number(process.env['TONGBAN_FUZZ'] ?? 20_000);
const seed = Number(process.env['TONGBAN_SEED'] ?? randomInt(2 ** 31));
const CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

it(`reads whatever is typed as a code that was given, or as none (seed ${seed})`, () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (typed) => {
      const code = readLookupCode(typed);
      if (code !== null) expect(readLookupCode(printedLookupCode(code))).toBe(code);
      if (isCreditCode(typed)) expect(typed).toMatch(/^[0-9A-Z]{18}$/);
    }),
    { seed, numRuns: INPUTS },
  );
});

it('finds every single wrong character', () => {
  const lookupCode = newLookupCode();
  for (const [code, reads] of [
    [lookupCode, (text: string) => readLookupCode(text) !== null],
    [CREDIT_CODE, isCreditCode],
  ] as const) {
    expect(reads(code)).toBe(true);
    for (let at = 0; at < code.length; at++) {
      for (const wrong of CHARACTERS.replace(code.charAt(at), '')) {
        const text = code.slice(0, at) + wrong + code.slice(at + 1);
        expect(reads(text), text).toBe(false);
      }
    }
  }
});

it('gives codes that nobody confuses and none twice', () => {
  const codes = Array.from({ length: 2000 }, newLookupCode);
  expect(new Set(codes).size).toBe(codes.length);
  expect(codes.filter((code) => /[01IO]/.test(code))).toEqual([]);
});

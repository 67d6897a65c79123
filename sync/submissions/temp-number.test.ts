import { describe, expect, it } from 'vitest';
import { checkCharacter, isTempNumber, tempNumber, TempNumbers } from './temp-number.ts';

const evening = new Date('2026-02-13T23:30:00+08:00');
const DAY = '260213';

describe('the temporary number', () => {
  it('holds terminal, day in Shanghai, serial and check character', () => {
    expect(new TempNumbers('SH-310199-T01', [[DAY, 6]]).next(evening)).toMatch(/^T199T012602130007[0-9A-Z]$/);
    expect(tempNumber('7', DAY, 12_345)).toMatch(/^T00000726021312345[0-9A-Z]$/);
  });

  it('follows ISO 7064 MOD 37,36: the standard has A12425GABC1234002 with check character M', () => {
    expect(checkCharacter('A12425GABC1234002')).toBe('M');
  });

  it('every wrong character and every swap of neighbours is found', () => {
    const right = tempNumber('SH-310199-T01', DAY, 42);
    expect(isTempNumber(right)).toBe(true);
    for (let at = 1; at < right.length; at++) {
      for (const other of '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ') {
        const wrong = right.slice(0, at) + other + right.slice(at + 1);
        expect(isTempNumber(wrong)).toBe(wrong === right);
      }
      const swapped = right.slice(0, at - 1) + right.charAt(at) + right.charAt(at - 1) + right.slice(at + 1);
      if (swapped !== right) expect(isTempNumber(swapped)).toBe(false);
    }
  });
});

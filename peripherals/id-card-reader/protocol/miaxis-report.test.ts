import { describe, expect, it } from 'vitest';
import { SAM_STATUS } from './commands.ts';
import { decodeMiaxisAnswer, encodeMiaxisRequest } from './miaxis-report.ts';

/** 64 bytes that begin as written. */
function report(hex: string): Uint8Array {
  const bytes = new Uint8Array(64);
  bytes.set(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
  return bytes;
}

describe('a request', () => {
  it('is one report of 64 bytes', () => {
    const frame = [0xaa, 0xaa, 0xaa, 0x96, 0x69, 0x00, 0x03, 0x11, 0xff, 0xed];
    const sum = 0x0b + 0xb1 + frame.reduce((total, byte) => total + byte, 0);
    expect(sum).toBe(0x05b9);
    expect(encodeMiaxisRequest(SAM_STATUS.request)).toEqual(
      report('88 0000 0b00 b1 aaaaaa9669 0003 11ff ed b905'),
    );
  });

  it('fills a report and no more', () => {
    expect(encodeMiaxisRequest(new Uint8Array(56))).toHaveLength(64);
    expect(() => encodeMiaxisRequest(new Uint8Array(57))).toThrow(/57 bytes/);
  });
});

describe('an answer', () => {
  // Length 14: result, two bytes, and the eleven of "status: well".
  const good = 'aa 0000 0e00 00 0000 aaaaaa9669 0004 000090 94 3304';

  it('gives the piece of the frame without what is around it', () => {
    expect(Buffer.from(decodeMiaxisAnswer(report(good))!).toString('hex')).toBe('aaaaaa9669000400009094');
  });

  it('may have any number, result and two bytes', () => {
    const other = 'aa 1234 0e00 01 0203 aaaaaa9669 0004 000090 94 3904';
    expect(decodeMiaxisAnswer(report(other))).toHaveLength(11);
  });

  it('may bring nothing', () => {
    expect(decodeMiaxisAnswer(report('aa 0000 0300 00 0000 0300'))).toEqual(new Uint8Array(0));
  });

  it.each([
    ['a request', good.replace('aa', '88')],
    ['a wrong sum', good.replace('3304', '3404')],
    ['a wrong byte', good.replace('90 94', '91 94')],
    ['a length that no report can hold', good.replace('0e00', '3a00')],
    ['an absurd length', good.replace('0e00', 'ffff')],
    ['a length without a piece', good.replace('0e00', '0200')],
  ])('that is %s is left out', (_name, hex) => {
    expect(decodeMiaxisAnswer(report(hex))).toBeNull();
  });

  it.each([0, 1, 4, 5, 8, 20])('of %i bytes is left out', (length) => {
    expect(decodeMiaxisAnswer(report(good).subarray(0, length))).toBeNull();
  });
});

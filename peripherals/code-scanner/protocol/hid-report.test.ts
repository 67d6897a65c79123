import { describe, expect, it } from 'vitest';
import { symbologyOf } from './aim.ts';
import {
  HONEYWELL_LAYOUT,
  HidCodeAssembler,
  MICROSCAN_LAYOUT,
  STANDARD_LAYOUT,
  encodeCommandReport,
} from './hid-report.ts';
import { HONEYWELL } from './honeywell.ts';
import { decodeText } from './text.ts';

function report(text: string, { more = false, aim = 'Q1' } = {}): Uint8Array {
  const bytes = new Uint8Array(64);
  bytes.set([0x02, text.length, ...Buffer.from(`]${aim}${text}`, 'latin1')]);
  bytes[63] = more ? 1 : 0;
  return bytes;
}

describe('the standard layout', () => {
  it('joins reports by bit 0 of byte 63 and tells the kind of code of the first', () => {
    const assembler = new HidCodeAssembler(STANDARD_LAYOUT, null);
    expect(assembler.push(report('a'.repeat(56), { more: true }))).toEqual([]);
    expect(assembler.isMidCode).toBe(true);
    expect(assembler.push(report('bc', { aim: 'X0' }))).toEqual([
      { kind: 'code', bytes: Uint8Array.from(Buffer.from(`${'a'.repeat(56)}bc`)), symbology: 'qr' },
    ]);
    expect(assembler.isMidCode).toBe(false);
  });

  it('keeps nothing of a code without end', () => {
    const assembler = new HidCodeAssembler(STANDARD_LAYOUT, null);
    for (let i = 0; i < 10_000; i++)
      expect(assembler.push(report('a'.repeat(56), { more: true }))).toEqual([]);
    expect(assembler.push(report('a'))).toEqual([{ kind: 'unusable' }]);
  });

  it.each([
    ['a length beyond the data', report('abc').with(1, 57)],
    ['a length of 255', report('abc').with(1, 255)],
    ['a report that ends before its data does', report('abcdef').subarray(0, 8)],
  ])('refuses %s', (_name, damaged) => {
    expect(new HidCodeAssembler(STANDARD_LAYOUT, null).push(damaged)).toEqual([{ kind: 'unusable' }]);
  });

  it('passes over reports of another id, empty ones and no bytes at all', () => {
    const assembler = new HidCodeAssembler(STANDARD_LAYOUT, null);
    expect(assembler.push(report('abc').with(0, 0x03))).toEqual([]);
    expect(assembler.push(report(''))).toEqual([]);
    expect(assembler.push(new Uint8Array(0))).toEqual([]);
    expect(assembler.isMidCode).toBe(false);
  });

  it('abandons the rest of a code, and nothing else', () => {
    const assembler = new HidCodeAssembler(STANDARD_LAYOUT, null);
    assembler.abandon();
    assembler.push(report('first half', { more: true }));
    assembler.abandon();
    expect(assembler.push(report('second half'))).toEqual([{ kind: 'abandoned' }]);
    expect(assembler.push(report('next'))).toMatchObject([{ kind: 'code' }]);
  });
});

it("ends a full report of Microscan's by the clock", () => {
  const assembler = new HidCodeAssembler(MICROSCAN_LAYOUT, null);
  const full = Uint8Array.of(0x01, 62, ...Buffer.from('m'.repeat(62)));
  expect(assembler.push(full)).toEqual([]);
  expect(assembler.flush()).toMatchObject([{ kind: 'code', symbology: null }]);
  expect(assembler.flush()).toEqual([]);
});

describe("Honeywell's commands over USB", () => {
  it('go out in report FD behind their length', () => {
    const encoded = encodeCommandReport(HONEYWELL_LAYOUT, HONEYWELL.triggerOn);
    expect(Buffer.from(encoded.subarray(0, 6)).toString('hex')).toBe('fd0316540d00');
    expect(encoded).toHaveLength(64);
  });

  it('come back as a report with the AIM id ]Z6', () => {
    const assembler = new HidCodeAssembler(HONEYWELL_LAYOUT, HONEYWELL);
    expect(assembler.push(report('REVINF\x06.', { aim: 'Z6' }))).toEqual([
      { kind: 'reply', reply: { setting: 'REVINF', verdict: 'ack' } },
    ]);
    expect(assembler.push(report('REVINF', { aim: 'Z6' }))).toEqual([]);
  });

  it('do not exist on other layouts, and have a limit', () => {
    expect(() => encodeCommandReport(STANDARD_LAYOUT, HONEYWELL.triggerOn)).toThrow(/takes no commands/);
    expect(() => encodeCommandReport(HONEYWELL_LAYOUT, new Uint8Array(63))).toThrow(/does not fit/);
  });
});

it.each([
  [']Q1', 'qr'],
  [']C0', 'code-128'],
  [']C1', 'code-128'],
  [']A0', 'code-39'],
  [']E0', 'ean-upc'],
  [']E4', 'ean-upc'],
  [']d1', 'data-matrix'],
  [']L0', 'pdf417'],
  [']z0', 'aztec'],
  [']h0', 'han-xin'],
  [']I1', 'interleaved-2-of-5'],
  [']F0', 'codabar'],
  [']G0', 'code-93'],
  [']X0', 'other'],
  ['\0\0\0', null],
  ['Q1', null],
  ['', null],
] as const)('%j is %s', (aimId, symbology) => {
  expect(symbologyOf(Buffer.from(aimId, 'latin1'))).toBe(symbology);
});

describe('text', () => {
  it('is read as it was set', () => {
    expect(decodeText(Uint8Array.of(0xe4, 0xb8, 0x8a), 'utf-8')).toBe('上');
    expect(decodeText(Uint8Array.of(0xc9, 0xcf), 'gbk')).toBe('上');
  });

  it('is none when it cannot be read so, and keeps a byte order mark to be refused', () => {
    expect(decodeText(Uint8Array.of(0xc9, 0xcf), 'utf-8')).toBeNull();
    expect(decodeText(Uint8Array.of(0xff), 'gbk')).toBeNull();
    expect(decodeText(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41), 'utf-8')).toBe('\ufeffA');
  });
});

import { inspect } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { parseCode } from './grammar.ts';
import { GENERIC_HID, GENERIC_SERIAL, HONEYWELL_SERIAL, NEWLAND_SERIAL } from './index.ts';
import { HOSTILE_CODES } from './simulator/hostile-codes.ts';
import {
  ACCEPTANCE_NUMBER,
  CITIZEN_TOKEN,
  ENROLMENT_CODE,
  TEMPORARY_NUMBER,
  scannerOnHid,
  scannerOnMemory,
} from './simulator/test-support.ts';

const cases = Object.entries(HOSTILE_CODES);
const ENROLMENT_TEXT = `tongban-enrol:1;${ENROLMENT_CODE};https://centre.example.cn:8443;${'A'.repeat(43)}`;
const NOT_VALID = { kind: 'not-a-valid-code' };

describe('the grammar', () => {
  it.each(cases)('refuses %s', (_name, text) => {
    expect(parseCode(text, null)).toEqual(NOT_VALID);
    expect(parseCode(text, 'qr')).toEqual(NOT_VALID);
  });

  it.each([
    [CITIZEN_TOKEN, 'citizen-code'],
    ['a1b2c3d4e5f6a7b8c9d0', 'citizen-code'],
    ['VEVTVC1hMWIyYzNkNGU1ZjY=', 'citizen-code'],
    [`a1${'b'.repeat(248)}==`, 'citizen-code'],
    [ACCEPTANCE_NUMBER, 'acceptance-number'],
    ['RSYB20260123456789', 'acceptance-number'],
    [TEMPORARY_NUMBER, 'temporary-number'],
    [ENROLMENT_CODE, 'enrolment-code'],
    [ENROLMENT_TEXT, 'enrolment-code'],
  ])('takes %s', (text, kind) => {
    expect(parseCode(text, 'qr').kind).toBe(kind);
    expect(Object.values(parseCode(text, null))).toContain(text);
  });

  it.each([
    ENROLMENT_TEXT.replace('https', 'javascript'),
    ENROLMENT_TEXT.replace('centre.example.cn', 'user@centre.example.cn'),
    ENROLMENT_TEXT.replace(':8443', '/path'),
    `${ENROLMENT_TEXT}\n`,
    ENROLMENT_TEXT.slice(0, -1),
  ])('refuses an enrolment code that is not written as a centre does: %j', (text) => {
    expect(parseCode(text, 'qr')).toEqual(NOT_VALID);
  });

  it('takes none of ours in the bars of a product', () => {
    expect(parseCode(TEMPORARY_NUMBER, 'ean-upc')).toEqual(NOT_VALID);
    expect(parseCode(TEMPORARY_NUMBER, 'other')).toEqual(NOT_VALID);
  });

  it('finds every single wrong character of a temporary number', () => {
    for (let at = 1; at < TEMPORARY_NUMBER.length; at++) {
      const other = TEMPORARY_NUMBER[at] === '7' ? '8' : '7';
      const wrong = TEMPORARY_NUMBER.slice(0, at) + other + TEMPORARY_NUMBER.slice(at + 1);
      expect(parseCode(wrong, null)).toEqual(NOT_VALID);
    }
  });
});

it('lets nothing of it out of a scanner, over any line, and goes on reading', async () => {
  const written: string[] = [];
  const methods = ['log', 'info', 'warn', 'error', 'debug'] as const;
  const spies = [
    ...methods.map((method) =>
      vi.spyOn(console, method).mockImplementation((...words) => void written.push(inspect(words))),
    ),
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0),
  ];
  const told: unknown[] = [];
  try {
    for (const [model, personality] of [
      [GENERIC_SERIAL, 'generic'],
      [HONEYWELL_SERIAL, 'honeywell'],
      [NEWLAND_SERIAL, 'newland'],
    ] as const) {
      // A scanner that passes its set-up codes on as text, as one of another maker does.
      const options = { personality, obeysSetupCodes: false };
      await using setup = scannerOnMemory(model, options, { triggerRenewMs: 20 });
      const { simulator, observed, startLooking } = setup;
      await observed.status('ready');
      await startLooking();
      for (const text of [...Object.values(HOSTILE_CODES), CITIZEN_TOKEN]) {
        await observed.until(() => simulator.state.isLooking);
        simulator.showCode(text);
      }
      await observed.until(() => observed.codes.some(({ kind }) => kind !== 'not-a-valid-code'));
      expect(observed.codes.at(-1)).toEqual({ kind: 'citizen-code', token: CITIZEN_TOKEN });
      told.push(...observed.codes.slice(0, -1));
    }
    await using usb = scannerOnHid(GENERIC_HID);
    await usb.observed.status('ready');
    usb.scanner.startScanning();
    await usb.observed.status('scanning');
    for (const [, text] of cases) usb.simulator.showCode(text);
    told.push(...usb.observed.codes);
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  expect(told.length).toBeGreaterThan(2 * cases.length);
  expect(told.filter((code) => inspect(code) !== inspect(NOT_VALID))).toEqual([]);
  for (const text of Object.values(HOSTILE_CODES)) {
    if (text.length > 3) expect(written.join('\n')).not.toContain(text);
  }
});

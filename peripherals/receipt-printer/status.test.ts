import { expect, test } from 'vitest';
import { RASTER_80MM } from './profiles.ts';
import { summarise } from './status.ts';
import type { StatusBytes } from './status.ts';

const CASES: [string, StatusBytes, ReturnType<typeof summarise>][] = [
  ['all clear', [0x12, 0x12, 0x12, 0x12], 'ready'],
  ['near end', [0x12, 0x12, 0x12, 0x1e], 'paper-near-end'],
  ['paper end, sensor', [0x1a, 0x12, 0x12, 0x72], 'paper-out'],
  ['near end and end at once', [0x1a, 0x32, 0x12, 0x7e], 'paper-out'],
  ['stopped by paper end, but the sensor sees paper', [0x1a, 0x32, 0x12, 0x12], 'paper-out'],
  ['paper end, but online', [0x12, 0x12, 0x12, 0x72], 'paper-out'],
  ['cover open, but online', [0x12, 0x16, 0x12, 0x12], 'cover-open'],
  ['cover open, so the sensor sees no paper', [0x1a, 0x36, 0x12, 0x7e], 'cover-open'],
  ['cutter', [0x1a, 0x52, 0x1a, 0x12], 'cutter-error'],
  ['error without a cause', [0x1a, 0x52, 0x12, 0x12], 'printer-error'],
  ['head too hot', [0x1a, 0x52, 0x52, 0x12], 'printer-error'],
  ['unrecoverable, but online', [0x12, 0x12, 0x32, 0x12], 'printer-error'],
  ['offline without a cause', [0x1a, 0x12, 0x12, 0x12], 'printer-error'],
  ['drawer open means nothing here', [0x16, 0x12, 0x12, 0x12], 'ready'],
];

test.each(CASES)('%s', (_, bytes, expected) => {
  expect(summarise(bytes, RASTER_80MM)).toBe(expected);
});

test('a model with a presenter sensor in bit 6 is not out of paper when a slip waits in it', () => {
  const profile = { ...RASTER_80MM, paperBits: { nearEnd: 0x0c, end: 0x20 } };
  expect(summarise([0x12, 0x12, 0x12, 0x52], profile)).toBe('ready');
  expect(summarise([0x12, 0x12, 0x12, 0x52], RASTER_80MM)).toBe('paper-out');
});

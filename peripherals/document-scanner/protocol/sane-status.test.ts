import { expect, test } from 'vitest';
import { conditionOfOpenFailure, endOfScan } from './sane-status.ts';

test.each([
  [0, { kind: 'finished' }],
  [1, { kind: 'failed', reason: 'fault' }],
  [2, { kind: 'cancelled' }],
  [3, { kind: 'failed', reason: 'busy' }],
  [4, { kind: 'failed', reason: 'unsupported' }],
  [6, { kind: 'failed', reason: 'jammed' }],
  [7, { kind: 'failed', reason: 'no-paper-in-feeder' }],
  [8, { kind: 'failed', reason: 'cover-open' }],
  [9, { kind: 'failed', reason: 'fault' }],
  [11, { kind: 'failed', reason: 'access-denied' }],
  [99, { kind: 'failed', reason: 'fault' }],
] as const)('exit code %i', (code, end) => {
  expect(endOfScan(code, 'Scanning page 1\n')).toEqual(end);
});

test('the words about a jam win over an exit code that says all is well', () => {
  const output = [
    'Scanning page 4',
    'scanimage: sane_read: Document feeder jammed',
    'Batch terminated, 3 pages scanned',
    'scanimage: received signal 13',
    'scanimage: aborting',
  ].join('\n');
  expect(endOfScan(0, output)).toEqual({ kind: 'failed', reason: 'jammed' });
  expect(endOfScan(0, 'scanimage: received signal 13\nscanimage: aborting\n')).toEqual({
    kind: 'failed',
    reason: 'fault',
  });
});

test.each([
  ['Device busy', 'busy'],
  ['Invalid argument', 'disconnected'],
  ['Error during device I/O', 'disconnected'],
  ['Access to resource has been denied', 'access-denied'],
  ['Scanner cover is open', 'cover-open'],
  ['Document feeder jammed', 'jammed'],
  ['Out of memory', 'fault'],
  ['words of another version', 'disconnected'],
] as const)('a device that does not open with "%s": %s', (words, condition) => {
  expect(conditionOfOpenFailure(`Some chatter\nscanimage: open of device a:b failed: ${words}\n`)).toBe(
    condition,
  );
});

test('what says nothing about opening', () => {
  expect(conditionOfOpenFailure('scanimage: sane_read: Device busy\n')).toBeNull();
});

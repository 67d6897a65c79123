import ipp from 'ipp-encoder';
import { expect, test } from 'vitest';
import { decodeResponse } from './decode.ts';
import { readJobReports } from './job-report.ts';
import { readPrinterReport } from './printer-report.ts';
import { TAG } from './tags.ts';

const ATTRIBUTES = [
  { tag: TAG.enum, name: 'printer-state', value: 3 },
  { tag: TAG.keyword, name: 'printer-state-reasons', value: ['media-low-warning', 'cover-open-report'] },
  { tag: TAG.boolean, name: 'printer-is-accepting-jobs', value: true },
  { tag: TAG.textWithLanguage, name: 'printer-make-and-model', value: { lang: 'zh', value: 'X 打印机' } },
  { tag: TAG.integer, name: 'queued-job-count', value: [-1, 7] },
];
const ANSWER = ipp.response.encode({
  statusCode: 0,
  requestId: 0x01020304,
  groups: [
    { tag: TAG.operation, attributes: [{ tag: TAG.charset, name: 'attributes-charset', value: 'utf-8' }] },
    { tag: TAG.printer, attributes: ATTRIBUTES },
  ],
});

test('what the library encodes is read back', () => {
  const response = decodeResponse(ANSWER);
  expect(response).toMatchObject({ status: 0, requestId: 0x01020304 });
  expect(response?.groups.map(({ tag }) => tag)).toEqual([TAG.operation, TAG.printer]);
  expect([...(response?.groups[1]?.attributes ?? [])]).toEqual([
    ['printer-state', [3]],
    ['printer-state-reasons', ['media-low-warning', 'cover-open-report']],
    ['printer-is-accepting-jobs', [true]],
    ['printer-make-and-model', ['X 打印机']],
    ['queued-job-count', [-1, 7]],
  ]);
});

/** An answer of one printer group with these bytes in it. */
function withGroup(...bytes: (number | string)[]): Uint8Array {
  const body = bytes.flatMap((each) => (typeof each === 'number' ? [each] : [...Buffer.from(each)]));
  return Uint8Array.from([1, 1, 0, 0, 0, 0, 0, 1, TAG.printer, ...body, TAG.end]);
}

test('a range is two numbers', () => {
  const bytes = withGroup(TAG.range, 0, 1, 'r', 0, 8, 0, 0, 0, 1, 0, 0, 0x03, 0xe7);
  expect(decodeResponse(bytes)?.groups[0]?.attributes.get('r')).toEqual([{ lower: 1, upper: 999 }]);
});

test('collections, dates and values that are not there are passed over, and what follows is read', () => {
  const collection = [
    TAG.beginCollection,
    0,
    1,
    'c',
    0,
    0,
    0x4a,
    0,
    0,
    0,
    1,
    'm',
    TAG.integer,
    0,
    0,
    0,
    4,
    0,
    0,
    0,
    9,
  ];
  const bytes = withGroup(
    ...collection,
    ...[TAG.endCollection, 0, 0, 0, 0],
    ...[0x31, 0, 1, 'd', 0, 11, ...Array<number>(11).fill(1)],
    ...[0x13, 0, 1, 'n', 0, 0],
    ...[TAG.integer, 0, 1, 'i', 0, 4, 0, 0, 0, 5],
  );
  expect([...(decodeResponse(bytes)?.groups[0]?.attributes ?? [])]).toEqual([
    ['c', []],
    ['d', []],
    ['n', []],
    ['i', [5]],
  ]);
});

test.each<[string, Uint8Array]>([
  ['nothing', new Uint8Array(0)],
  ['a header alone', ANSWER.subarray(0, 8)],
  ['no end', ANSWER.subarray(0, -1)],
  ['a web page', new TextEncoder().encode('<!DOCTYPE html><title>Printer</title>')],
  ['a version of the future', Uint8Array.from([9, ...ANSWER.subarray(1)])],
  ['a length that would go backwards', withGroup(TAG.keyword, 0xff, 0xfd, 'abc')],
  ['a length beyond the end', withGroup(TAG.keyword, 0, 1, 'k', 0x7f, 0xff)],
  ['an integer of three bytes', withGroup(TAG.integer, 0, 1, 'i', 0, 3, 0, 0, 0)],
  ['a boolean of two bytes', withGroup(TAG.boolean, 0, 1, 'b', 0, 2, 1, 1)],
  ['a range of four bytes', withGroup(TAG.range, 0, 1, 'r', 0, 4, 0, 0, 0, 1)],
  ['a further value without a first', withGroup(TAG.integer, 0, 0, 0, 4, 0, 0, 0, 1)],
  ['a collection that does not end', withGroup(TAG.beginCollection, 0, 1, 'c', 0, 0)],
  ['an end without a collection', withGroup(TAG.endCollection, 0, 1, 'c', 0, 0)],
  ['a text with a language that is too short', withGroup(TAG.textWithLanguage, 0, 1, 't', 0, 1, 0)],
])('is no answer: %s', (_, bytes) => {
  expect(decodeResponse(bytes)).toBeUndefined();
});

/** What waits for the garbage collector; a hundred bytes kept of each of a million answers would be more. */
const MAX_HEAP_GROWTH_BYTES = 96 * 1024 * 1024;
const RUNS = Number(process.env.TONGBAN_FUZZ ?? 20_000);

test(`${RUNS} damaged answers: no crash, no endless loop, nothing but what is in the bytes`, () => {
  const seed = Number(process.env.TONGBAN_FUZZ_SEED ?? Date.now() % 0x7fffffff);
  const heapBefore = process.memoryUsage().heapUsed;
  const random = generator(seed);
  let read = 0;
  for (let run = 0; run < RUNS; run++) {
    const response = decodeResponse(damaged(random));
    if (response === undefined) continue;
    read++;
    const values = response.groups.reduce((sum, { attributes }) => sum + attributes.size, 0);
    expect(values).toBeLessThanOrEqual(ANSWER.length);
    readPrinterReport(response);
    readJobReports(response);
  }
  const growth = process.memoryUsage().heapUsed - heapBefore;
  console.log(`seed ${seed}, heap ${heapBefore} + ${growth} bytes, ${read} read`);
  expect(growth).toBeLessThan(MAX_HEAP_GROWTH_BYTES);
  // Damage in a text leaves an answer that can be read; otherwise the loop above would prove little.
  expect(read).toBeGreaterThan(RUNS / 50);
  expect(read).toBeLessThan(RUNS);
});

/** Noise, or a good answer with some bytes changed, cut out, doubled or appended. */
function damaged(random: () => number): Uint8Array {
  const below = (limit: number): number => Math.floor(random() * limit);
  if (random() < 0.1) return Uint8Array.from({ length: below(300) }, () => below(256));
  const bytes = [...ANSWER];
  for (let times = below(4) + 1; times > 0; times--) {
    const at = below(bytes.length);
    const how = below(4);
    if (how === 0) bytes[at] = below(256);
    else if (how === 1) bytes.splice(at, below(12));
    else if (how === 2) bytes.splice(at, 0, ...bytes.slice(at, at + below(40)));
    else bytes.splice(at, 2, below(2) === 0 ? 0xff : 0x00, below(256));
  }
  return Uint8Array.from(bytes);
}

/** mulberry32: small, and the same everywhere for the same seed. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

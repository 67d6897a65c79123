/** Every parser of what a scanner says takes any bytes. TONGBAN_FUZZ=1000000 makes it a long run. */
import { createCanvas } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
import { makePng } from '../test-pictures.ts';
import { capabilitiesXml, ENTITY_BOMB, statusXml } from '../simulator/documents.ts';
import { parseScannerCapabilities } from './escl-capabilities.ts';
import { conditionOf, parseScannerStatus } from './escl-status.ts';
import { inspectPicture } from './picture.ts';
import { parseSaneOptions } from './sane-options.ts';
import { conditionOfOpenFailure, endOfScan } from './sane-status.ts';
import { SANE_OPTIONS_OUTPUT } from './sane-options.sample.ts';

/** All parsers together. */
const INPUTS = Number(process.env['TONGBAN_FUZZ'] ?? 20_000);
const SEED = Number(process.env['TONGBAN_FUZZ_SEED'] ?? Date.now() % 2 ** 32);
const MAX_GROWTH_BYTES = 64 * 1024 * 1024;
const MAX_PIXELS = 100_000;

/** Marsaglia's xorshift: the same inputs for the same seed. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const WORDS = [
  ...[
    '<',
    '>',
    '</',
    '/>',
    '<a>',
    '</a>',
    '&amp;',
    '&#0;',
    '&x;',
    '<!DOCTYPE a [',
    '<!ENTITY',
    ']]>',
    '<![CDATA[',
  ],
  ...[
    '__proto__',
    'constructor',
    'pwg:',
    'scan:',
    'Idle',
    '99999999999',
    '-1',
    '\u0000',
    '\ud800',
    '[',
    ']',
    '|',
  ],
  ...[
    ' [inactive]',
    'dpi',
    '..',
    '    --resolution ',
    '    --source ',
    'scanimage: open of device a failed: ',
  ],
].map((word) => Buffer.from(word, 'utf8'));

/** Changes bytes, cuts, doubles and joins pieces of a good input, or is noise altogether. */
function spoil(good: Buffer, random: (below: number) => number): Buffer {
  if (random(10) === 0) return Buffer.from(Array.from({ length: random(64) }, () => random(256)));
  let bytes = Buffer.from(good);
  for (let change = 1 + random(4); change > 0; change--) {
    const at = random(bytes.length + 1);
    const to = Math.min(bytes.length, at + random(40));
    switch (random(5)) {
      case 0:
        if (at < bytes.length) bytes[at] = random(256);
        break;
      case 1:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(to)]);
        break;
      case 2:
        bytes = Buffer.concat([bytes.subarray(0, to), bytes.subarray(at)]);
        break;
      case 3:
        bytes = Buffer.concat([
          bytes.subarray(0, at),
          WORDS[random(WORDS.length)] ?? bytes,
          bytes.subarray(at),
        ]);
        break;
      default:
        bytes = bytes.subarray(0, at);
    }
  }
  return bytes;
}

const canvas = createCanvas(40, 30);
const STATUS = statusXml({
  state: 'Idle',
  adfState: 'ScannerAdfJam',
  job: { uri: '/eSCL/ScanJobs/1', state: 'Aborted', pagesSent: 3 },
});
const SAMPLES: readonly { good: Buffer; parse: (bytes: Buffer) => unknown }[] = [
  { good: Buffer.from(capabilitiesXml()), parse: (bytes) => parseScannerCapabilities(bytes.toString()) },
  {
    good: Buffer.from(STATUS),
    parse: (bytes) => {
      const status = parseScannerStatus(bytes.toString());
      return status && conditionOf(status);
    },
  },
  { good: Buffer.from(ENTITY_BOMB), parse: (bytes) => parseScannerStatus(bytes.toString()) },
  { good: Buffer.from(SANE_OPTIONS_OUTPUT), parse: (bytes) => parseSaneOptions(bytes.toString()) },
  {
    good: Buffer.from(
      'scanimage: open of device x failed: Device busy\nscanimage: sane_read: Document feeder jammed\n',
    ),
    parse: (bytes) => [conditionOfOpenFailure(bytes.toString()), endOfScan(bytes.length, bytes.toString())],
  },
  { good: canvas.toBuffer('image/jpeg', 80), parse: (bytes) => inspectPicture(bytes, MAX_PIXELS) },
  {
    good: makePng({ widthPx: 8, heightPx: 4, channels: 3, bitsPerDot: 8 }),
    parse: (bytes) => inspectPicture(bytes, MAX_PIXELS),
  },
];

test(
  `${INPUTS} spoilt inputs end as a value, quickly, and leave nothing behind`,
  { timeout: 1_200_000 },
  () => {
    console.log(`fuzz seed ${SEED} (TONGBAN_FUZZ_SEED)`);
    const random = randomFrom(SEED);
    for (const { good, parse } of SAMPLES) expect(() => parse(good)).not.toThrow();
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    const startedAt = performance.now();
    let slowestMs = 0;
    for (let input = 0; input < INPUTS; input++) {
      const sample = SAMPLES[input % SAMPLES.length]!;
      const bytes = spoil(sample.good, random);
      const inputAt = performance.now();
      sample.parse(bytes);
      slowestMs = Math.max(slowestMs, performance.now() - inputAt);
    }
    const seconds = (performance.now() - startedAt) / 1000;
    globalThis.gc?.();
    const after = process.memoryUsage().heapUsed;
    const inMebibytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);
    console.log(
      `${INPUTS} inputs in ${seconds.toFixed(1)} s, slowest ${slowestMs.toFixed(1)} ms, heap ${inMebibytes(before)} → ${inMebibytes(after)} MiB`,
    );
    expect(slowestMs).toBeLessThan(2000);
    expect(after - before).toBeLessThan(MAX_GROWTH_BYTES);
  },
);

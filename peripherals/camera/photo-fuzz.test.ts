/** Whatever bytes come from the page in place of a photograph. TONGBAN_FUZZ=1000000 makes it a long run. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createCanvas } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
import { inspectPhoto } from './index.ts';
import type { PhotoLimits } from './index.ts';
import { BASELINE_WITH_RESTARTS, PROGRESSIVE } from './test-photos.ts';

const INPUTS = Number(process.env['TONGBAN_FUZZ'] ?? 20_000);
const SEED = Number(process.env['TONGBAN_FUZZ_SEED'] ?? Date.now() % 2 ** 32);
const MAX_GROWTH_BYTES = 64 * 1024 * 1024;
/** Small pictures, so that there are many. */
const LIMITS: PhotoLimits = { minPixels: 1, maxPixels: 100_000, maxBytes: 100_000 };

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

/** What is left when everything that can go is gone. */
function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

interface Sample {
  readonly bytes: Buffer;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Pixels of what is coded at once: 8 a block, twice that where colour has half the dots. */
  readonly mcu: readonly [widthPx: number, heightPx: number];
}

const canvas = createCanvas(40, 56);
const context = canvas.getContext('2d');
context.fillStyle = '#c8201a';
context.fillRect(5, 5, 20, 30);
const SAMPLES: readonly Sample[] = [
  { bytes: Buffer.from(canvas.toBuffer('image/jpeg', 80)), widthPx: 40, heightPx: 56, mcu: [16, 16] },
  { bytes: PROGRESSIVE, widthPx: 96, heightPx: 64, mcu: [16, 16] },
  { bytes: BASELINE_WITH_RESTARTS, widthPx: 96, heightPx: 64, mcu: [16, 8] },
];

const PIECES = [
  'ffd8',
  'ffd9',
  'ffda',
  'ffd0',
  'ff00',
  'ffff',
  'ffc4',
  'ffdd0004ffff',
  'ffdc00040001',
  'ffc2',
  '00',
];

/** Changes bytes and bits, cuts, doubles and joins pieces of a good picture, or is noise altogether. */
function spoil(good: Buffer, random: (below: number) => number): Buffer {
  if (random(20) === 0) return Buffer.from(Array.from({ length: random(64) }, () => random(256)));
  let bytes = Buffer.from(good);
  for (let change = 1 + random(3); change > 0; change--) {
    const at = random(bytes.length + 1);
    const to = Math.min(bytes.length, at + random(40));
    switch (random(6)) {
      case 0:
        if (at < bytes.length) bytes[at] = random(256);
        break;
      case 1:
        if (at < bytes.length) bytes[at] = bytes[at]! ^ (1 << random(8));
        break;
      case 2:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(to)]);
        break;
      case 3:
        bytes = Buffer.concat([bytes.subarray(0, to), bytes.subarray(at)]);
        break;
      case 4: {
        const piece = Buffer.from(PIECES[random(PIECES.length)]!, 'hex');
        bytes = Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
        break;
      }
      default:
        bytes = bytes.subarray(0, at);
    }
  }
  return bytes;
}

function withSize({ bytes }: Sample, widthPx: number, heightPx: number): Buffer {
  const lying = Buffer.from(bytes);
  const at = bytes.findIndex((byte, place) => byte === 0xff && [0xc0, 0xc2].includes(bytes[place + 1] ?? 0));
  lying.writeUInt16BE(heightPx, at + 5);
  lying.writeUInt16BE(widthPx, at + 7);
  return lying;
}

/** How many pieces of code a picture of that size has: the only thing about its size that its data tells. */
function mcusOf({ mcu: [width, height] }: Sample, widthPx: number, heightPx: number): number {
  return Math.ceil(widthPx / width) * Math.ceil(heightPx / height);
}

test(
  `${INPUTS} spoilt photographs end as a value, quickly, and leave nothing behind`,
  { timeout: 1_200_000 },
  () => {
    console.log(`fuzz seed ${SEED} (TONGBAN_FUZZ_SEED)`);
    const random = randomFrom(SEED);
    for (const { bytes, widthPx, heightPx } of SAMPLES) {
      expect(inspectPhoto(bytes, LIMITS)).toMatchObject({ kind: 'usable', widthPx, heightPx });
    }
    const before = heapUsed();
    const startedAt = performance.now();
    const counts = { usable: 0, unreadable: 0, 'too-small': 0, 'too-large': 0 };
    let slowestMs = 0;
    for (let input = 0; input < INPUTS; input++) {
      const bytes = spoil(SAMPLES[input % SAMPLES.length]!.bytes, random);
      const inputAt = performance.now();
      const outcome = inspectPhoto(bytes, LIMITS);
      slowestMs = Math.max(slowestMs, performance.now() - inputAt);
      counts[outcome.kind]++;
      if (outcome.kind !== 'usable') continue;
      // One picture from the first byte to the last, of a size within the limits.
      expect([bytes.readUInt16BE(0), bytes.readUInt16BE(bytes.length - 2)]).toEqual([0xffd8, 0xffd9]);
      expect(outcome.widthPx * outcome.heightPx).toBeLessThanOrEqual(LIMITS.maxPixels);
    }
    const seconds = (performance.now() - startedAt) / 1000;
    const after = heapUsed();
    const inMebibytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);
    console.log(
      `${INPUTS} inputs (${JSON.stringify(counts)}) in ${seconds.toFixed(1)} s, slowest ${slowestMs.toFixed(1)} ms, heap ${inMebibytes(before)} → ${inMebibytes(after)} MiB`,
    );
    expect(slowestMs).toBeLessThan(2000);
    expect(after - before).toBeLessThan(MAX_GROWTH_BYTES);
  },
);

test('of any two sizes, the header may claim only one that has as many pieces of code', () => {
  const random = randomFrom(SEED);
  for (const sample of SAMPLES) {
    const trueCount = mcusOf(sample, sample.widthPx, sample.heightPx);
    for (let input = 0; input < 2000; input++) {
      const [widthPx, heightPx] = [1 + random(200), 1 + random(200)];
      const { kind } = inspectPhoto(withSize(sample, widthPx, heightPx), LIMITS);
      const isPossible = mcusOf(sample, widthPx, heightPx) === trueCount;
      expect([widthPx, heightPx, kind]).toEqual([widthPx, heightPx, isPossible ? 'usable' : 'unreadable']);
    }
  }
});

test('what breaks off is never usable, wherever it does', () => {
  for (const { bytes } of SAMPLES) {
    const end = bytes.subarray(-2);
    for (let length = 0; length < bytes.length; length++) {
      const broken = bytes.subarray(0, length);
      expect(inspectPhoto(broken, LIMITS).kind).toBe('unreadable');
      // The later scans of a progressive picture only make it finer.
      if (bytes === PROGRESSIVE || length >= bytes.length - end.length) continue;
      expect(inspectPhoto(Buffer.concat([broken, end]), LIMITS).kind).toBe('unreadable');
    }
    expect(inspectPhoto(Buffer.concat([bytes, end]), LIMITS).kind).toBe('unreadable');
  }
});

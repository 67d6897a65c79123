/** Whatever strokes: never an exception, always a picture or a reason. TONGBAN_FUZZ=1000000 makes it a long run. */
import { expect, test } from 'vitest';
import { toSignature } from './index.ts';
import type { SignatureInput, SignaturePoint } from './index.ts';
import { readSvg } from './test-support.ts';

const INPUTS = Number(process.env['TONGBAN_FUZZ'] ?? 20_000);
const SEED = Number(process.env['TONGBAN_FUZZ_SEED'] ?? Date.now() % 2 ** 32);
const MAX_GROWTH_BYTES = 64 * 1024 * 1024;
/** Reading the picture again takes longer than making it. */
const READ_EVERY = 20;
const MAX_SIDE = 10_000;
const NUMBERS = /^-?\d+(\.\d)?$/;

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

const ODD = [NaN, Infinity, -Infinity, -1, -0, 0, 1e-9, 1e308, -1e308, 2 ** 53, 0.1 + 0.2, 9999.99999];

function randomInput(random: (below: number) => number): SignatureInput {
  const number = (below: number): number =>
    random(60) === 0 ? ODD[random(ODD.length)]! : random(below * 100) / 100;
  const point = (): SignaturePoint => ({
    x: number(1300),
    y: number(700),
    t: number(20_000),
    pressure: number(1),
  });
  return {
    width: number(1300),
    height: number(700),
    strokes: Array.from({ length: random(6) }, () => Array.from({ length: random(12) }, point)),
  };
}

/** Fails where the picture has anything but what belongs there. */
function check(svg: string, strokeCount: number): void {
  const { paths, viewBox } = readSvg(svg);
  const [, , width = NaN, height = NaN] = viewBox.split(' ').map(Number);
  expect(Math.min(width, height)).toBeGreaterThanOrEqual(100);
  expect(Math.max(width, height)).toBeLessThanOrEqual(MAX_SIDE);
  expect(paths).toHaveLength(strokeCount);
  let last = 0;
  for (const { d, times, pressures, strokeWidth } of paths) {
    const numbers = d.split(/[MLQ ]/).slice(1);
    expect(numbers.every((each) => NUMBERS.test(each) && Number(each) >= 0)).toBe(true);
    expect(numbers.every((each, at) => Number(each) <= (at % 2 === 0 ? width : height))).toBe(true);
    expect(strokeWidth >= 4 && strokeWidth <= 10).toBe(true);
    expect(pressures.every((each) => each >= 0 && each <= 1)).toBe(true);
    expect(pressures).toHaveLength(times.length);
    for (const time of times) {
      expect(time).toBeGreaterThanOrEqual(last);
      last = time;
    }
  }
  expect(last).toBeLessThanOrEqual(3_600_000);
}

test(`${INPUTS} odd signatures end as a value and leave nothing behind`, { timeout: 1_200_000 }, () => {
  console.log(`fuzz seed ${SEED} (TONGBAN_FUZZ_SEED)`);
  const random = randomFrom(SEED);
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const startedAt = performance.now();
  let signatures = 0;
  for (let input = 0; input < INPUTS; input++) {
    const outcome = toSignature(randomInput(random));
    if (outcome.kind !== 'signature') continue;
    expect(Number.isFinite(outcome.lengthMm) && outcome.durationMs >= 0).toBe(true);
    if (signatures++ % READ_EVERY === 0) check(outcome.svg, outcome.strokeCount);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  globalThis.gc?.();
  const after = process.memoryUsage().heapUsed;
  const inMebibytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);
  console.log(
    `${INPUTS} inputs, ${signatures} signatures, in ${seconds.toFixed(1)} s, heap ${inMebibytes(before)} → ${inMebibytes(after)} MiB`,
  );
  expect(signatures).toBeGreaterThan(INPUTS / 4);
  expect(after - before).toBeLessThan(MAX_GROWTH_BYTES);
});

/** Whatever strokes: never an exception, always a picture or a reason. TONGBAN_FUZZ=1000000 makes it a long run. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
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
const NUMBERS = /^\d+(\.\d)?$/;

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

/** Whether the picture has nothing but what belongs there. */
function isSound(svg: string, strokeCount: number): boolean {
  const { paths, viewBox } = readSvg(svg);
  const [, , width = NaN, height = NaN] = viewBox.split(' ').map(Number);
  let last = 0;
  const areSound = paths.every(({ d, times, pressures, strokeWidth }) => {
    const numbers = d.split(/[MLQ ]/).slice(1);
    const arePlaces = numbers.every(
      (each, at) => NUMBERS.test(each) && Number(each) <= (at % 2 === 0 ? width : height),
    );
    const doNotGoBack = times.every((time) => {
      const isLater = time >= last;
      last = time;
      return isLater;
    });
    return (
      arePlaces &&
      doNotGoBack &&
      strokeWidth >= 4 &&
      strokeWidth <= 10 &&
      pressures.length === times.length &&
      pressures.every((each) => each >= 0 && each <= 1)
    );
  });
  return (
    areSound &&
    paths.length === strokeCount &&
    Math.min(width, height) >= 100 &&
    Math.max(width, height) <= MAX_SIDE &&
    last <= 3_600_000
  );
}

test(`${INPUTS} odd signatures end as a value and leave nothing behind`, { timeout: 1_200_000 }, () => {
  console.log(`fuzz seed ${SEED} (TONGBAN_FUZZ_SEED)`);
  const random = randomFrom(SEED);
  const before = heapUsed();
  const startedAt = performance.now();
  let signatures = 0;
  const unsound: number[] = [];
  for (let input = 0; input < INPUTS; input++) {
    const outcome = toSignature(randomInput(random));
    if (outcome.kind !== 'signature') continue;
    const { svg, strokeCount, lengthMm, durationMs } = outcome;
    const isFinite = Number.isFinite(lengthMm) && durationMs >= 0;
    // An assertion for each of a million would take longer than what it asserts.
    if (!isFinite || (signatures++ % READ_EVERY === 0 && !isSound(svg, strokeCount))) unsound.push(input);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const after = heapUsed();
  const inMebibytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);
  console.log(
    `${INPUTS} inputs, ${signatures} signatures, in ${seconds.toFixed(1)} s, heap ${inMebibytes(before)} → ${inMebibytes(after)} MiB`,
  );
  expect(unsound).toEqual([]);
  expect(signatures).toBeGreaterThan(INPUTS / 4);
  expect(after - before).toBeLessThan(MAX_GROWTH_BYTES);
});

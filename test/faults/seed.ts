import { randomInt } from 'node:crypto';

/** A random number from 0 up to 1, the same sequence for the same seed. */
export type Random = () => number;

/** mulberry32: small and good enough to choose what fails. */
export function random(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from `low` to `high`, both included. */
export function between(draw: Random, low: number, high: number): number {
  return low + Math.floor(draw() * (high - low + 1));
}

/** The seed of a test: a new one, or that of the environment, to run a failure again. It is printed. */
export function seedOf(test: string): number {
  const given = process.env['TONGBAN_FAULTS_SEED'];
  const seed = given === undefined ? randomInt(2 ** 31) : Number(given);
  console.log(`${test}: TONGBAN_FAULTS_SEED=${seed}`);
  return seed;
}

/** How often a test repeats: the first number in `npm test`, the second one in `npm run test:faults`. */
export function times(short: number, long: number): number {
  return process.env['TONGBAN_FAULTS'] === 'long' ? long : short;
}

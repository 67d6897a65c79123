import { randomInt } from 'node:crypto';

const SHORT_RUN = 20_000;

export interface Random {
  /** 0 to limit - 1. */
  below(limit: number): number;
  byte(): number;
  /** Of a length from 0 to maxLength. */
  bytes(maxLength: number): Uint8Array;
}

/**
 * Runs a check on many random inputs: 20,000, or as many as TONGBAN_FUZZ says. A failure names the seed and the input's
 * number; TONGBAN_FUZZ_SEED repeats the run.
 */
export function fuzz(check: (random: Random) => void): void {
  const inputs = Number(process.env['TONGBAN_FUZZ'] ?? SHORT_RUN);
  const seed = Number(process.env['TONGBAN_FUZZ_SEED'] ?? randomInt(2 ** 31));
  const random = randomOf(seed);
  const memoryBefore = process.memoryUsage().rss;
  const start = performance.now();
  for (let input = 0; input < inputs; input++) {
    try {
      check(random);
    } catch (cause) {
      throw new Error(`input ${input} of seed ${seed} fails`, { cause });
    }
  }
  const mebibytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(
    `fuzz: seed ${seed}, ${inputs} inputs in ${seconds} s, ` +
      `${mebibytes(memoryBefore)} MiB before and ${mebibytes(process.memoryUsage().rss)} MiB after`,
  );
}

/** Marsaglia's xorshift, 32 bits. */
function randomOf(seed: number): Random {
  let state = seed | 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  const below = (limit: number): number => next() % limit;
  const byte = (): number => next() & 0xff;
  return { below, byte, bytes: (maxLength) => Uint8Array.from({ length: below(maxLength + 1) }, byte) };
}

import { timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import type { NotEnrolled, TechnicianEntranceView } from '@tongban/contract';
import { technicianNumber } from '@tongban/kiosk-config/provisioning';
import { z } from 'zod';
import { KeptFile } from '../kept-file.ts';

/** A number is good for so long: time to call the centre, and none to try codes at leisure [A]. */
const NUMBER_LIFE_MS = 10 * 60_000;
/** Wrong codes in a row, then none is taken for a while [A]: of 10⁸ codes that leaves 3 guesses each quarter of an hour … */
const MOST_TRIES = 3;
const MINUTE_MS = 60_000;
const FIRST_BLOCK_MINUTES = 15;
/** … and fewer with each time, until a right code comes. */
const LONGEST_BLOCK_MINUTES = 240;

const kept = z.strictObject({
  /** Wrong codes since the last right one or the last block. */
  wrong: z.int().min(0),
  /** Blocks since the last right code. */
  blocks: z.int().min(0),
  /** Milliseconds of the clock; 0 while none is. */
  blockedUntil: z.number().min(0),
});
const NOTHING_TRIED: z.infer<typeof kept> = { wrong: 0, blocks: 0, blockedUntil: 0 };

/** The code to a number, if any can be taken. */
type Asked = Exclude<TechnicianEntranceView['asked'], NotEnrolled> | Pick<NotEnrolled, 'kind'>;

export interface Clocks {
  /** Milliseconds since 1970; may be set. */
  readonly wall: () => number;
  /** Milliseconds; only goes forward. */
  readonly steady: () => number;
}
const CLOCKS: Clocks = { wall: () => Date.now(), steady: () => performance.now() };

/**
 * Who gives the right code is let in, once: a number and its code are used up by it. What was tried is kept on the disk, so
 * that switching the terminal off and on gives nobody further guesses.
 */
export class Entrance {
  readonly #codeFor: (number: string) => string | null;
  readonly #clocks: Clocks;
  readonly #kept: KeptFile<z.infer<typeof kept>>;
  #number: { readonly digits: string; readonly madeAt: number } | null = null;
  #wasWrong = false;

  /** @param codeFor what the centre would answer to a number; null while the terminal is not enrolled */
  constructor(dataFolder: string, codeFor: (number: string) => string | null, clocks: Clocks = CLOCKS) {
    this.#codeFor = codeFor;
    this.#clocks = clocks;
    this.#kept = new KeptFile(join(dataFolder, 'technician-tries.json'), kept, NOTHING_TRIED);
  }

  /** What is asked for; a number that has not run out stays, also when the screen was left meanwhile. */
  get asked(): Asked {
    const now = this.#clocks.wall();
    // A clock that was set back must not keep everybody out for longer than was meant.
    const latest = now + LONGEST_BLOCK_MINUTES * MINUTE_MS;
    if (this.#kept.value.blockedUntil > latest)
      this.#kept.keep({ ...this.#kept.value, blockedUntil: latest });
    const leftMs = this.#kept.value.blockedUntil - now;
    if (leftMs > 0) return { kind: 'blocked', minutesLeft: Math.ceil(leftMs / MINUTE_MS) };
    const number = this.#numberNow();
    if (this.#codeFor(number) === null) return { kind: 'not-enrolled' };
    return { kind: 'code', number, wasWrong: this.#wasWrong, triesLeft: MOST_TRIES - this.#kept.value.wrong };
  }

  /** @returns `blocked`: wrong, and no other is taken for a while · `ignored`: none was asked for */
  try(code: string): 'in' | 'wrong' | 'blocked' | 'ignored' {
    const asked = this.asked;
    const expected = asked.kind === 'code' ? this.#codeFor(asked.number) : null;
    if (expected === null) return 'ignored';
    const isRight =
      code.length === expected.length && timingSafeEqual(Buffer.from(code), Buffer.from(expected));
    if (isRight) {
      this.forget();
      this.#number = null;
      this.#kept.keep(NOTHING_TRIED);
      return 'in';
    }
    const { wrong, blocks } = this.#kept.value;
    if (wrong + 1 < MOST_TRIES) {
      this.#wasWrong = true;
      this.#kept.keep({ ...this.#kept.value, wrong: wrong + 1 });
      return 'wrong';
    }
    this.forget();
    this.#number = null;
    const minutes = Math.min(FIRST_BLOCK_MINUTES * 2 ** blocks, LONGEST_BLOCK_MINUTES);
    this.#kept.keep({
      wrong: 0,
      blocks: blocks + 1,
      blockedUntil: this.#clocks.wall() + minutes * MINUTE_MS,
    });
    return 'blocked';
  }

  /** The screen is left: whoever comes next is not told what the one before did wrong. */
  forget(): void {
    this.#wasWrong = false;
  }

  #numberNow(): string {
    const now = this.#clocks.steady();
    if (!this.#number || now - this.#number.madeAt > NUMBER_LIFE_MS) {
      this.#number = { digits: technicianNumber(), madeAt: now };
      this.#wasWrong = false;
    }
    return this.#number.digits;
  }
}

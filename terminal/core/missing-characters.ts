import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Log } from './log.ts';

/** Where a citizen did not find a character, and with which keys; never what was typed or written there. */
export interface NotFound {
  readonly at: 'question' | 'choose' | 'hotline';
  readonly by: 'pinyin' | 'writing';
}

const kept = z.strictObject({
  /** How often a citizen said that a character cannot be found, and the day of the last time. */
  notFound: z.int().min(0),
  lastDay: z.iso.date().nullable(),
  /** Code points that no font of this terminal has, as `U+2A700`. */
  undrawable: z.array(z.string().regex(/^U\+[0-9A-F]{4,6}$/)),
});
export type MissingCharacterFacts = z.infer<typeof kept>;

/** A terminal without its fonts lacks every character; the first of them say so. */
const MOST_CODE_POINTS = 200;

/**
 * 缺字: what citizens cannot type at this terminal and what it cannot print, counted for who looks after it. A code point stands alone, without time,
 * name or matter: the same one is told once.
 */
export class MissingCharacters {
  readonly #file: string;
  readonly #log: Log;
  #facts: MissingCharacterFacts;

  constructor(dataFolder: string, log: Log) {
    this.#file = join(dataFolder, 'missing-characters.json');
    this.#log = log;
    this.#facts = read(this.#file);
  }

  get facts(): MissingCharacterFacts {
    return this.#facts;
  }

  notFound({ at, by }: NotFound): void {
    this.#log('character.not-found', { part: at, by });
    const { notFound } = this.#facts;
    this.#keep({ ...this.#facts, notFound: notFound + 1, lastDay: new Date().toISOString().slice(0, 10) });
  }

  /** Characters of a slip that no font here has. */
  notPrinted(characters: readonly string[]): void {
    const { undrawable } = this.#facts;
    const found = [...new Set(characters.join(''))]
      .map((character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`)
      .filter((codePoint) => !undrawable.includes(codePoint));
    if (found.length === 0) return;
    this.#keep({
      ...this.#facts,
      undrawable: [...undrawable, ...found].slice(0, MOST_CODE_POINTS).toSorted(),
    });
  }

  /** A disk that takes nothing leaves the counts to this start. */
  #keep(facts: MissingCharacterFacts): void {
    this.#facts = facts;
    try {
      writeFileSync(this.#file, JSON.stringify(facts));
    } catch (error) {
      this.#log('missing-characters.not-kept', { error: (error as NodeJS.ErrnoException).code ?? 'Error' });
    }
  }
}

/** A file that cannot be read begins anew. */
function read(file: string): MissingCharacterFacts {
  try {
    return kept.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return { notFound: 0, lastDay: null, undrawable: [] };
  }
}

import { FIRST_SYLLABLE, type Dictionary } from './dictionary.ts';
import type { Step } from './steps.ts';

/** What is read as a surname of two characters is hardly ever one of one. */
const COST_OF_ONE = 6;
const MOST = 10;
/** One place further down costs more for a surname: there are few of one sound, and the first is far more frequent. */
const COST_OF_SURNAME = 2;
const MOST_OF_ONE_SOUND = 8;
const LONGEST_SURNAME = 2;
const LONGEST_GIVEN = 2;

/** Names of persons, which no dictionary has: a surname and one or two characters that given names are made of. */
export class Names {
  readonly #surnames: ReadonlyMap<string, readonly string[]>;
  readonly #given: ReadonlyMap<string, readonly string[]>;

  constructor({ surnames, given }: Pick<Dictionary, 'surnames' | 'given'>) {
    this.#surnames = bySound(surnames);
    this.#given = bySound(given);
  }

  /** The likeliest names for all of the letters; none unless every syllable is typed whole. */
  candidates(stepsAt: (at: number) => readonly Step[], start: number, end: number): string[] {
    return this.#sounds(stepsAt, start, end)
      .flatMap((sound) => this.#named(sound))
      .sort((a, b) => a.cost - b.cost)
      .slice(0, MOST)
      .map(({ text }) => text);
  }

  #sounds(stepsAt: (at: number) => readonly Step[], start: number, end: number): string[] {
    const found: string[] = [];
    const walk = (at: number, sound: string): void => {
      if (at === end) found.push(sound);
      else if (sound.length < LONGEST_SURNAME + LONGEST_GIVEN) {
        for (const { kind, from, next } of stepsAt(at)) {
          if (kind === 'whole') walk(next, sound + String.fromCharCode(FIRST_SYLLABLE + from));
        }
      }
    };
    walk(start, '');
    return found;
  }

  #named(sound: string): { text: string; cost: number }[] {
    const names: { text: string; cost: number }[] = [];
    for (let length = 1; length <= LONGEST_SURNAME; length += 1) {
      const surnames = this.#surnames.get(sound.slice(0, length)) ?? [];
      const given = [...sound.slice(length)].map((each) =>
        (this.#given.get(each) ?? []).slice(0, MOST_OF_ONE_SOUND),
      );
      const [first = [], second = ['']] = given;
      if (given.length === 0 || given.length > LONGEST_GIVEN) continue;
      for (const [place, surname] of surnames.slice(0, MOST_OF_ONE_SOUND).entries()) {
        for (const [one, character] of first.entries()) {
          for (const [two, last] of second.entries()) {
            const cost = place * COST_OF_SURNAME + one + two + (length === 1 ? COST_OF_ONE : 0);
            names.push({ text: surname + character + last, cost });
          }
        }
      }
    }
    return names;
  }
}

function bySound(text: string): Map<string, string[]> {
  const entries = text.split('\n').map((line): [string, string[]] => {
    let length = 0;
    while (line.charCodeAt(length) < SYLLABLES_END) length += 1;
    const characters = [...line.slice(length)];
    const names: string[] = [];
    for (let at = 0; at < characters.length; at += length) {
      names.push(characters.slice(at, at + length).join(''));
    }
    return [line.slice(0, length), names];
  });
  return new Map(entries);
}

/** Every syllable is coded below this, every Chinese character lies above it. */
const SYLLABLES_END = 0x3000;

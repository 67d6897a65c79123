import { wordsIn, type Dictionary, type Word } from './dictionary.ts';
import { Lines, type Match } from './matches.ts';
import { Names } from './names.ts';
import { sentence } from './sentence.ts';
import { Syllables, type Step } from './steps.ts';

export interface Candidate {
  readonly text: string;
  /** How many of the letters it stands for; the rest is typed on. */
  readonly used: number;
}

/** Longer than any place has a name; more letters are not looked at. */
const LONGEST_INPUT = 48;
const DEFAULT_LIMIT = 80;
/** Names of persons come behind words of at least this score (3 in ten thousand million) and before the others. */
const FREQUENT = 20;
const MOST_NAMES = 10;
const NAMES_BESIDE_WORDS = 4;
/** So much more probable has a single character to be to stand before a word of several: a power of ten. */
const PREFERENCE_OF_WORDS = 8;
/** Of a word that nobody typed to its end. */
const WELL_KNOWN = 25;
const LONGER_WORDS = 3;
const MORE_SYLLABLES = 2;
/** What was heard as something else comes after every way to type what it is. */
const BEHIND_ALL = 99;

/**
 * Chinese by its sound. It knows whole syllables (`juzhuzheng`), initials (`jzz`) and both mixed (`juzz`); an apostrophe
 * parts syllables where they could be read in two ways (`xi'an`). What many do not tell apart is found too, behind what
 * was typed (`sanghai`). The same letters always give the same candidates:
 * nothing that is typed is learnt, counted or kept, neither for this person nor for the next.
 */
export class Pinyin {
  readonly #syllables: Syllables;
  readonly #words: Lines;
  readonly #names: Names;

  constructor(dictionary: Dictionary) {
    this.#syllables = new Syllables(dictionary.syllables.split(' '));
    this.#words = new Lines(dictionary.words);
    this.#names = new Names(dictionary);
  }

  /**
   * What the letters may stand for: words for all of them, names of persons, a sentence put together from words; then
   * the words for fewer and fewer letters, at last the characters of the first syllable. Capitals count as small ones, and
   * what is no letter as nothing.
   */
  candidates(typed: string, { limit = DEFAULT_LIMIT }: { limit?: number } = {}): Candidate[] {
    const letters = typed.toLowerCase().slice(0, LONGEST_INPUT);
    const start = /^'*/.exec(letters)?.[0].length ?? 0;
    const end = letters.length;
    if (start === end) return [];
    const known = new Map<number, readonly Step[]>();
    const stepsAt = (at: number): readonly Step[] => {
      const steps = known.get(at) ?? this.#syllables.stepsAt(letters, at);
      known.set(at, steps);
      return steps;
    };

    const chosen = new Map<string, Candidate>();
    const add = (text: string, used: number): void => {
      if (!chosen.has(text)) chosen.set(text, { text, used });
    };
    const matches = this.#words.matches(stepsAt, start, end);
    const byEnd = Map.groupBy(matches, (match) => match.end);
    const whole = byEnd.get(end) ?? [];
    const exact = this.#sorted(whole.filter(({ looseness }) => looseness === 0));
    const loose = whole.filter(({ looseness }) => looseness === 1 || looseness === 2);
    const heard = whole.filter(({ looseness }) => looseness === 3);

    const frequent = exact.filter(({ score }) => score >= FREQUENT);
    for (const { text } of frequent) add(text, end);
    const names = this.#names.candidates(stepsAt, start, end);
    for (const name of names.slice(0, frequent.length > 0 ? NAMES_BESIDE_WORDS : MOST_NAMES)) add(name, end);
    for (const { text } of this.#longer(whole)) add(text, end);
    for (const { text } of exact) add(text, end);
    for (const { text } of this.#sorted(loose)) add(text, end);
    if (!whole.some(({ looseness }) => looseness < 2)) {
      const put = sentence(this.#words, stepsAt, start, end);
      if (put) add(put.text, put.used);
    }
    for (const { text } of this.#sorted(heard)) add(text, end);
    for (const used of [...byEnd.keys()].sort((a, b) => b - a)) {
      if (used === end) continue;
      if (chosen.size >= limit) break;
      for (const { text } of this.#sorted(byEnd.get(used) ?? [])) add(text, used);
    }
    return [...chosen.values()].slice(0, limit);
  }

  /** The words of the matches: the better typed first, then the more probable. */
  #sorted(matches: readonly Match[]): Word[] {
    const words = matches.flatMap(({ line, looseness, syllables }) =>
      wordsIn(this.#words.all[line] ?? '').map((word) => ({
        ...word,
        // Initials: the fewer syllables, the more of each was typed (`zh` is 中 before 最后).
        loose: looseness === 2 ? 2 + syllables : looseness === 3 ? BEHIND_ALL : looseness,
        rank: word.score + (syllables > 1 ? PREFERENCE_OF_WORDS : 0),
      })),
    );
    // Stable: equal ones stay in the order of their readings.
    return words.sort((a, b) => a.loose - b.loose || b.rank - a.rank);
  }

  /** Words that begin with what was typed: the rest of the typing is saved. */
  #longer(matches: readonly Match[]): Word[] {
    return matches
      .filter(({ looseness, syllables }) => looseness === 0 && syllables > 1)
      .flatMap(({ line }) => this.#words.longerThan(line, MORE_SYLLABLES))
      .flatMap((line) => wordsIn(this.#words.all[line] ?? ''))
      .filter(({ score }) => score >= WELL_KNOWN)
      .sort((a, b) => b.score - a.score)
      .slice(0, LONGER_WORDS);
  }
}

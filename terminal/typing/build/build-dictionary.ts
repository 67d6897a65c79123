import { readFile } from 'node:fs/promises';
import { FIRST_SYLLABLE, scoreCharacter, scoreOf, type Dictionary } from '../dictionary.ts';
import { readingsOf, tonelessAll } from './readings.ts';
import { rareCharacters, wordList, type Entry, type ListName } from './word-lists.ts';

type WordsWithReading = ReadonlyMap<string, readonly [reading: string, probability: number]>;

/** Of the large list only what is as frequent as the half of the small one, and no longer than four characters. */
const LEAST_PROBABILITY = 4e-11;
const LONGEST = 4;
/** What the citizens of this terminal write stands before what newspapers write. */
const SCORES = { government: 46, places: 42, roads: 38 } as const satisfies Partial<Record<ListName, number>>;
/** A reading that hardly any word has is kept, far behind. */
const LEAST_SHARE = 1e-3;
/** A character's own probability counts what stands alone; as part of words it is looked for less. */
const SHARE_OF_WORDS = 0.2;
const SURNAME_SCORE = 26;
/** Of a character in the usual lists, however rare; those of `rare.txt` come after it. */
const LISTED = 1;
const USUAL_BLOCK = { first: 0x4e00, last: 0x9fff } as const;

/** Makes the dictionary from the two npm packages and the lists in `words/`. Takes two seconds or three. */
export async function buildDictionary(): Promise<Dictionary> {
  const modern = await data('modern');
  const complete = await data('complete');
  const scores = new Scores();
  const characters = new CharacterStatistics();

  for (const [word, [reading, probability]] of modern) {
    characters.count(word, reading, probability);
    if ([...word].length > 1) scores.add(word, tonelessAll(reading), scoreOf(probability));
  }
  for (const [word, [reading, probability]] of complete) {
    if (probability < LEAST_PROBABILITY || word.length > LONGEST || modern.has(word)) continue;
    if (word.length === 1 || !/^\p{Script=Han}+$/u.test(word)) continue;
    characters.count(word, reading, probability);
    scores.add(word, tonelessAll(reading), scoreOf(probability));
  }
  for (const [name, score] of Object.entries(SCORES)) {
    for (const { text, syllables } of wordList(name as ListName)) {
      if (syllables.length > 1) scores.add(text, syllables, score);
    }
  }
  for (const character of everyCharacter()) {
    for (const reading of readingsOf(character)) {
      const score = scoreOf(characters.probability(character, reading));
      scores.add(character, [reading], Math.max(LISTED, score));
    }
  }
  const surnames = wordList('surnames');
  for (const { text, syllables } of surnames) scores.add(text, syllables, SURNAME_SCORE);
  for (const { text, syllables } of rareCharacters()) scores.add(text, syllables, 0);

  const table = scores.syllables();
  return {
    syllables: table.join(' '),
    words: scores.lines(table),
    surnames: nameLines(surnames, table),
    given: nameLines(wordList('given'), table),
  };
}

/** The best score that any source gives to a word with a reading. */
class Scores {
  readonly #scores = new Map<string, Map<string, number>>();

  add(text: string, syllables: readonly string[] | null, score: number): void {
    if (syllables?.length !== [...text].length) return;
    const reading = syllables.join(' ');
    let words = this.#scores.get(reading);
    if (!words) this.#scores.set(reading, (words = new Map<string, number>()));
    words.set(text, Math.max(score, words.get(text) ?? 0));
  }

  syllables(): string[] {
    return [...new Set([...this.#scores.keys()].flatMap((reading) => reading.split(' ')))].sort();
  }

  lines(table: readonly string[]): string {
    const code = coder(table);
    const lines = [...this.#scores].map(([reading, words]) => {
      const sorted = [...words].sort(([a, x], [b, y]) => y - x || byCodePoint(a, b));
      const coded = sorted.map(([text, score]) => scoreCharacter(score) + text);
      return code(reading.split(' ')) + coded.join('');
    });
    // By code units, as the reader compares them.
    return lines.sort().join('\n');
  }
}

/** How often a character is read in which way, as far as words tell. */
class CharacterStatistics {
  readonly #alone = new Map<string, number>();
  readonly #inWords = new Map<string, Map<string, number>>();

  count(word: string, reading: string, probability: number): void {
    const characters = [...word];
    const syllables = tonelessAll(reading);
    if (syllables?.length !== characters.length) return;
    if (characters.length === 1) this.#alone.set(word, probability);
    for (const [index, character] of characters.entries()) {
      const readings = this.#inWords.get(character) ?? new Map<string, number>();
      const syllable = syllables[index] ?? '';
      readings.set(syllable, (readings.get(syllable) ?? 0) + probability);
      this.#inWords.set(character, readings);
    }
  }

  probability(character: string, reading: string): number {
    const readings = this.#inWords.get(character);
    if (!readings) return 0;
    const total = [...readings.values()].reduce((sum, each) => sum + each, 0);
    const share = Math.max(LEAST_SHARE, (readings.get(reading) ?? 0) / total);
    return share * Math.max(this.#alone.get(character) ?? 0, total * SHARE_OF_WORDS);
  }
}

/** Every character that may have a reading, not only those that words have. */
function* everyCharacter(): Iterable<string> {
  yield '〇';
  for (let point = USUAL_BLOCK.first; point <= USUAL_BLOCK.last; point += 1)
    yield String.fromCodePoint(point);
  // What the table of general standard characters took from the blocks beyond.
  for (let point = 0x20000; point < 0x2d000; point += 1) yield String.fromCodePoint(point);
}

function nameLines(entries: readonly Entry[], table: readonly string[]): string {
  const code = coder(table);
  const lines = new Map<string, Set<string>>();
  for (const { text, syllables } of entries) {
    const key = code(syllables);
    lines.set(key, (lines.get(key) ?? new Set()).add(text));
  }
  return [...lines]
    .map(([key, words]) => key + [...words].join(''))
    .sort()
    .join('\n');
}

function coder(table: readonly string[]): (syllables: readonly string[]) => string {
  const places = new Map(table.map((syllable, place) => [syllable, place]));
  return (syllables) => {
    const codes = syllables.map((syllable) => {
      const place = places.get(syllable);
      if (place === undefined) throw new Error(`no such syllable: ${syllable}`);
      return FIRST_SYLLABLE + place;
    });
    return String.fromCharCode(...codes);
  };
}

/** The usual block first; each word is there once, so no two are equal. */
function byCodePoint(a: string, b: string): number {
  const [one, other] = [a.codePointAt(0) ?? 0, b.codePointAt(0) ?? 0];
  const isUsual = (point: number) => point >= USUAL_BLOCK.first && point <= USUAL_BLOCK.last;
  return Number(isUsual(other)) - Number(isUsual(one)) || one - other || (a < b ? -1 : 1);
}

async function data(name: 'modern' | 'complete'): Promise<WordsWithReading> {
  const file = new URL(import.meta.resolve(`@pinyin-pro/data/${name}.json`));
  const words = JSON.parse(await readFile(file, 'utf8')) as Record<string, [string, number]>;
  return new Map(Object.entries(words));
}

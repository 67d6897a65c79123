import { buildDictionary } from '../../terminal/typing/build/build-dictionary.ts';
import { wordList } from '../../terminal/typing/build/word-lists.ts';
import { FIRST_SYLLABLE, syllablesIn } from '../../terminal/typing/dictionary.ts';
import { Pinyin } from '../../terminal/typing/index.ts';
import type { Result } from '../result.ts';

/** One frame of a screen of 60 Hz: the candidates are there with the letter. */
const GOAL_MS = 16;
/** Every so many words of the whole dictionary, besides all of the own lists. */
const EVERY = 50;
/** As many candidates as the keyboard asks for. */
const LIMIT = 600;

/** Types real words letter by letter, whole and by their initials, and takes the time of each list of candidates. */
export async function measurePinyin(): Promise<Result[]> {
  const dictionary = await buildDictionary();
  const begin = performance.now();
  const pinyin = new Pinyin(dictionary);
  const opening = performance.now() - begin;

  const table = dictionary.syllables.split(' ');
  const lines = dictionary.words.split('\n').filter((_, place) => place % EVERY === 0);
  const words = [
    ...(['government', 'places', 'roads'] as const).flatMap(wordList).map(({ syllables }) => syllables),
    ...lines.map((line) =>
      [...line.slice(0, syllablesIn(line))].map((code) => table[code.charCodeAt(0) - FIRST_SYLLABLE] ?? ''),
    ),
  ];
  const times: number[] = [];
  for (const syllables of words) {
    for (const typed of [syllables.join(''), syllables.map(([initial]) => initial).join('')]) {
      for (let length = 1; length <= typed.length; length += 1) {
        const before = performance.now();
        pinyin.candidates(typed.slice(0, length), { limit: LIMIT });
        times.push(performance.now() - before);
      }
    }
  }
  times.sort((a, b) => a - b);
  return [
    inMs('pinyin-candidates-p95', times[Math.floor(times.length * 0.95)] ?? null, GOAL_MS),
    inMs('pinyin-dictionary-opened', opening, 100),
  ];
}

function inMs(name: string, value: number | null, goal: number): Result {
  return { name, value, unit: 'ms', goal, better: 'lower' };
}

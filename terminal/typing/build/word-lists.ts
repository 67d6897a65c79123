import { readFileSync } from 'node:fs';
import { readingOf } from './readings.ts';

/** A word with its syllables. */
export interface Entry {
  readonly text: string;
  readonly syllables: readonly string[];
}

export type ListName = 'government' | 'places' | 'roads' | 'surnames' | 'given';

/**
 * Reads one of the lists in `words/`: words with white space between, `#` begins a comment, `=` gives the syllables of
 * the word before it where they are not the usual ones.
 */
export function wordList(name: ListName): Entry[] {
  return [...textOf(name).matchAll(/(\p{Script=Han}+)(?:=([a-z]+(?: [a-z]+)*))?/gu)].map(
    ([whole, word, given]) => {
      const syllables = given?.split(' ') ?? readingOf(word ?? '', name === 'surnames');
      if (!word || syllables?.length !== [...word].length) throw new Error(`no reading in ${name}: ${whole}`);
      return { text: word, syllables };
    },
  );
}

/** Characters of `words/rare.txt`, a syllable and its characters a line. */
export function rareCharacters(): Entry[] {
  return textOf('rare')
    .split('\n')
    .flatMap((line) => {
      const [syllable = '', characters = ''] = line.split(' ');
      return [...characters].map((text) => ({ text, syllables: [syllable] }));
    });
}

function textOf(name: string): string {
  const file = readFileSync(new URL(`../words/${name}.txt`, import.meta.url), 'utf8');
  return file.replace(/^#.*$/gm, '');
}

import { pinyin } from 'pinyin-pro';

const TONES = /[\u0300\u0301\u0304\u030c]/g;
/** Interjections without a vowel; nobody would look for them under these letters. */
const NO_SYLLABLE = new Set(['m', 'n', 'ng', 'hm', 'hng', 'ê']);

/** There are few syllables and many words. */
const known = new Map<string, string | null>();

/** `lǜ` is typed `lv`. Null for what is no syllable that can be typed. */
export function toneless(syllable: string): string | null {
  const before = known.get(syllable);
  if (before !== undefined) return before;
  const plain = syllable.toLowerCase().normalize('NFD').replace(TONES, '').normalize('NFC').replace('ü', 'v');
  const answer = /^[a-z]+$/.test(plain) && !NO_SYLLABLE.has(plain) ? plain : null;
  known.set(syllable, answer);
  return answer;
}

/** All syllables of a reading with spaces between; null when one of them cannot be typed. */
export function tonelessAll(reading: string): string[] | null {
  const syllables = reading.split(' ').map(toneless);
  return syllables.includes(null) ? null : (syllables as string[]);
}

/** Every reading of one character, the usual one first; none for a character that is not known. */
export function readingsOf(character: string): string[] {
  const all = pinyin(character, { multiple: true, type: 'array' });
  if (all[0] === character) return [];
  return [...new Set(all.map(toneless).filter((each) => each !== null))];
}

/** The reading of a word, as a name where it is one. */
export function readingOf(word: string, isSurname = false): string[] | null {
  const options = { type: 'array', ...(isSurname ? { surname: 'head' as const } : {}) } as const;
  return tonelessAll(pinyin(word, options).join(' '));
}

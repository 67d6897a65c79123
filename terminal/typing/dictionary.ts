/**
 * The dictionary as it is shipped: four texts that are split when the first letter is typed, and read in place after
 * that. `build/` makes them.
 */
export interface Dictionary {
  /** All syllables without tones (`v` for ü), in alphabetical order, with spaces between. */
  readonly syllables: string;
  /**
   * One line a reading, sorted. A line begins with one character a syllable, {@link FIRST_SYLLABLE} plus its place among
   * the syllables; then come the words of that reading, each behind its score, most probable first.
   */
  readonly words: string;
  /** One line a reading: its surnames, most frequent first. Coded as in `words`, without scores. */
  readonly surnames: string;
  /** As `surnames`, the characters of given names. */
  readonly given: string;
}

/** Above every score, so that a shorter reading sorts before the longer ones that begin with it. */
export const FIRST_SYLLABLE = 0x100;
/** A score of 0 is this character; one step is an eighth of a power of ten of probability. */
const LOWEST_SCORE = 0x30;
export const HIGHEST_SCORE = 75;
const STEPS_PER_POWER = 8;
const LOWEST_POWER = -12;

/** @param probability of the word in running text */
export function scoreOf(probability: number): number {
  const score = Math.round(STEPS_PER_POWER * (Math.log10(probability) - LOWEST_POWER));
  return Math.max(0, Math.min(HIGHEST_SCORE, score));
}

/** Powers of ten, for adding up along a sentence. */
export function powerOf(score: number): number {
  return score / STEPS_PER_POWER + LOWEST_POWER;
}

export function scoreCharacter(score: number): string {
  return String.fromCharCode(LOWEST_SCORE + score);
}

export interface Word {
  readonly text: string;
  readonly score: number;
}

/** How many syllables the reading of a line has. */
export function syllablesIn(line: string): number {
  let count = 0;
  while (line.charCodeAt(count) >= FIRST_SYLLABLE) count += 1;
  return count;
}

/** The words of a line; each has as many characters as the line has syllables. */
export function wordsIn(line: string): Word[] {
  const length = syllablesIn(line);
  const words: Word[] = [];
  let at = length;
  while (at < line.length) {
    const score = line.charCodeAt(at) - LOWEST_SCORE;
    const start = ++at;
    for (let count = 0; count < length; count += 1) at += line.codePointAt(at)! > 0xffff ? 2 : 1;
    words.push({ text: line.slice(start, at), score });
  }
  return words;
}

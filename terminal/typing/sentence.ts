import { powerOf, wordsIn } from './dictionary.ts';
import type { Lines } from './matches.ts';
import type { Step } from './steps.ts';

/** As many characters as one button of the candidates shows in large type. */
const LONGEST = 8;

/**
 * The likeliest row of words for all of the letters, cut at a word where it gets too long for one button. Null when the
 * letters cannot be read as whole syllables.
 */
export function sentence(
  words: Lines,
  stepsAt: (at: number) => readonly Step[],
  start: number,
  end: number,
): { text: string; used: number } | null {
  const best = new Map<number, { power: number; from: number; text: string }>();
  best.set(start, { power: 0, from: start, text: '' });
  for (let at = start; at < end; at += 1) {
    const before = best.get(at);
    if (!before) continue;
    for (const { line, end: next } of words.matches(stepsAt, at, end, true)) {
      const [word] = wordsIn(words.all[line] ?? '');
      if (!word) continue;
      const power = before.power + powerOf(word.score);
      if (power > (best.get(next)?.power ?? -Infinity)) best.set(next, { power, from: at, text: word.text });
    }
  }
  const ends: number[] = [];
  for (let at = end; at > start; at = best.get(at)?.from ?? start) {
    if (!best.has(at)) return null;
    ends.unshift(at);
  }
  let text = '';
  let used = start;
  for (const at of ends) {
    const longer = text + (best.get(at)?.text ?? '');
    if ([...longer].length > LONGEST) break;
    text = longer;
    used = at;
  }
  return text === '' ? null : { text, used };
}

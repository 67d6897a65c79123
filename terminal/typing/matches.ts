import { FIRST_SYLLABLE, syllablesIn } from './dictionary.ts';
import type { Step } from './steps.ts';

/** A line of the dictionary whose reading fits the letters up to `end`. */
export interface Match {
  readonly line: number;
  readonly end: number;
  /** 0: every syllable is typed whole · 1: the last is still being typed · 2: some are initials only · 3: some were heard as others. */
  readonly looseness: 0 | 1 | 2 | 3;
  readonly syllables: number;
}

const LONGEST_WORD = 12;
const LOOSENESS = { whole: 0, begun: 1, initial: 2, heard: 3 } as const;

/** The lines of one kind of words, sorted by their readings. */
export class Lines {
  readonly all: readonly string[];

  constructor(text: string) {
    this.all = text.split('\n');
  }

  /** Every line whose reading fits the letters from `at` on, or some of them. */
  matches(stepsAt: (at: number) => readonly Step[], at: number, end: number, onlyWhole = false): Match[] {
    const found: Match[] = [];
    const walk = (
      low: number,
      high: number,
      depth: number,
      from: number,
      looseness: Match['looseness'],
    ): void => {
      for (const step of stepsAt(from)) {
        if (onlyWhole && step.kind !== 'whole') continue;
        const now = LOOSENESS[step.kind];
        const loose = now > looseness ? now : looseness;
        const last = FIRST_SYLLABLE + step.to;
        let first = this.#firstNotBefore(low, high, depth, FIRST_SYLLABLE + step.from);
        while (first < high) {
          const code = this.#code(first, depth);
          if (code > last) break;
          const after = this.#firstNotBefore(first, high, depth, code + 1);
          if (this.#code(first, depth + 1) < FIRST_SYLLABLE) {
            found.push({ line: first, end: step.next, looseness: loose, syllables: depth + 1 });
          }
          if (step.next < end && depth + 1 < LONGEST_WORD) walk(first, after, depth + 1, step.next, loose);
          first = after;
        }
      }
    };
    walk(0, this.all.length, 0, at, 0);
    return found;
  }

  /** Lines whose reading begins with that of the given one and has at most `more` syllables more. */
  longerThan(line: number, more: number): number[] {
    const depth = syllablesIn(this.all[line] ?? '');
    const beginning = (this.all[line] ?? '').slice(0, depth);
    const found: number[] = [];
    for (let next = line + 1; this.all[next]?.startsWith(beginning); next += 1) {
      if (syllablesIn(this.all[next] ?? '') <= depth + more) found.push(next);
    }
    return found;
  }

  /** Below every syllable at the end of a reading, where the words begin. */
  #code(line: number, depth: number): number {
    return this.all[line]?.charCodeAt(depth) || 0;
  }

  #firstNotBefore(low: number, high: number, depth: number, code: number): number {
    let from = low;
    let to = high;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.#code(middle, depth) < code) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}

import type { StaffWords } from '@tongban/peripherals/manager';

/** What the doctor saw of one thing. */
export interface Finding {
  /** A word for programs: what was looked at. */
  readonly check: string;
  readonly words: StaffWords;
  /** What is wrong is put right by this; null where all is well. */
  readonly next: StaffWords | null;
}

export function well(check: string, zh: string, en: string): Finding {
  return { check, words: { zh, en }, next: null };
}

export function ill(check: string, words: StaffWords, next: StaffWords): Finding {
  return { check, words, next };
}

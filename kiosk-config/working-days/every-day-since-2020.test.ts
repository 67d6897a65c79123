import chineseDays from 'chinese-days';
import { describe, expect, it } from 'vitest';
import { addWorkingDays, isWorkingDay, nextWorkingDay, workingDaysBetween } from './index.ts';

/** Somebody else's reading of the same notices; it is used nowhere but here. */
const elsewhere = (date: string): boolean => chineseDays.isWorkday(date);

const days: string[] = [];
for (let day = new Date('2020-01-01T00:00:00Z'); day.getUTCFullYear() <= 2026;) {
  days.push(day.toISOString().slice(0, 10));
  day = new Date(day.getTime() + 86_400_000);
}
const working = days.filter(elsewhere);

describe('every day from 2020 to 2026', () => {
  it('is a working day exactly where it is one for chinese-days', () => {
    expect(days).toHaveLength(2557);
    expect(days.filter((date) => isWorkingDay(date))).toEqual(working);
  });

  it.each([1, 2, 5, 30])('ends a limit of %i working days where chinese-days ends it, both ways', (count) => {
    const wrong: string[] = [];
    const compare = (from: string, by: number, expected: string | undefined): void => {
      // Where the limit leaves these years there is nothing to compare with.
      if (expected === undefined) return;
      const { date, provisional } = addWorkingDays(from, by);
      const back = workingDaysBetween(from, expected);
      if (date !== expected || provisional || back.count !== by || back.provisional) {
        wrong.push(`${from} ${by}: ${date}, not ${expected}; between ${back.count}`);
      }
    };
    for (const from of days) {
      const after = working.findIndex((date) => date > from);
      if (after !== -1) compare(from, count, working[after + count - 1]);
      compare(from, -count, working[working.findLastIndex((date) => date < from) - count + 1]);
    }
    expect(wrong).toEqual([]);
  });

  it('leads to the next working day', () => {
    const wrong = days.filter((date) => {
      const next = working.find((each) => each > date);
      return next !== undefined && nextWorkingDay(date).date !== next;
    });
    expect(wrong).toEqual([]);
  });

  it('knows the spring of 2020, when the holiday was prolonged while it lasted', () => {
    expect(addWorkingDays('2020-01-23', 1)).toEqual({ date: '2020-02-03', provisional: false });
  });
});

import { describe, expect, it } from 'vitest';
import { addWorkingDays, endOfShanghaiDay, shanghaiDay, timeLeft, workingDaysBetween } from './index.ts';

describe('a limit that runs out on Friday 27 February 2026', () => {
  const limit = '2026-02-27';
  it.each<[string, string, boolean, number]>([
    ['three working days before', '2026-02-24T10:00:00+08:00', false, 3],
    ['in the holidays before', '2026-02-20T10:00:00+08:00', false, 4],
    ['on its last day', '2026-02-27T08:30:00+08:00', false, 0],
    ['in its last second', '2026-02-27T23:59:59.999+08:00', false, 0],
    ['the moment after', '2026-02-28T00:00:00+08:00', true, 1],
    ['on the Sunday after', '2026-03-01T12:00:00+08:00', true, 1],
    ['on the Monday after', '2026-03-02T12:00:00+08:00', true, 2],
  ])('%s', (_, now, overdue, workingDays) => {
    expect(timeLeft(limit, new Date(now))).toEqual({ overdue, workingDays, provisional: false });
  });

  it('is over at midnight in Shanghai, wherever the machine stands', () => {
    expect(endOfShanghaiDay(limit).toISOString()).toBe('2026-02-27T16:00:00.000Z');
    expect(shanghaiDay(new Date('2026-02-27T15:59:59.999Z'))).toBe('2026-02-27');
    expect(shanghaiDay(endOfShanghaiDay(limit))).toBe('2026-02-28');
  });
});

it('a limit that ends before a weekend is overdue on Saturday, though no working day passed', () => {
  const saturday = new Date('2026-03-07T00:00:00+08:00');
  expect(timeLeft('2026-03-06', saturday)).toEqual({ overdue: true, workingDays: 0, provisional: false });
});

it('a limit in a year without a calendar says that it may still move', () => {
  expect(timeLeft('2027-01-05', new Date('2026-12-30T10:00:00+08:00'))).toEqual({
    ...{ overdue: false, workingDays: 3, provisional: true },
  });
});

describe('what cannot be counted is refused', () => {
  it.each(['2026-02-30', '2026-2-3', '13.02.2026', '', 'today', '0026-02-13', '9999-12-31'])('%j', (date) => {
    expect(() => addWorkingDays(date, 1)).toThrow(RangeError);
    expect(() => workingDaysBetween('2026-02-13', date)).toThrow(RangeError);
  });

  it.each([1.5, Number.NaN, Number.POSITIVE_INFINITY, 1e9, -10_001])('%d working days', (count) => {
    expect(() => addWorkingDays('2026-02-13', count)).toThrow(RangeError);
  });

  it('and says what is', () => {
    expect(() => addWorkingDays('2026-02-30', 1)).toThrow(
      '"2026-02-30" is no date; write it like 2026-02-13',
    );
    expect(addWorkingDays('2026-02-13', 0)).toEqual({ date: '2026-02-13', provisional: false });
  });
});

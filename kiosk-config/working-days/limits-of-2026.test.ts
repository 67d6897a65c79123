import { describe, expect, it } from 'vitest';
import { addWorkingDays } from './index.ts';

// Receipt + n working days → last day, all in 2026: published calendar with make-up days.
const forward: [from: string, count: number, last: string][] = [
  ['02-12', 2, '02-14'],
  ['02-13', 2, '02-24'],
  ['02-13', 5, '02-27'],
  ['04-30', 1, '05-06'],
  ['05-08', 1, '05-09'],
  ['09-18', 2, '09-21'],
  ['09-30', 2, '10-09'],
  ['09-30', 5, '10-13'],
  ['10-09', 1, '10-10'],
  ['11-20', 2, '11-24'],
  ['11-20', 5, '11-27'],
];
// Start of a maintenance window → latest day to file it, 5 working days ahead.
const backward: [start: string, latest: string][] = [
  ['10-09', '09-24'],
  ['02-24', '02-10'],
  ['05-06', '04-24'],
  ['11-30', '11-23'],
  ['03-02', '02-24'],
];

describe('limits of 2026', () => {
  it.each(forward)('2026-%s + %i working days ends on 2026-%s', (from, count, last) => {
    expect(addWorkingDays(`2026-${from}`, count)).toEqual({ date: `2026-${last}`, provisional: false });
  });

  it.each(backward)('a window that starts on 2026-%s is filed by 2026-%s', (start, latest) => {
    expect(addWorkingDays(`2026-${start}`, -5)).toEqual({ date: `2026-${latest}`, provisional: false });
  });

  it('has 248 working days in the year', () => {
    expect(addWorkingDays('2025-12-31', 248)).toEqual({ date: '2026-12-31', provisional: false });
  });

  it('is provisional as soon as it touches a year without a calendar, and skips New Year there', () => {
    expect(addWorkingDays('2026-12-30', 2)).toEqual({ date: '2027-01-04', provisional: true });
  });
});

import { describe, expect, it } from 'vitest';
import {
  addWorkingDays,
  builtInCalendars,
  makeCalendars,
  readYearCalendar,
  workingDaysBetween,
  type CalendarFault,
  type YearCalendar,
} from './index.ts';

/** Invented: the notice for 2027 was not published when this was written. */
const of2027: YearCalendar = {
  year: 2027,
  sources: [{ title: '测试用放假安排', issued: '2026-11-30' }],
  off: [
    ...['2027-01-01', '2027-01-02', '2027-01-03', '2027-02-05', '2027-02-08', '2027-02-09', '2027-02-10'],
    ...['2027-05-01', '2027-05-03', '2027-10-01', '2027-10-02', '2027-10-03', '2027-10-04'],
  ],
  work: ['2027-01-09'],
};

function toldOf(change: object): readonly CalendarFault[] {
  const read = readYearCalendar({ ...of2027, ...change });
  return 'faults' in read ? read.faults : [];
}

const faultsOf = (change: object): string[] => toldOf(change).map(({ message }) => message);

describe('a calendar that contradicts itself is refused with the day', () => {
  it('and is taken without contradictions', () => {
    expect(readYearCalendar(of2027)).toEqual({ calendar: of2027 });
  });

  it.each<[string, object, string]>([
    ['off and worked', { off: [...of2027.off, '2027-01-09'] }, '2027-01-09 is listed as off and as work'],
    ['in another year', { off: [...of2027.off, '2026-12-31'] }, 'off: 2026-12-31 does not lie in 2027'],
    ['worked on a weekday', { work: ['2027-01-12'] }, 'work: 2027-01-12 is no Saturday or Sunday'],
    ['off twice', { off: [...of2027.off, '2027-05-03'] }, 'off: 2027-05-03 is listed twice'],
    ['worked twice', { work: ['2027-01-09', '2027-01-09'] }, 'work: 2027-01-09 is listed twice'],
    [
      'off by statute and left out',
      { off: of2027.off.filter((date) => date !== '2027-01-01') },
      'off: 2027-01-01 is a day off by statute, but is not listed',
    ],
    ['no day at all', { off: [...of2027.off, '2027-02-30'] }, 'off.13: Invalid ISO date'],
    ['of no notice', { sources: [] }, 'sources: '],
    ['of no year', { year: 27 }, 'year: '],
    ['with a list that nobody knows', { half: [] }, 'Unrecognized key: "half"'],
  ])('a day %s', (_, change, fault) => {
    expect(faultsOf(change)).toContainEqual(expect.stringContaining(fault));
  });

  it('and with a code and the day, for whoever says it in other words', () => {
    const off = [...of2027.off.slice(1), '2027-05-03', '2027-02-30'];
    const written = toldOf({ off: off.slice(0, -1), work: ['2027-01-12'] }).map(({ code, list, day }) => {
      return [code, list, day];
    });
    expect(written).toEqual([
      ['twice', 'off', '2027-05-03'],
      ['worked-anyway', 'work', '2027-01-12'],
      ['day-off-missing', 'off', '2027-01-01'],
    ]);
    expect(toldOf({ off })).toMatchObject([{ code: 'no-day', list: 'off', day: '2027-02-30' }]);
    expect(toldOf({ sources: [] })).toMatchObject([{ code: 'unfit', field: 'sources' }]);
  });

  it('names every contradiction, not the first alone', () => {
    expect(faultsOf({ work: ['2027-01-12', '2026-01-10'] })).toHaveLength(2);
  });

  it('and what is no document at all', () => {
    for (const document of [null, 'calendar', [], 7]) {
      expect(readYearCalendar(document)).toHaveProperty('faults');
    }
  });

  it('and two for one year', () => {
    expect(() => makeCalendars([of2027, of2027])).toThrow('the year 2027 has two calendars');
  });
});

describe('a year without a calendar', () => {
  const imported = makeCalendars([of2027], builtInCalendars);

  it('makes a limit provisional, and its calendar makes it certain', () => {
    expect(addWorkingDays('2026-12-30', 3)).toEqual({ date: '2027-01-05', provisional: true });
    expect(addWorkingDays('2027-02-04', 1)).toEqual({ date: '2027-02-05', provisional: true });
    expect(addWorkingDays('2026-12-30', 3, imported)).toEqual({ date: '2027-01-05', provisional: false });
    expect(addWorkingDays('2027-02-04', 1, imported)).toEqual({ date: '2027-02-11', provisional: false });
  });

  it('knows the statutory days with a fixed date, 2 May among them', () => {
    // 1 and 2 May 2028 are a Monday and a Tuesday.
    expect(addWorkingDays('2028-04-28', 1)).toMatchObject({ provisional: true });
    expect(addWorkingDays('2028-04-30', 1)).toEqual({ date: '2028-05-03', provisional: true });
    expect(addWorkingDays('2027-09-30', 1)).toEqual({ date: '2027-10-04', provisional: true });
  });

  it('leaves a limit certain that does not reach it', () => {
    expect(workingDaysBetween('2026-12-30', '2026-12-31')).toEqual({ count: 1, provisional: false });
    expect(workingDaysBetween('2026-12-30', '2027-01-01')).toEqual({ count: 1, provisional: true });
  });

  it('takes the newer calendar of a year in the place of the older', () => {
    const moved = makeCalendars([{ ...of2027, off: [...of2027.off, '2027-02-11'] }], imported);
    expect(addWorkingDays('2027-02-04', 1, moved).date).toBe('2027-02-12');
  });
});

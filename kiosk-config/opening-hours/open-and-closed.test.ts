import { describe, expect, it } from 'vitest';
import { makeCalendars } from '../working-days/index.ts';
import { openAt, spansOn, timetableSchema, type Timetable } from './index.ts';

/** 2026-10-05 is a Monday; the year of the test is its own. */
const calendars = makeCalendars([
  {
    year: 2026,
    sources: [{ title: 'TEST', issued: '2025-11-01' }],
    off: ['2026-10-01', '2026-10-02', '2026-10-03', '2026-10-04'],
    work: ['2026-10-10'],
  },
]);
const weekday = '08:30-11:30 13:00-17:30';
const timetable: Timetable = {
  ...{ monday: weekday, tuesday: weekday, wednesday: weekday, thursday: weekday, friday: '09:00-16:00' },
  ...{ saturday: '09:00-12:00', exceptions: ['2026-10-06', '2026-10-07 10:00-24:00'] },
};
const at = (time: string) => openAt(timetable, new Date(`${time}:00+08:00`), calendars);

describe('a site', () => {
  it.each([
    ['open in the morning, until the break', '2026-10-05T08:30', '11:30', null],
    ['closed at the minute at which it closes', '2026-10-05T11:30', null, '2026-10-05 13:00'],
    ['closed before it opens', '2026-10-05T07:00', null, '2026-10-05 08:30'],
    ['closed in the evening before an exception', '2026-10-05T17:30', null, '2026-10-07 10:00'],
    ['open until midnight', '2026-10-07T23:59', '24:00', null],
    ['closed over a weekend', '2026-10-17T12:00', null, '2026-10-19 08:30'],
    ['closed on holidays, also on a Saturday that is one', '2026-10-01T10:00', null, '2026-10-05 08:30'],
    ['open on a Saturday that is worked, as on a Friday', '2026-10-10T15:59', '16:00', null],
  ])('is %s', (_what, time, until, next) => {
    const now = at(time);
    expect([now.until, now.next && `${now.next.date} ${now.next.from}`]).toEqual([until, next]);
  });

  it('that names no day opens never; holidays may have hours of their own', () => {
    expect(openAt({}, new Date('2026-10-05T10:00:00+08:00'), calendars)).toEqual({ until: null, next: null });
    const onHolidays = { ...timetable, holidays: '10:00-12:00' };
    expect(spansOn(onHolidays, '2026-10-01', calendars)).toEqual([{ from: '10:00', to: '12:00' }]);
    expect(spansOn(timetable, '2027-10-01', calendars)).toEqual([]);
  });
});

it.each([
  { monday: '8:30-11:30' },
  { monday: '' },
  { monday: '13:00-17:30 08:30-11:30' },
  { monday: '08:30-08:30' },
  { monday: '08:30-11:30 11:00-12:00' },
  { friday: '08:30-24:30' },
  { exceptions: ['2026-02-30'] },
  { exceptions: ['2026-02-13 closed'] },
  { exceptions: ['2026-02-13 12:00-09:00'] },
  { weekend: '09:00-12:00' },
])('%j is no timetable', (written) => {
  expect(timetableSchema.safeParse(written).success).toBe(false);
});

import { builtInCalendars, isHoliday, shanghaiDay, type Calendars } from '../working-days/index.ts';
import { DAY_MS, dayOf, isoDay } from '../working-days/day.ts';
import { weekdays, type Timetable } from './timetable.ts';

/** Times as `08:30`, Shanghai; the end may be `24:00`. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

export interface OpenNow {
  /** Until then without a break; null while it is closed. */
  readonly until: string | null;
  /** When it opens next; null while it is open, and when it does not within a month. */
  readonly next: { readonly date: string; readonly from: string } | null;
}

const MONTH = 31;

/**
 * When the site is open on a day.
 * @param date ISO date in Asia/Shanghai
 */
export function spansOn(
  timetable: Timetable,
  date: string,
  calendars: Calendars = builtInCalendars,
): readonly Span[] {
  const exception = timetable.exceptions?.find((each) => each.startsWith(date));
  if (exception !== undefined) return spansIn(exception.slice(date.length + 1));
  if (isHoliday(date, calendars)) return spansIn(timetable.holidays);
  const isWorkedWeekend = calendars.get(Number(date.slice(0, 4)))?.work.has(date) ?? false;
  return usualSpans(timetable, isWorkedWeekend ? 'friday' : weekdayOf(date));
}

/** On such a day of a usual week. */
export function usualSpans(timetable: Timetable, weekday: (typeof weekdays)[number]): readonly Span[] {
  return spansIn(timetable[weekday]);
}

/** @param date ISO date */
export function weekdayOf(date: string): (typeof weekdays)[number] {
  const sundayFirst = new Date(dayOf(date)).getUTCDay();
  return weekdays[(sundayFirst + 6) % 7]!;
}

/** The day that lies `days` after. @param date ISO date */
export function dayAfter(date: string, days: number): string {
  return isoDay(dayOf(date) + days * DAY_MS);
}

/** Whether the site is open at an instant, and when that changes. */
export function openAt(timetable: Timetable, now: Date, calendars: Calendars = builtInCalendars): OpenNow {
  const today = shanghaiDay(now);
  const time = new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(11, 16);
  const spans = spansOn(timetable, today, calendars);
  const open = spans.find(({ from, to }) => from <= time && time < to);
  if (open) return { until: open.to, next: null };
  const later = spans.find(({ from }) => from > time);
  if (later) return { until: null, next: { date: today, from: later.from } };
  for (let days = 1; days <= MONTH; days += 1) {
    const date = dayAfter(today, days);
    const [first] = spansOn(timetable, date, calendars);
    if (first) return { until: null, next: { date, from: first.from } };
  }
  return { until: null, next: null };
}

function spansIn(text: string | undefined): readonly Span[] {
  if (!text) return [];
  return text.split(' ').map((span) => {
    const [from = '', to = ''] = span.split('-');
    return { from, to };
  });
}

import { builtInCalendars } from './built-in.ts';
import { isFixedDayOff, type Calendars } from './calendar.ts';
import { DAY_MS, dayOf, isoDay, isWeekend, shanghaiDay } from './day.ts';

/**
 * Working days (工作日) as the law counts them: the day of receipt is not counted, the limit ends at 24:00 of the last
 * working day (民法典 art. 201 and 203, 行政许可法 art. 82). Dates are days in Asia/Shanghai; there is no clock in here.
 */

export interface WorkingDayResult {
  /** ISO date. */
  readonly date: string;
  /**
   * A year without a published calendar was touched: only weekends and fixed statutory days are known there. To be
   * counted again when its calendar comes.
   */
  readonly provisional: boolean;
}

/** Where a limit stands for the one who has to keep it. */
export interface TimeLeft {
  /** From 24:00 of the limit's day on. */
  readonly overdue: boolean;
  /** Until the limit: those after today, so 0 on its last day. When overdue: those that passed since. */
  readonly workingDays: number;
  readonly provisional: boolean;
}

/** Forty years: no limit comes near; a slip of the pen ends here instead of counting for hours. */
const MOST_WORKING_DAYS = 10_000;

/**
 * The day that lies `count` working days after (negative: before) `from`.
 * @param from ISO date in Asia/Shanghai
 * @param count whole number of working days; 0 answers `from` itself
 * @throws RangeError when `from` is no date, or `count` no whole number or beyond all limits
 */
export function addWorkingDays(
  from: string,
  count: number,
  calendars: Calendars = builtInCalendars,
): WorkingDayResult {
  let time = dayOf(from);
  if (!Number.isSafeInteger(count)) throw new RangeError(`${count} is no whole number of working days`);
  if (Math.abs(count) > MOST_WORKING_DAYS) {
    throw new RangeError(`${count} working days are too many; at most ${MOST_WORKING_DAYS}`);
  }
  const step = count < 0 ? -DAY_MS : DAY_MS;
  let provisional = false;
  for (let left = Math.abs(count); left > 0;) {
    time += step;
    const day = dayKind(time, calendars);
    provisional ||= day.provisional;
    if (day.working) left -= 1;
  }
  return { date: isoDay(time), provisional };
}

/** The first working day after `date`. @throws RangeError when `date` is no date */
export function nextWorkingDay(date: string, calendars: Calendars = builtInCalendars): WorkingDayResult {
  return addWorkingDays(date, 1, calendars);
}

/**
 * Whether the day is a working day. In a year without a calendar only weekends and fixed statutory days are known.
 * @throws RangeError when `date` is no date
 */
export function isWorkingDay(date: string, calendars: Calendars = builtInCalendars): boolean {
  return dayKind(dayOf(date), calendars).working;
}

/**
 * Whether the day is off by its year's calendar, or by statute in a year without one.
 * @param date ISO date
 */
export function isHoliday(date: string, calendars: Calendars = builtInCalendars): boolean {
  return calendars.get(Number(date.slice(0, 4)))?.off.has(date) ?? isFixedDayOff(date);
}

/**
 * The count that leads from one day to the other by `addWorkingDays`: the working days after `from` up to and with
 * `to`, negative when `to` lies before.
 * @throws RangeError when one of them is no date
 */
export function workingDaysBetween(
  from: string,
  to: string,
  calendars: Calendars = builtInCalendars,
): { readonly count: number; readonly provisional: boolean } {
  const end = dayOf(to);
  let time = dayOf(from);
  const step = end < time ? -DAY_MS : DAY_MS;
  let count = 0;
  let provisional = false;
  while (time !== end) {
    time += step;
    const day = dayKind(time, calendars);
    provisional ||= day.provisional;
    if (day.working) count += 1;
  }
  return { count: step < 0 && count > 0 ? -count : count, provisional };
}

/**
 * What is left of a limit at an instant.
 * @param limit ISO date; the limit ends at 24:00 of it
 * @throws RangeError when `limit` is no date
 */
export function timeLeft(limit: string, now: Date, calendars: Calendars = builtInCalendars): TimeLeft {
  const today = shanghaiDay(now);
  const overdue = today > limit;
  const { count, provisional } = overdue
    ? workingDaysBetween(limit, today, calendars)
    : workingDaysBetween(today, limit, calendars);
  return { overdue, workingDays: count, provisional };
}

function dayKind(time: number, calendars: Calendars): { working: boolean; provisional: boolean } {
  const date = isoDay(time);
  const calendar = calendars.get(Number(date.slice(0, 4)));
  if (!calendar) return { working: !isWeekend(time) && !isFixedDayOff(date), provisional: true };
  return {
    working: isWeekend(time) ? calendar.work.has(date) : !calendar.off.has(date),
    provisional: false,
  };
}

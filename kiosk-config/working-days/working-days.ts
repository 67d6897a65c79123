import calendar2026 from './calendars/2026.json' with { type: 'json' };

/**
 * Working days (工作日) as the law counts them: the day of receipt is not counted, the limit ends at 24:00 of the last
 * working day (民法典 art. 201 and 203, 行政许可法 art. 82). Dates are days in Asia/Shanghai; there is no clock in here.
 */

/** The yearly notice of the State Council's general office: days off and weekend days that are worked instead. */
interface YearCalendar {
  readonly year: number;
  readonly off: ReadonlySet<string>;
  readonly work: ReadonlySet<string>;
}

export interface WorkingDayResult {
  /** ISO date. */
  readonly date: string;
  /** A year without a published calendar was touched: only weekends and fixed statutory days are known there. */
  readonly provisional: boolean;
}

const calendars = new Map<number, YearCalendar>(
  [calendar2026].map((each) => [
    each.year,
    { year: each.year, off: new Set(each.off), work: new Set(each.work) },
  ]),
);

/** Days off by statute on a fixed date (全国年节及纪念日放假办法, 2025): the rest follows the moon or the yearly notice. */
const FIXED_DAYS_OFF: ReadonlySet<string> = new Set(['01-01', '05-01', '05-02', '10-01', '10-02', '10-03']);
const DAY_MS = 86_400_000;

/**
 * The day that lies `count` working days after (negative: before) `from`.
 * @param from ISO date in Asia/Shanghai
 * @param count whole number of working days; 0 answers `from` itself
 * @throws RangeError when `from` is no date or `count` no whole number
 */
export function addWorkingDays(from: string, count: number): WorkingDayResult {
  let time = Date.parse(`${from}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(from) || Number.isNaN(time) || isoDate(time) !== from) {
    throw new RangeError(`"${from}" is no date; write it like 2026-02-13`);
  }
  if (!Number.isSafeInteger(count)) throw new RangeError(`${count} is no whole number of working days`);
  const step = count < 0 ? -DAY_MS : DAY_MS;
  let provisional = false;
  for (let left = Math.abs(count); left > 0;) {
    time += step;
    const day = dayKind(isoDate(time));
    provisional ||= day.provisional;
    if (day.working) left -= 1;
  }
  return { date: isoDate(time), provisional };
}

function dayKind(date: string): { working: boolean; provisional: boolean } {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  const weekend = weekday === 0 || weekday === 6;
  const calendar = calendars.get(Number(date.slice(0, 4)));
  if (!calendar) return { working: !weekend && !FIXED_DAYS_OFF.has(date.slice(5)), provisional: true };
  return { working: weekend ? calendar.work.has(date) : !calendar.off.has(date), provisional: false };
}

function isoDate(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

import { z } from 'zod';
import { DAY_MS, dayOf, isoDay, isWeekend } from './day.ts';

/**
 * Yearly calendars (国务院办公厅关于…年部分节假日安排的通知): which days are off, and which weekend days are worked
 * instead. A year's calendar may rest on several notices: one that came later can move a day.
 */

const day = z.iso.date();

const shape = z.strictObject({
  year: z.int().min(2000).max(2199),
  /** The notices that it was written from, oldest first. */
  sources: z
    .array(
      z.strictObject({
        title: z.string().min(1).max(100),
        /** 发文字号, where it is known. */
        number: z.string().min(1).max(50).optional(),
        issued: day,
      }),
    )
    .min(1),
  /** Days off; weekend days may stand among them, as in the notices. */
  off: z.array(day),
  /** Saturdays and Sundays that are worked (调休上班). */
  work: z.array(day),
});

/** A year's calendar as it is published. Contradictions are refused with what is wrong. */
export const yearCalendarSchema = shape.pipe(
  // Piped, because only days that are days can be compared.
  shape.superRefine((calendar, context) => {
    for (const { message, ...about } of contradictions(calendar)) {
      context.addIssue({ code: 'custom', message, params: about });
    }
  }),
);
export type YearCalendar = z.infer<typeof shape>;

/** What is wrong with a calendar: a code and what it is about, for whoever says it in other words, and a sentence. */
export interface CalendarFault {
  /**
   * `unfit`: something that is no question of days, at `field` · `no-day`: `day` is no day that exists · `other-year`: it
   * is not in `year` · `twice` · `worked-anyway`: no Saturday or Sunday · `off-and-work` · `day-off-missing`: off by
   * statute, but not listed · `not-the-year`: the whole is the calendar of `year`.
   */
  readonly code:
    | ('unfit' | 'no-day' | 'other-year' | 'twice' | 'worked-anyway')
    | ('off-and-work' | 'day-off-missing' | 'not-the-year');
  readonly field?: string;
  readonly list?: 'off' | 'work';
  readonly day?: string;
  readonly year?: number;
  readonly message: string;
}

/** The calendars that limits are counted by, one a year. Years without one are provisional. */
export type Calendars = ReadonlyMap<number, KnownYear>;

interface KnownYear {
  readonly off: ReadonlySet<string>;
  readonly work: ReadonlySet<string>;
}

/**
 * Reads a calendar document.
 * @returns the calendar, or every fault in words that name the day
 */
export function readYearCalendar(
  document: unknown,
): { readonly calendar: YearCalendar } | { readonly faults: CalendarFault[] } {
  const read = yearCalendarSchema.safeParse(document);
  return read.success
    ? { calendar: read.data }
    : { faults: read.error.issues.map((each) => faultOf(each, document)) };
}

function faultOf(issue: z.core.$ZodIssue, document: unknown): CalendarFault {
  const { path, message } = issue;
  if (issue.code === 'custom') return { ...(issue.params as Omit<CalendarFault, 'message'>), message };
  const sentence = path.length === 0 ? message : `${path.join('.')}: ${message}`;
  const [list, place] = path;
  if ((list === 'off' || list === 'work') && typeof place === 'number') {
    const written: unknown = (document as Record<'off' | 'work', unknown[]>)[list][place];
    return { code: 'no-day', list, day: String(written).slice(0, 20), message: sentence };
  }
  return { code: 'unfit', ...(path.length > 0 && { field: path.join('.') }), message: sentence };
}

/**
 * Calendars to count by.
 * @param base what they are added to; a year that stands there already is replaced
 * @throws RangeError when a year comes twice among `documents`: nobody could say which one holds
 */
export function makeCalendars(documents: readonly YearCalendar[], base?: Calendars): Calendars {
  const years = new Set<number>();
  for (const { year } of documents) {
    if (years.has(year)) throw new RangeError(`the year ${year} has two calendars; keep the one in force`);
    years.add(year);
  }
  return new Map([
    ...(base ?? []),
    ...documents.map(({ year, off, work }) => [year, { off: new Set(off), work: new Set(work) }] as const),
  ]);
}

/** Days off by statute on a fixed date (全国年节及纪念日放假办法); 2 May is one of them since 2025. */
export function isFixedDayOff(date: string): boolean {
  const monthAndDay = date.slice(5);
  return FIXED_DAYS_OFF.has(monthAndDay) || (monthAndDay === '05-02' && date >= '2025');
}
const FIXED_DAYS_OFF: ReadonlySet<string> = new Set(['01-01', '05-01', '10-01', '10-02', '10-03']);

function contradictions({ year, off, work }: YearCalendar): CalendarFault[] {
  const found: CalendarFault[] = [];
  for (const [list, days] of [
    ['off', off],
    ['work', work],
  ] as const) {
    for (const day of new Set(days)) {
      if (!day.startsWith(`${year}-`)) {
        found.push({
          code: 'other-year',
          list,
          day,
          year,
          message: `${list}: ${day} does not lie in ${year}`,
        });
      }
      if (days.indexOf(day) !== days.lastIndexOf(day)) {
        found.push({ code: 'twice', list, day, message: `${list}: ${day} is listed twice` });
      }
    }
  }
  for (const day of new Set(work)) {
    if (!isWeekend(dayOf(day))) {
      const message = `work: ${day} is no Saturday or Sunday, so it is worked anyway`;
      found.push({ code: 'worked-anyway', list: 'work', day, message });
    }
    if (off.includes(day)) {
      found.push({ code: 'off-and-work', list: 'work', day, message: `${day} is listed as off and as work` });
    }
  }
  // A list that lost its days would make holidays working days without a word.
  for (let time = dayOf(`${year}-01-01`); isoDay(time).startsWith(`${year}`); time += DAY_MS) {
    const day = isoDay(time);
    if (isFixedDayOff(day) && !isWeekend(time) && !off.includes(day)) {
      const message = `off: ${day} is a day off by statute, but is not listed`;
      found.push({ code: 'day-off-missing', list: 'off', day, message });
    }
  }
  return found;
}

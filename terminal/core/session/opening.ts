import type { OpeningDays, OpeningView } from '@tongban/contract';
import {
  dayAfter,
  openAt,
  spansOn,
  usualSpans,
  weekdayOf,
  weekdays,
  type Span,
  type Timetable,
} from '@tongban/kiosk-config/opening-hours';
import { shanghaiDay } from '@tongban/kiosk-config/working-days';

/** So many days ahead is told of what is not as usual, and looked how long it lasts. */
const DAYS_AHEAD = 7;
const LONGEST = 31;
const MINUTE_MS = 60_000;

/** When the site is open, worked out once a minute: a month of days takes longer than all the rest of a view. */
export class Opening {
  readonly #timetable: Timetable | undefined;
  #minute = NaN;
  #view: OpeningView | null = null;

  constructor(timetable: Timetable | undefined) {
    this.#timetable = timetable;
  }

  /** Null where the site has no timetable. */
  view(now: Date): OpeningView | null {
    const minute = Math.floor(now.getTime() / MINUTE_MS);
    if (this.#timetable && minute !== this.#minute) {
      this.#minute = minute;
      this.#view = openingView(this.#timetable, now);
    }
    return this.#view;
  }
}

/** When the site is open, as it is said at an instant. Pure. */
export function openingView(timetable: Timetable, now: Date): OpeningView {
  const { until, next } = openAt(timetable, now);
  const today = shanghaiDay(now);
  const ahead = Array.from({ length: LONGEST }, (_, days) => dayAfter(today, days));
  const isUsual = (date: string): boolean =>
    sameHours(spansOn(timetable, date), usualSpans(timetable, weekdayOf(date)));
  const unusual = ahead.filter((date) => !isUsual(date));
  return {
    until,
    next: next && { ...next, day: dayName(next.date, today) },
    week: together(
      weekdays.map((weekday, at) => ({ day: at + 1, spans: usualSpans(timetable, weekday) })),
      (day) => day + 1,
    ),
    // A Sunday within a holiday is closed as ever, and belongs to it all the same.
    otherwise: together(
      ahead.map((date) => ({ day: date, spans: spansOn(timetable, date) })),
      (date) => dayAfter(date, 1),
    ).filter(
      ({ from, to }) =>
        from < dayAfter(today, DAYS_AHEAD) && unusual.some((date) => from <= date && date <= to),
    ),
  };
}

function dayName(date: string, today: string): 'today' | 'tomorrow' | 'later' {
  if (date === today) return 'today';
  return date === dayAfter(today, 1) ? 'tomorrow' : 'later';
}

/** Neighbours with the same hours as one. */
function together<Day>(
  days: readonly { readonly day: Day; readonly spans: readonly Span[] }[],
  after: (day: Day) => Day,
): OpeningDays<Day>[] {
  return days.reduce<OpeningDays<Day>[]>((groups, { day, spans }) => {
    const last = groups.at(-1);
    if (last && after(last.to) === day && sameHours(last.spans, spans)) {
      return [...groups.slice(0, -1), { ...last, to: day }];
    }
    return [...groups, { from: day, to: day, spans }];
  }, []);
}

function sameHours(some: readonly Span[], others: readonly Span[]): boolean {
  return JSON.stringify(some) === JSON.stringify(others);
}

/** Days and instants. A day is an ISO date in Asia/Shanghai, which has no summer time. */

export const DAY_MS = 86_400_000;
const SHANGHAI_OFFSET_MS = 8 * 3_600_000;
/** Beyond these a date is a slip of the pen. */
const FIRST_YEAR = 1900;
const LAST_YEAR = 2199;

/** The day that it is in Shanghai at this instant. */
export function shanghaiDay(instant: Date): string {
  return isoDay(instant.getTime() + SHANGHAI_OFFSET_MS);
}

/** The instant at which a day in Shanghai is over (24:00). */
export function endOfShanghaiDay(date: string): Date {
  return new Date(dayOf(date) + DAY_MS - SHANGHAI_OFFSET_MS);
}

/**
 * A day as a number to count with: midnight UTC, in ms.
 * @throws RangeError when the text is no date
 */
export function dayOf(date: string): number {
  const time = Date.parse(`${date}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(time) || isoDay(time) !== date) {
    throw new RangeError(`"${date}" is no date; write it like 2026-02-13`);
  }
  const year = Number(date.slice(0, 4));
  if (year < FIRST_YEAR || year > LAST_YEAR) {
    throw new RangeError(`"${date}" lies outside the years ${FIRST_YEAR} to ${LAST_YEAR}`);
  }
  return time;
}

export function isoDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

export function isWeekend(time: number): boolean {
  const weekday = new Date(time).getUTCDay();
  return weekday === 0 || weekday === 6;
}

/** What a field holds is a wall clock; the desk's clock is Shanghai's (UTC+8, without summer time). */
export function instantOf(local: string): string {
  return new Date(`${local}:00+08:00`).toISOString();
}

/** The other way, for a field that is prefilled. */
export function localOf(instant: Date): string {
  return new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 16);
}

const TYPED =
  /^(\d{4})(?:(\d\d)(\d\d)|[-/.年](\d{1,2})[-/.月](\d{1,2})日?)(?:[T\s]*(?<=[T\s日])(\d{1,2}):(\d\d))?$/;

/**
 * Reads what an officer types: 2026-11-28 10:30, also with slashes, dots or 年月日, in full width, without zeros.
 * @returns as a field holds it, or null when it is no day that exists, or the time is missing or too much
 */
export function readTyped(text: string, withTime: boolean): string | null {
  const typed = TYPED.exec(text.normalize('NFKC').trim());
  if (!typed) return null;
  const [, year = '', compactMonth, compactDay, month = compactMonth, day = compactDay, hour, minute] = typed;
  if ((hour !== undefined) !== withTime) return null;
  const date = [year, twoDigits(month), twoDigits(day)].join('-');
  const local = withTime ? `${date}T${twoDigits(hour)}:${minute}` : date;
  const moment = new Date(`${withTime ? local : `${date}T00:00`}:00Z`);
  const isReal = !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(local);
  return isReal ? local : null;
}

function twoDigits(number = ''): string {
  return number.padStart(2, '0');
}

/** As it stands in the field. */
export function shownTyped(local: string): string {
  return local.replace('T', ' ');
}

import { readTyped } from './time.ts';

const DAY_MS = 86_400_000;
const WITHOUT_YEAR = /^(?:(\d{1,2})[-/.](\d{1,2})|(\d{1,2})月(\d{1,2})日?)$/;
const UNTIL = /[~至—–]+/;
const BETWEEN = /[\s,，、;；。]+/;
/** Longer than any holiday: a slip of the pen. */
const LONGEST_RANGE = 31;

/**
 * Days as they are copied out of a notice: 2027-01-01, 1月1日, 10-01 至 10-07, parted by blanks, lines or commas.
 * @returns ISO days; what is no day comes out as it was typed, so that it can be pointed at
 */
export function daysIn(text: string, year: number): string[] {
  const joined = text.normalize('NFKC').replaceAll(/\s*([~至—–]+)\s*/g, '$1');
  return joined
    .split(BETWEEN)
    .filter((each) => each !== '')
    .flatMap((each) => daysOf(each, year));
}

function daysOf(typed: string, year: number): string[] {
  const ends = typed.split(UNTIL).map((each) => dayOf(each, year));
  const [first, last] = ends;
  if (ends.length === 1) return [first ?? typed];
  if (ends.length > 2 || !first || !last) return [typed];
  const days = (Date.parse(last) - Date.parse(first)) / DAY_MS + 1;
  if (days < 1 || days > LONGEST_RANGE) return [typed];
  return Array.from({ length: days }, (_, at) =>
    new Date(Date.parse(first) + at * DAY_MS).toISOString().slice(0, 10),
  );
}

function dayOf(typed: string, year: number): string | null {
  const [, month, day, chineseMonth, chineseDay] = WITHOUT_YEAR.exec(typed) ?? [];
  const ofYear = month ?? chineseMonth;
  return readTyped(ofYear ? `${year}-${ofYear}-${day ?? chineseDay ?? ''}` : typed, false);
}

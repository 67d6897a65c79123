import type { FieldView, Language } from '@tongban/contract';

const TIME_ZONE = 'Asia/Shanghai';
const PHONE_LENGTH = 11;

const formats = new Map<string, Intl.DateTimeFormat>();

/** An instant in words, always Shanghai time. A format is kept: to make one takes a hundred times as long as to use it. */
function written(at: Date, locale: string, parts: Intl.DateTimeFormatOptions): string {
  const key = `${locale} ${JSON.stringify(parts)}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, { timeZone: TIME_ZONE, ...parts });
    formats.set(key, format);
  }
  return format.format(at);
}

/** "14:26", always Shanghai time. */
export function clock(now: Date): string {
  return written(now, 'en-GB', { hour: '2-digit', minute: '2-digit' });
}

/** "11月22日 星期日" or "Sunday 22 November", always Shanghai time. */
export function today(now: Date, language: Language, weekday = true): string {
  const parts = { month: 'long', day: 'numeric', ...(weekday ? { weekday: 'long' as const } : {}) } as const;
  if (language === 'en') return written(now, 'en-GB', parts);
  return written(now, 'zh-CN', parts).replace('日星期', '日 星期');
}

/** An ISO date (or date and time) as "2026年12月31日（星期四）" or "Thursday 31 December 2026". */
export function day(iso: string, language: Language, weekday = true): string {
  const date = new Date(iso.length > 10 ? iso : `${iso}T12:00:00+08:00`);
  const parts = { year: 'numeric', month: 'long', day: 'numeric' } as const;
  if (language === 'en') return written(date, 'en-GB', weekday ? { ...parts, weekday: 'long' } : parts);
  const plain = written(date, 'zh-CN', parts);
  return weekday ? `${plain}（${written(date, 'zh-CN', { weekday: 'long' })}）` : plain;
}

/** An instant as "12月1日 星期二 08:00" or "Tuesday 1 December, 08:00", Shanghai time; with less room without the weekday. */
export function moment(iso: string, language: Language, weekday = true): string {
  const at = new Date(iso);
  return `${today(at, language, weekday)}${language === 'en' ? ', ' : ' '}${clock(at)}`;
}

/** Today in Shanghai as year, month (1 to 12) and day. */
export function shanghaiDate(now: Date): { year: number; month: number; day: number } {
  const [year = 0, month = 1, date = 1] = written(now, 'sv-SE', {}).split('-').map(Number);
  return { year, month, day: date };
}

/** Days in a month (1 to 12) of the Gregorian calendar. */
export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Digits in the groups in which people read them: a mobile number 3-4-4, an ID number 6-8-4, others as the matter says; words as they are. */
export function grouped(digits: string, field: Pick<FieldView, 'kind' | 'group'>): string {
  if (field.kind === 'phone' && digits.length <= PHONE_LENGTH) {
    return [digits.slice(0, 3), digits.slice(3, 7), digits.slice(7)].filter(Boolean).join(' ');
  }
  if (field.kind === 'id-number') {
    return [digits.slice(0, 6), digits.slice(6, 14), digits.slice(14)].filter(Boolean).join(' ');
  }
  if (field.kind === 'text' || field.group <= 0) return digits;
  return inGroups(digits, field.group);
}

/** Characters in groups of so many. */
export function inGroups(characters: string, group: number): string {
  return characters.match(new RegExp(`.{1,${group}}`, 'g'))?.join(' ') ?? '';
}

/** "甲、乙和丙", "A, B, and C". */
export function listed(words: readonly string[], language: Language): string {
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(words);
}

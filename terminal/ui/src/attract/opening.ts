import type { Language, OpeningDays, OpeningView } from '@tongban/contract';
import { today } from '../format.ts';
import type { Texts } from '../texts.ts';

/** "Open now, until 17:30", or when it opens again. */
export function openNow({ until, next }: OpeningView, t: Texts, language: Language): string {
  if (until !== null) return t.openUntil(time(until));
  if (next === null) return t.closedNow;
  const { day, date, from } = next;
  return t.closedUntil(day === 'later' ? dayWords(date, language) : t.dayNames[day], time(from));
}

/** The usual week, a part for the days with the same hours. */
export function weekWords({ week }: OpeningView, t: Texts, language: Language): string[] {
  return parts(week, (day) => t.weekdays[day - 1] ?? '', t, language);
}

/** Days that are not as usual. */
export function otherwiseWords({ otherwise }: OpeningView, t: Texts, language: Language): string[] {
  return parts(otherwise, (date) => dayWords(date, language, false), t, language);
}

const BETWEEN = {
  'zh-CN': { days: '；', spans: '、' },
  en: { days: '; ', spans: ', ' },
} as const;

function parts<Day>(
  all: readonly OpeningDays<Day>[],
  name: (day: Day) => string,
  t: Texts,
  language: Language,
): string[] {
  const between = BETWEEN[language];
  return all.map(({ from, to, spans }, at) => {
    const days = from === to ? name(from) : t.daysTo(name(from), name(to));
    const hours = spans.map((span) => `${time(span.from)}–${time(span.to)}`).join(between.spans);
    return (hours ? `${days} ${hours}` : t.daysClosed(days)) + (at < all.length - 1 ? between.days : '');
  });
}

function dayWords(date: string, language: Language, weekday = true): string {
  return today(new Date(`${date}T12:00:00+08:00`), language, weekday);
}

/** `08:30` as people write it. */
function time(text: string): string {
  return text.replace(/^0/, '');
}

import type { OpeningView } from '@tongban/contract';
import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { sessionAtWork, type SessionAtWork } from '../testing/session-at-work.ts';
import { openingView } from './opening.ts';

/** 2026-10-01 to 07 are holidays by the published calendar of that year, 2026-10-10 is a Saturday that is worked. */
const weekday = '08:30-11:30 13:00-17:30';
const timetable = {
  ...{ monday: weekday, tuesday: weekday, wednesday: weekday, thursday: weekday, friday: weekday },
  saturday: '09:00-16:00',
};
const at = (time: string): Date => new Date(`${time}:00+08:00`);
const WEEK = [
  {
    ...{ from: 1, to: 5 },
    spans: [
      { from: '08:30', to: '11:30' },
      { from: '13:00', to: '17:30' },
    ],
  },
  { from: 6, to: 6, spans: [{ from: '09:00', to: '16:00' }] },
  { from: 7, to: 7, spans: [] },
];

afterEach(() => vi.useRealTimers());

function atTerminal(site: object): SessionAtWork {
  const work = sessionAtWork({ site });
  onTestFinished(() => work.stop());
  return work;
}

it.each<[string, string, Pick<OpeningView, 'until' | 'next'>]>([
  ['open', '2026-11-16T10:00', { until: '11:30', next: null }],
  [
    'closed at noon',
    '2026-11-16T12:00',
    { until: null, next: { day: 'today', date: '2026-11-16', from: '13:00' } },
  ],
  [
    'in the evening',
    '2026-11-16T18:00',
    { until: null, next: { day: 'tomorrow', date: '2026-11-17', from: '08:30' } },
  ],
  [
    'before a holiday',
    '2026-09-30T18:00',
    { until: null, next: { day: 'later', date: '2026-10-08', from: '08:30' } },
  ],
])('says %s', (_what, time, now) => {
  expect(openingView(timetable, at(time))).toMatchObject({ ...now, week: WEEK });
});

it('tells of the days of the next seven that are not as usual, together where they are alike', () => {
  expect(openingView(timetable, at('2026-11-16T10:00')).otherwise).toEqual([]);
  // With the Sunday among them, and to the end of the holiday.
  expect(openingView(timetable, at('2026-09-28T18:00')).otherwise).toEqual([
    { from: '2026-10-01', to: '2026-10-07', spans: [] },
  ]);
  expect(openingView(timetable, at('2026-10-08T09:00')).otherwise).toEqual([
    { from: '2026-10-08', to: '2026-10-10', spans: WEEK[0]!.spans },
  ]);
});

it('a site with words alone is told by them, and a timetable counts before them', () => {
  const hours = { zh: '周一至周五' };
  expect(atTerminal({ hours }).session.view().site).toMatchObject({ hours, opening: null });
  expect(atTerminal({ hours, timetable }).session.view().site).toMatchObject({
    hours: null,
    opening: { week: WEEK },
  });
});

it('the screen that nobody touches hears of it when the site closes', () => {
  vi.useFakeTimers({
    now: at('2026-11-16T17:29'),
    toFake: ['Date', 'setInterval', 'clearInterval', 'performance'],
  });
  const work = atTerminal({ timetable });
  vi.advanceTimersByTime(2_000);
  const told = work.views.length;
  vi.advanceTimersByTime(30_000);
  expect(work.views).toHaveLength(told);
  vi.advanceTimersByTime(30_000);
  expect(work.views.at(-1)?.site.opening).toMatchObject({ until: null, next: { day: 'tomorrow' } });
  expect(work.views).toHaveLength(told + 1);
});

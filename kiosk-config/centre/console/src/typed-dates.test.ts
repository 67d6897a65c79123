import { expect, it } from 'vitest';
import { instantOf, localOf, readTyped, shownTyped } from './time.ts';

it.each([
  ['2026-11-28', '2026-11-28'],
  ['2026/1/8', '2026-01-08'],
  ['2026.11.28', '2026-11-28'],
  ['20261128', '2026-11-28'],
  ['2026年1月8日', '2026-01-08'],
  [' ２０２６－１１－２８ ', '2026-11-28'],
])('a day typed as %s', (typed, day) => {
  expect(readTyped(typed, false)).toBe(day);
});

it.each([
  ['2026-11-28 10:30', '2026-11-28T10:30'],
  ['2026-11-28T10:30', '2026-11-28T10:30'],
  ['2026/11/28  9:05', '2026-11-28T09:05'],
  ['2026年11月28日 9：05', '2026-11-28T09:05'],
  ['2026年11月28日9:05', '2026-11-28T09:05'],
])('a moment typed as %s', (typed, moment) => {
  expect(readTyped(typed, true)).toBe(moment);
});

it.each([
  '',
  '11/28/2026',
  '2026-13-01',
  '2026-02-30',
  '2026-1128',
  '28-11-2026',
  '明天',
  '2026-11-28 10:30',
])('no day is typed by %j', (typed) => {
  expect(readTyped(typed, false)).toBeNull();
});

it.each(['2026-11-28', '2026-11-28 24:00', '2026-11-28 10:60', '2026-11-2810:30', '2026-11-28 1030'])(
  'no moment is typed by %j',
  (typed) => {
    expect(readTyped(typed, true)).toBeNull();
  },
);

it('a field shows what it holds, and the wall clock is the one of Shanghai', () => {
  expect(shownTyped('2026-11-28T10:30')).toBe('2026-11-28 10:30');
  expect(instantOf('2026-11-28T10:30')).toBe('2026-11-28T02:30:00.000Z');
  expect(localOf(new Date('2026-11-28T02:30:00.000Z'))).toBe('2026-11-28T10:30');
});

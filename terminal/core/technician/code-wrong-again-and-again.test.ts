import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { Entrance } from './entrance.ts';
import { codeFor } from '../testing/technician-at-work.ts';

const MINUTE_MS = 60_000;
let folder: string;
let clocks: { wallMs: number; steadyMs: number };
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tongban-entrance-'));
  clocks = { wallMs: Date.parse('2026-11-30T08:00:00Z'), steadyMs: 0 };
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

const entrance = (answer: (number: string) => string | null = codeFor): Entrance =>
  new Entrance(folder, answer, { wall: () => clocks.wallMs, steady: () => clocks.steadyMs });
function pass(ms: number): void {
  clocks.wallMs += ms;
  clocks.steadyMs += ms;
}
function number(at: Entrance): string {
  const { asked } = at;
  if (asked.kind !== 'code') throw new Error(`no number, but ${asked.kind}`);
  return asked.number;
}
/** Never the right one. */
const wrong = (at: Entrance): string => codeFor(String((Number(number(at)) + 1) % 1e8).padStart(8, '0'));
function fail(at: Entrance, times: number): void {
  for (let time = 0; time < times; time++) at.try(wrong(at));
}

it('the right code lets in once: its number is used up', () => {
  const at = entrance();
  const code = codeFor(number(at));
  expect(at.try(code)).toBe('in');
  expect(at.try(code)).toBe('wrong');
});

it('a number stays for ten minutes, wherever the screen goes meanwhile, and is another one then', () => {
  const at = entrance();
  const first = number(at);
  at.forget();
  pass(10 * MINUTE_MS);
  expect(number(at)).toBe(first);
  pass(1);
  expect(number(at)).not.toBe(first);
  expect(at.try(codeFor(first))).toBe('wrong');
});

it('says that a code was wrong and how many may follow, to nobody but who typed it', () => {
  const at = entrance();
  expect(at.try(wrong(at))).toBe('wrong');
  expect(at.asked).toMatchObject({ kind: 'code', wasWrong: true, triesLeft: 2 });
  at.forget();
  expect(at.asked).toMatchObject({ kind: 'code', wasWrong: false, triesLeft: 2 });
});

it('after three wrong codes none is taken for a quarter of an hour, not even the right one', () => {
  const at = entrance();
  const code = codeFor(number(at));
  expect([at.try(wrong(at)), at.try(wrong(at)), at.try(wrong(at))]).toEqual(['wrong', 'wrong', 'blocked']);
  expect(at.asked).toEqual({ kind: 'blocked', minutesLeft: 15 });
  expect(at.try(code)).toBe('ignored');
  pass(15 * MINUTE_MS);
  // The number before is not the one that is asked for now.
  expect(at.try(code)).toBe('wrong');
});

it('each further block is twice as long, up to four hours, until a right code comes', () => {
  const at = entrance();
  const minutes = [15, 30, 60, 120, 240, 240].map((expected) => {
    fail(at, 3);
    const { asked } = at;
    pass(expected * MINUTE_MS);
    return asked.kind === 'blocked' ? asked.minutesLeft : null;
  });
  expect(minutes).toEqual([15, 30, 60, 120, 240, 240]);
  expect(at.try(codeFor(number(at)))).toBe('in');
  fail(at, 3);
  expect(at.asked).toEqual({ kind: 'blocked', minutesLeft: 15 });
});

it('wrong codes and a block outlive a restart', () => {
  fail(entrance(), 2);
  const restarted = entrance();
  expect(restarted.asked).toMatchObject({ kind: 'code', triesLeft: 1 });
  fail(restarted, 1);
  expect(entrance().asked).toEqual({ kind: 'blocked', minutesLeft: 15 });
});

it('a clock that was set back by a year keeps everybody out for four hours at the most', () => {
  const at = entrance();
  fail(at, 3);
  clocks.wallMs -= 365 * 24 * 60 * MINUTE_MS;
  expect(at.asked).toEqual({ kind: 'blocked', minutesLeft: 240 });
  pass(240 * MINUTE_MS);
  expect(at.asked.kind).toBe('code');
});

it('a terminal that no centre knows shows no number, and takes no code', () => {
  const at = entrance(() => null);
  expect(at.asked).toEqual({ kind: 'not-enrolled' });
  expect(at.try('12345678')).toBe('ignored');
});

it('a disk that takes nothing lets the technician in all the same, and counts in memory', () => {
  rmSync(folder, { recursive: true });
  const at = entrance();
  fail(at, 2);
  expect(at.asked).toMatchObject({ triesLeft: 1 });
  expect(at.try(codeFor(number(at)))).toBe('in');
  expect(existsSync(folder)).toBe(false);
});

it('a file that a power cut left half written holds nothing against anybody', () => {
  writeFileSync(join(folder, 'technician-tries.json'), '{"wrong":2,"blo');
  expect(entrance().asked).toMatchObject({ triesLeft: 3 });
});

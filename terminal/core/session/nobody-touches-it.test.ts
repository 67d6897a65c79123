import { USUAL_DISPLAY } from '@tongban/contract';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sessionAtWork, woman70, type SessionAtWork } from '../testing/session-at-work.ts';
import { idleState } from './idle.ts';

/**
 * A clock that stands until it is moved, so that a machine that is busy for a second leaves out no number.
 * Whole milliseconds: a part of one is rounded when it is added to, and 60,000 ms later would be a little less.
 */
const STANDING_MS = 10_000;

let work: SessionAtWork | undefined;
afterEach(() => {
  vi.restoreAllMocks();
  work?.stop();
});

it('warns with a countdown, then wipes', async () => {
  let nowMs = STANDING_MS;
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
  work = sessionAtWork({ session: { idleMs: 60_000, countdownMs: 3000 } });
  await work.identify('老年综合津贴（示例）', woman70);
  const left = () => work?.session.view().idleSecondsLeft;
  nowMs += 59_999;
  expect(left()).toBeNull();
  for (const [passedMs, seconds] of [
    [1, 3],
    [1000, 2],
    [1000, 1],
  ] as const) {
    nowMs += passedMs;
    await expect.poll(left).toBe(seconds);
  }
  nowMs += 1000;
  await expect.poll(() => work?.screen().screen).toBe('take-card');
  const shown = work.views.map((view) => view.idleSecondsLeft).filter((seconds) => seconds !== null);
  expect(shown).toEqual([3, 2, 1]);
  expect(work.visits).toEqual([true, false]);
});

it('waits longer for who reads large letters, and is drawn as usual for the next one', async () => {
  work = sessionAtWork({ session: { idleMs: 300, countdownMs: 300, endMs: 50 } });
  const { session } = work;
  session.start();
  session.setDisplay({ text: 'largest', contrast: 'high', reach: false });
  const seconds = () => session.view().idleSecondsLeft;
  const chosenAt = performance.now();
  await expect.poll(seconds, { timeout: 3000 }).not.toBeNull();
  expect(performance.now() - chosenAt).toBeGreaterThan(600);
  session.finish();
  expect(session.view()).toMatchObject({ display: { text: 'largest' }, session: { screen: 'end' } });
  await expect.poll(() => work?.screen().screen, { timeout: 3000 }).toBe('attract');
  expect(session.view().display).toEqual(USUAL_DISPLAY);
});

it('goes on when somebody touches it', async () => {
  work = sessionAtWork({ session: { idleMs: 300, countdownMs: 60_000 } });
  work.session.start();
  await expect.poll(() => work?.session.view().idleSecondsLeft, { timeout: 3000 }).not.toBeNull();
  work.session.touch();
  expect(work.session.view().idleSecondsLeft).toBeNull();
  expect(work.screen().screen).toBe('choose');
});

it.each([
  ['a day ahead', 86_400_000],
  ['a day back', -86_400_000],
])('a wall clock that is set %s neither ends a visit nor prolongs it', async (_name, jumpMs) => {
  let nowMs = STANDING_MS;
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
  const wall = Date.now();
  const date = vi.spyOn(Date, 'now').mockImplementation(() => wall);
  work = sessionAtWork({ session: { idleMs: 60_000, countdownMs: 3000 } });
  await work.identify('老年综合津贴（示例）', woman70);
  const left = () => work?.session.view().idleSecondsLeft;
  date.mockImplementation(() => wall + jumpMs);
  nowMs += 59_999;
  expect(left()).toBeNull();
  nowMs += 1;
  await expect.poll(left).toBe(3);
  nowMs += 3000;
  await expect.poll(() => work?.screen().screen).toBe('take-card');
});

describe('the idle clock', () => {
  const limits = { idleMs: 60_000, countdownMs: 30_000 };
  it.each([
    [0, { kind: 'active' }],
    [59_999, { kind: 'active' }],
    [60_000, { kind: 'warning', secondsLeft: 30 }],
    [89_001, { kind: 'warning', secondsLeft: 1 }],
    [90_000, { kind: 'over' }],
  ])('after %i ms of quiet', (quietMs, state) => {
    expect(idleState(quietMs, limits)).toEqual(state);
  });
});

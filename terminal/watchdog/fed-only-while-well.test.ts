import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { feedWatchdog } from './feed.ts';

const watched = {
  NOTIFY_SOCKET: '/run/systemd/notify',
  WATCHDOG_USEC: '30000000',
  WATCHDOG_PID: String(process.pid),
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function fed(environment: Record<string, string | undefined>, isWell: () => boolean) {
  const told: string[] = [];
  const turns: boolean[] = [];
  const stop = feedWatchdog({ isWell, onTurn: (isFed) => turns.push(isFed) }, environment, (state) =>
    told.push(state),
  );
  return { told, turns, stop };
}

it('the watchdog is fed thrice in the time that it gives, until it is stopped', () => {
  const { told, turns, stop } = fed(watched, () => true);
  expect(told).toEqual(['WATCHDOG=1']);
  vi.advanceTimersByTime(30_000);
  expect(told).toHaveLength(4);
  stop();
  vi.advanceTimersByTime(60_000);
  expect(told).toHaveLength(4);
  expect(turns).toEqual([]);
});

it('not while something is not well, which is told once', () => {
  let isWell = true;
  const { told, turns, stop } = fed(watched, () => {
    if (!isWell) throw new Error('TEST: the disk fails');
    return true;
  });
  isWell = false;
  vi.advanceTimersByTime(30_000);
  expect([told.length, turns]).toEqual([1, [false]]);
  isWell = true;
  vi.advanceTimersByTime(10_000);
  expect([told.length, turns]).toEqual([2, [false, true]]);
  stop();
});

it.each([
  ['nobody watches', { ...watched, WATCHDOG_USEC: undefined }],
  ['there is nobody to tell', { ...watched, NOTIFY_SOCKET: undefined }],
  ['another process is watched', { ...watched, WATCHDOG_PID: '1' }],
])('nothing is done where %s', (_what, environment) => {
  const { told } = fed(environment, () => true);
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual([]);
});

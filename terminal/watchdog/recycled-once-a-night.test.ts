import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { everyNight } from './every-night.ts';

const watched = {
  NOTIFY_SOCKET: '/run/systemd/notify',
  WATCHDOG_USEC: '30000000',
  WATCHDOG_PID: String(process.pid),
};
const HOUR_MS = 60 * 60 * 1000;
let idle: boolean;
let times: Date[];

beforeEach(() => {
  vi.useFakeTimers();
  [idle, times] = [true, []];
});
afterEach(() => void vi.useRealTimers());

/** A process that starts at a time of Shanghai. */
function begin(at: string, environment: Record<string, string> = watched): void {
  vi.setSystemTime(new Date(`${at}+08:00`));
  const stop = everyNight(
    () => idle,
    () => times.push(new Date()),
    environment,
  );
  onTestFinished(stop);
}

it('once, in the hour after three in Shanghai', () => {
  begin('2026-11-20T08:00:00');
  vi.advanceTimersByTime(19 * HOUR_MS - 1);
  expect(times).toEqual([]);
  vi.advanceTimersByTime(HOUR_MS);
  expect(times).toHaveLength(1);
  vi.advanceTimersByTime(48 * HOUR_MS);
  expect(times).toHaveLength(1);
});

it('not while somebody is served, and then as soon as nobody is', () => {
  idle = false;
  begin('2026-11-20T08:00:00');
  vi.advanceTimersByTime(24 * HOUR_MS);
  expect(times).toEqual([]);
  idle = true;
  vi.advanceTimersByTime(18 * HOUR_MS);
  expect(times).toEqual([]);
  vi.advanceTimersByTime(2 * HOUR_MS);
  expect(times).toHaveLength(1);
});

it('not soon after a start in the night', () => {
  begin('2026-11-20T02:50:00');
  vi.advanceTimersByTime(2 * HOUR_MS);
  expect(times).toEqual([]);
});

it('nowhere that nobody would start it anew', () => {
  begin('2026-11-20T08:00:00', {});
  vi.advanceTimersByTime(48 * HOUR_MS);
  expect(times).toEqual([]);
});

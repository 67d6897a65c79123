import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { poll } from './poll.ts';

const EVERY_MS = 60_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('who polls', () => {
  it.each([0, 0.5, 0.999])('asks within the time and not together with others (%s)', async (random) => {
    let asked = 0;
    const stop = poll(
      () => Promise.resolve((asked += 1)),
      EVERY_MS,
      () => random,
    );
    const first = EVERY_MS * (1 - random / 3);
    await vi.advanceTimersByTimeAsync(Math.floor(first) - 1);
    expect(asked).toBe(0);
    await vi.advanceTimersByTimeAsync(2);
    expect(asked).toBe(1);
    await vi.advanceTimersByTimeAsync(10 * EVERY_MS);
    expect(asked).toBeGreaterThanOrEqual(11);
    stop();
    const before = asked;
    await vi.advanceTimersByTimeAsync(10 * EVERY_MS);
    expect(asked).toBe(before);
  });

  it('waits for an answer before it asks again', async () => {
    let asked = 0;
    let answer = (): void => undefined;
    const stop = poll(() => new Promise<void>((resolve) => ((asked += 1), (answer = resolve))), EVERY_MS);
    await vi.advanceTimersByTimeAsync(5 * EVERY_MS);
    expect(asked).toBe(1);
    answer();
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(asked).toBe(2);
    stop();
  });
});

import { describe, expect, it } from 'vitest';
import { defaultDelays, retryDelay } from './retry.ts';

describe('the wait before a retry', () => {
  it('is spread over the whole interval, which doubles up to the cap', () => {
    for (const [failures, ceiling] of [
      [1, 500],
      [2, 1000],
      [3, 2000],
      [4, 3000],
      [5000, 3000],
    ] as const) {
      const waits = Array.from({ length: 300 }, () => retryDelay(failures, defaultDelays));
      expect(Math.min(...waits)).toBeLessThan(ceiling * 0.2);
      expect(Math.max(...waits)).toBeGreaterThan(ceiling * 0.8);
      expect(Math.max(...waits)).toBeLessThanOrEqual(ceiling);
    }
  });

  it('is never shorter than Retry-After, and bounded all the same', () => {
    expect(retryDelay(1, defaultDelays, 7000)).toBe(7000);
    expect(retryDelay(1, defaultDelays, 1e12)).toBe(600_000);
  });

  it('leaves room within 10 s of the return of the platform: a poll, its wait, a send, its wait', () => {
    const { feedTimeoutMs, retryCapMs } = defaultDelays;
    expect(feedTimeoutMs + retryCapMs).toBeLessThanOrEqual(6000);
  });
});

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { PlatformApi } from './api.ts';
import { Feed } from './feed.ts';
import { defaultDelays } from './retry.ts';

const LATENCY_MS = 20;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A feed on a platform that answers with so many events. */
function feedOf(events: number) {
  const asked: number[] = [];
  const begun = performance.now();
  const api = {
    async call() {
      asked.push(performance.now() - begun);
      await new Promise((resolve) => setTimeout(resolve, LATENCY_MS));
      return { kind: 'answer', value: { events: Array(events).fill({}), cursor: `c:${asked.length}` } };
    },
  } as unknown as Pick<PlatformApi, 'call'>;
  const nothing = (): void => undefined;
  const feed = new Feed({
    ...{ api, delays: defaultDelays, log: nothing, onReached: nothing, onSilence: nothing },
    ...{ onChange: nothing, onReset: nothing, keptFrom: () => '2026-02-13', mayPoll: () => true },
    store: {
      feedCursor: '',
      applyEvents: () => Promise.resolve(0),
      resetFeed: () => Promise.resolve(),
    },
  });
  return { feed, asked };
}

it('a terminal that sends much asks at once, and then five times a second for all that has happened meanwhile', async () => {
  const { feed, asked } = feedOf(1);
  // An acceptance every 5 ms, and each has something to ask for.
  for (let ms = 0; ms < 990; ms += 5) {
    feed.poll();
    await vi.advanceTimersByTimeAsync(5);
  }
  await feed.stop();
  expect(asked).toEqual([0, 200, 400, 600, 800]);
});

it('whoever asks after a while is not kept waiting', async () => {
  const { feed, asked } = feedOf(0);
  feed.poll();
  await vi.advanceTimersByTimeAsync(500);
  feed.poll();
  await vi.advanceTimersByTimeAsync(500);
  await feed.stop();
  expect(asked).toEqual([0, 500]);
});

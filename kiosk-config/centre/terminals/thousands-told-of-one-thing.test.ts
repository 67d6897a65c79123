import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LocalPush } from '../database/push.ts';
import { PUBLISHED_TOPIC } from '../matters/publication-store.ts';
import { PushHub } from './push-hub.ts';

const EVENT = 'event: published\ndata: {"version":7}\n\n';

let hub: PushHub;
let push: LocalPush;
beforeEach(() => {
  vi.useFakeTimers();
  push = new LocalPush();
  hub = new PushHub(push, () => Promise.resolve(null));
});
afterEach(() => {
  hub.close();
  vi.useRealTimers();
});

/** @returns how many of the channels were told */
function open(count: number): () => number {
  let told = 0;
  for (let at = 0; at < count; at += 1) {
    const write = (line: string) => (told += line === EVENT ? 1 : 0);
    const channel = Object.assign(new EventEmitter(), { write, end: () => undefined });
    hub.add(`TEST-${at}`, channel as unknown as ServerResponse);
  }
  return () => told;
}

it('each hears of it once, within seconds, and never are many told in one turn', () => {
  const told = open(5000);
  push.deliver(PUBLISHED_TOPIC, { version: 7 });
  let most = told();
  for (let ms = 0; ms < 4000; ms += 10) {
    const before = told();
    vi.advanceTimersByTime(10);
    most = Math.max(most, told() - before);
  }
  expect(told()).toBe(5000);
  expect(most).toBeLessThanOrEqual(60);
});

it('some hundred hear of it within a second', () => {
  const told = open(500);
  push.deliver(PUBLISHED_TOPIC, { version: 7 });
  vi.advanceTimersByTime(1000);
  expect(told()).toBe(500);
});

it('nobody is told any more when the centre stops', () => {
  const told = open(5000);
  push.deliver(PUBLISHED_TOPIC, { version: 7 });
  const before = told();
  hub.close();
  vi.advanceTimersByTime(4000);
  expect(told()).toBe(before);
  expect(before).toBeGreaterThan(0);
});

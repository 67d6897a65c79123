import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PushHub } from './push-hub.ts';

const CHANNELS = 200;
const PERIOD_MS = 45_000;

let hub: PushHub;
beforeEach(() => {
  vi.useFakeTimers();
  hub = new PushHub({ subscribe: () => () => undefined } as never, () => Promise.resolve(null));
});
afterEach(() => {
  hub.close();
  vi.useRealTimers();
});

class Channel extends EventEmitter {
  lines: string[] = [];
  write = (line: string) => this.lines.push(line);
  end = () => undefined;
}

function open(id: string): Channel {
  const channel = new Channel();
  hub.add(id, channel as unknown as ServerResponse);
  channel.lines = [];
  return channel;
}

it('is kept open by a line in each period, and never are many written to in one turn', () => {
  const channels = Array.from({ length: CHANNELS }, (_, at) => open(`TEST-${at}`));
  const written = () => channels.reduce((sum, { lines }) => sum + lines.length, 0);
  let most = 0;
  for (let ms = 0; ms < PERIOD_MS; ms += 100) {
    const before = written();
    vi.advanceTimersByTime(100);
    most = Math.max(most, written() - before);
  }
  expect(channels.map(({ lines }) => lines)).toEqual(channels.map(() => [':\n\n']));
  expect(most).toBeLessThanOrEqual(3);
});

it('is not written to any more when it is closed', () => {
  const [stays, goes] = [open('TEST-1'), open('TEST-2')];
  goes.emit('close');
  vi.advanceTimersByTime(2 * PERIOD_MS);
  expect(stays.lines).toHaveLength(2);
  expect(goes.lines).toEqual([]);
  expect(hub.size).toBe(1);
});

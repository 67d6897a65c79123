import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { MemoryGivenBack } from './memory-given-back.ts';

/** What a visit leaves in memory is collected when it is over, and never while somebody touches the screen. */

let collected: number;
let isVisitOpen: boolean;
let memory: MemoryGivenBack;
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('gc', () => (collected += 1));
  [collected, isVisitOpen] = [0, false];
  memory = new MemoryGivenBack(() => isVisitOpen);
});
afterEach(() => {
  memory.stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it('a second after a visit', () => {
  memory.visitEnded();
  vi.advanceTimersByTime(999);
  expect(collected).toBe(0);
  vi.advanceTimersByTime(1);
  expect(collected).toBe(1);
});

it('not while the next one is there already: at its end, once for both', () => {
  memory.visitEnded();
  isVisitOpen = true;
  vi.advanceTimersByTime(10_000);
  expect(collected).toBe(0);
  isVisitOpen = false;
  memory.visitEnded();
  vi.advanceTimersByTime(10_000);
  expect(collected).toBe(1);
});

it('what a start left is collected once, where nobody has come yet', () => {
  vi.advanceTimersByTime(60_000);
  expect(collected).toBe(1);
});

it('where Node does not offer it, nothing happens', () => {
  vi.stubGlobal('gc', undefined);
  memory.visitEnded();
  expect(() => vi.advanceTimersByTime(10_000)).not.toThrow();
});

it('core ends: nothing is collected any more', () => {
  memory.visitEnded();
  memory.stop();
  vi.advanceTimersByTime(10_000);
  expect(collected).toBe(0);
});

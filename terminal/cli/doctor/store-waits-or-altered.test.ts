import { expect, it } from 'vitest';
import { diskFound, storeFound, waitingFound } from './store.ts';

const NOW = new Date('2026-11-20T02:00:00Z');
const waiting = (capturedAt: string) => ({ state: 'sealed' as const, capturedAt });

it('what waits for a day and more is a finding, what waits since the morning is none', () => {
  expect(waitingFound([], NOW).next).toBeNull();
  expect(waitingFound([waiting('2026-11-20T00:00:00.000Z')], NOW)).toMatchObject({
    words: { en: 'To be sent: 1; goes by itself' },
    next: null,
  });
  const long = waitingFound([waiting('2026-11-18T00:00:00.000Z'), waiting('2026-11-20T00:00:00.000Z')], NOW);
  expect(long.words.en).toContain('To be sent: 2, the oldest for more than a day');
  expect(long.next?.en).toContain('None is lost');
});

it('a store that was altered is not to be touched', () => {
  const { words, next } = storeFound({
    ok: false,
    faults: [{ table: 'submissions', row: 3, fault: 'changed' }],
  });
  expect(words.en).toContain('submissions 3 changed');
  expect(next?.en).toContain('Delete and change nothing');
});

it('a disk that is full says that nothing new is taken', () => {
  expect(diskFound({ freeShare: 0.42, state: 'ok' }).words.en).toBe('42 % of the disk is free');
  const full = diskFound({ freeShare: 0.07, state: 'no-new-intake' });
  expect(full.words.en).toContain('Only 7 %');
  expect(full.next?.en).toContain('leave the data folder alone');
});

import { expect, it } from 'vitest';
import { Terminal } from './test-support.ts';

it('a machine too busy to load a driver in time gives it longer with each try, until it is there', async () => {
  // No Node is up within a millisecond; doubled fifteen times it is half a minute.
  await using terminal = await Terminal.start({
    delays: { startMs: 1, longestStartMs: 32_768, firstRestartMs: 1, longestRestartMs: 1 },
  });
  await terminal.ready();
  const late = terminal.ended.filter(({ cause }) => cause === 'not-started');
  expect(late.length).toBeGreaterThan(1);
  expect(terminal.ended).toEqual(late);
});

import { randomUUID } from 'node:crypto';
import { expect, it, vi } from 'vitest';
import { startLine, untilChange, type Line } from '../testing/line.ts';
import { inputOf } from '../testing/test-matters.ts';

const DAY_MS = 86_400_000;
/** The upkeep looks this often, and purges at its first look. */
const TICK_MS = 10_000;

/** What was accepted today and is reconciled, on a terminal that is closed. */
async function reconciledToday(line: Line): Promise<string> {
  const id = randomUUID();
  await line.sync.submit(inputOf(id));
  await line.sync.waitForOutcome(id, 10_000);
  line.sandbox.order({ verb: 'set-clock', aheadMs: DAY_MS });
  await untilChange(line.sync, () => line.sync.reconciliations(1).some(({ closed }) => closed));
  await expect.poll(async () => (await line.sync.waitForOutcome(id, 10)).state).toBe('reconciled');
  await line.sync.close();
  return id;
}

async function stateAfter(
  line: Line,
  id: string,
  days: number,
  options: { keepEnvelopesDays?: number },
): Promise<string> {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  try {
    const sync = await line.reopen({ ...options, now: () => new Date(Date.now() + days * DAY_MS) });
    vi.advanceTimersByTime(TICK_MS);
    // Commits what the purge has asked for.
    await sync.close();
  } finally {
    vi.useRealTimers();
  }
  const again = await line.reopen();
  const { state } = await again.waitForOutcome(id, 0);
  await again.close();
  return state;
}

it('are purged on the day after the last one that they are kept', async () => {
  const line = await startLine();
  const id = await reconciledToday(line);
  expect(await stateAfter(line, id, 7, {})).toBe('reconciled');
  expect(await stateAfter(line, id, 3, { keepEnvelopesDays: 3 })).toBe('reconciled');
  expect(await stateAfter(line, id, 4, { keepEnvelopesDays: 3 })).toBe('purged');
});

it('are kept for seven days where nothing else is said', async () => {
  const line = await startLine();
  const id = await reconciledToday(line);
  expect(await stateAfter(line, id, 8, {})).toBe('purged');
});

import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { startLine } from '../../sync/testing/line.ts';
import { inputOf } from '../../sync/testing/test-matters.ts';
import { everyAcknowledgedOnce } from './oracle.ts';
import { between, random, seedOf, times } from './seed.ts';

const RESTORES = times(5, 100);
const MENDED_WITHIN_MS = 20_000;
const DAY_MS = 86_400_000;
const LONG_MS = 1_800_000;

it(
  `the platform goes back to its backup ${RESTORES} times, in the middle of sending: all acknowledged ones are there again`,
  async () => {
    const draw = random(seedOf('platform-restored'));
    const { sync, sandbox, dataFolder } = await startLine();
    const ids: string[] = [];
    const submit = async (): Promise<void> => {
      const wave = Array.from({ length: between(draw, 1, 5) }, () => randomUUID());
      await Promise.all(wave.map((id) => sync.submit(inputOf(id))));
      ids.push(...wave);
    };
    /** Acknowledged ones that the platform has not, or more than once. */
    const amiss = (): string[] => {
      const there = Map.groupBy(
        sandbox.applications().filter(({ state }) => state === 'submitted'),
        ({ idempotencyKey }) => idempotencyKey,
      );
      return ids.filter((id) => there.get(id)?.length !== 1);
    };
    let forgotten = 0;
    for (let restore = 0; restore < RESTORES; restore++) {
      sandbox.order({ verb: 'back-up' });
      await submit();
      if (draw() < 0.7) await Promise.all(ids.map((id) => sync.waitForOutcome(id, MENDED_WITHIN_MS)));
      await submit();
      await pause(draw() * 60);
      const before = sandbox.applications().length;
      sandbox.order({ verb: 'restore-backup' });
      forgotten += before - sandbox.applications().length;
      await submit();
    }
    // The reconciliation of the day mends what the one at the restore could not see: accepted in that very moment.
    sandbox.order({ verb: 'set-clock', aheadMs: DAY_MS });
    await expect.poll(amiss, { timeout: MENDED_WITHIN_MS, interval: 20 }).toEqual([]);
    expect(forgotten).toBeGreaterThan(RESTORES);
    console.log(
      `restored ${RESTORES} times, ${forgotten} forgotten by the platform, ${ids.length} acknowledged`,
    );
    await sync.close();
    const { wrong, accepted } = await everyAcknowledgedOnce(dataFolder, sandbox, ids, { send: true });
    expect(wrong).toEqual([]);
    expect(accepted).toBe(ids.length);
  },
  LONG_MS,
);

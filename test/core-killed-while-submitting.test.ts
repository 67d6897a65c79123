import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setTimeout as pause } from 'node:timers/promises';
import type { KioskView } from '@tongban/contract';
import { CitizenAtCore, insuranceAnswers, MATTERS } from './support/citizen-at-core.ts';
import { temporaryStack } from './support/temporary-stack.ts';

/** `TONGBAN_KILLS=1000 npm test -- test/core-killed` for the long run. */
const KILLS = Number(process.env['TONGBAN_KILLS'] ?? 12);
/** From the touch of "submit" to the platform's receipt takes about this long here; the kill comes anywhere in it. */
const SUBMIT_TO_ACCEPTED_MS = 100;
const PER_KILL_MS = 20_000;

let stack: Awaited<ReturnType<typeof temporaryStack>>;
beforeAll(async () => {
  stack = await temporaryStack({
    session: {
      idleMs: 600_000,
      countdownMs: 30_000,
      careFactor: 2,
      outcomeMs: 8000,
      outcomeOfflineMs: 1500,
      endMs: 1,
    },
  });
});
afterAll(() => stack[Symbol.asyncDispose]());

const submitted = async () => (await stack.applications()).filter((each) => each.submits > 0);

/** Goes to the review of a matter; a visit that a kill has interrupted is told and closed first. */
async function toTheReview(citizen: CitizenAtCore): Promise<void> {
  const first = await citizen.until('a start', (view) =>
    ['attract', 'trouble'].includes(view.session.screen),
  );
  if (first.session.screen === 'trouble') {
    expect(first.session.kind).toBe('restarted');
    await citizen.call('session.resolveTrouble', { way: 'finish' });
  }
  // What lay there before a reader could see it counts as left by the visit that was cut off, and has to be taken away.
  await citizen.until('the card reader', ({ devices }) =>
    devices.some(({ family, availability }) => family === 'id-card-reader' && availability === 'ready'),
  );
  await citizen.choose(MATTERS.insurance);
  await stack.bench('id-card-reader', { verb: 'place-card', citizen: 'zhang' });
  await citizen.fillIn(insuranceAnswers);
}

/**
 * The kill came while the slip of the former visit was printed: a printer in the middle of a picture takes what comes
 * next for a part of it, and the terminal asks whether the slip came out.
 */
function isSlipTrouble({ session }: KioskView): boolean {
  return (
    session.screen === 'trouble' && session.outcome === 'accepted' && /^(slip|printer)-/.test(session.kind)
  );
}

describe(`core is killed with SIGKILL between "submit" and "accepted", at ${KILLS} random points`, () => {
  it(
    'ends with exactly one accepted submission each time',
    async () => {
      const points = { beforeCommit: 0, afterCommit: 0, afterAcceptance: 0 };
      for (let kill = 1; kill <= KILLS; kill++) {
        const before = (await submitted()).length;
        expect(before, `accepted submissions before kill ${kill}`).toBe(kill - 1);
        const citizen = await CitizenAtCore.arrive(stack);
        await toTheReview(citizen);
        // The call is cut off by the kill as often as not: its answer says nothing here.
        citizen.submit().catch(() => undefined);
        await pause(Math.random() * SUBMIT_TO_ACCEPTED_MS);
        await stack.core.stop('SIGKILL');
        const seenStored = citizen.views.some((view) => view.heldCount > 0 || view.session.screen === 'done');
        const seenAccepted = citizen.views.some(
          (view) => view.session.screen === 'done' && view.session.outcome === 'accepted',
        );
        citizen.leave();
        await stack.bench('id-card-reader', { verb: 'remove-card' });

        await stack.restartCore();
        const again = await CitizenAtCore.arrive(stack);
        await again.until('an empty queue', (view) => view.heldCount === 0);
        if ((await submitted()).length === before) {
          // Killed before the commit: nothing was promised to the citizen, who does it once more.
          expect(seenStored, 'a stored submission was lost').toBe(false);
          points.beforeCommit += 1;
          await toTheReview(again);
          await again.submit();
          const { session } = await again.until(
            'the acceptance',
            (view) =>
              (view.session.screen === 'done' && view.session.slip === 'printed') || isSlipTrouble(view),
          );
          if (session.screen === 'trouble')
            await again.call('session.resolveTrouble', { way: 'without-slip' });
          await again.goHome(stack);
        } else if (seenAccepted) points.afterAcceptance += 1;
        else points.afterCommit += 1;
        again.leave();
      }
      const all = await submitted();
      expect(all).toHaveLength(KILLS);
      expect(new Set(all.map((each) => each.idempotencyKey)).size).toBe(KILLS);
      console.log(`killed ${KILLS} times: ${JSON.stringify(points)}`);
      // The points must really lie around the commit, otherwise this test proves nothing.
      expect(points.afterCommit).toBeGreaterThan(0);
    },
    KILLS * PER_KILL_MS,
  );
});

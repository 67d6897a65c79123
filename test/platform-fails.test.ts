import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { citizens } from '@tongban/peripherals/id-card-reader/simulator';
import { CitizenAtCore, insuranceAnswers, MATTERS } from './support/citizen-at-core.ts';
import { temporaryStack } from './support/temporary-stack.ts';

let stack: Awaited<ReturnType<typeof temporaryStack>>;
let citizen: CitizenAtCore;
beforeAll(async () => {
  // A citizen waits two seconds for the platform here, eight on a real terminal.
  stack = await temporaryStack({
    session: {
      idleMs: 600_000,
      countdownMs: 30_000,
      careFactor: 2,
      outcomeMs: 2000,
      outcomeOfflineMs: 300,
      endMs: 1,
    },
  });
});
afterAll(() => stack[Symbol.asyncDispose]());
beforeEach(async () => {
  citizen = await CitizenAtCore.arrive(stack);
});
afterEach(() => citizen.leave());

const submitted = async () => (await stack.applications()).filter((each) => each.submits > 0).length;

async function fault(call: Record<string, unknown>): Promise<void> {
  const answer = await fetch(new URL('/sandbox/faults', stack.sandboxUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(call),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

it.each(['error-500', 'hang', 'reset', 'drop-reply-after-commit'])(
  'the platform answers with %s: the citizen gets a holding slip, and it is accepted exactly once when that is over',
  async (kind) => {
    const before = await submitted();
    await fault({ action: 'repeatedly', operation: 'submitApplyInfo', kind });
    await citizen.choose(MATTERS.insurance);
    await stack.bench('id-card-reader', { verb: 'place-card', citizen: 'zhang' });
    await citizen.fillIn(insuranceAnswers);
    await citizen.submit();
    const done = await citizen.until(
      'the slip',
      (view) => view.session.screen === 'done' && view.session.slip === 'printed',
    );
    expect(done.session).toMatchObject({ outcome: 'held', limitDate: null });
    await fault({ action: 'clear' });
    await citizen.until('the acceptance', (view) => view.heldCount === 0, 10_000);
    expect(await submitted()).toBe(before + 1);
    await citizen.goHome(stack);
  },
);

it('a platform that is slow, but not too slow, still gives an acceptance', async () => {
  await fault({ action: 'next', operation: 'submitApplyInfo', kind: 'latency' });
  await citizen.choose(MATTERS.insurance);
  await stack.bench('id-card-reader', { verb: 'place-card', citizen: 'zhang' });
  await citizen.fillIn(insuranceAnswers);
  await citizen.submit();
  expect(await citizen.screen('done')).toMatchObject({ outcome: 'accepted', instant: true });
  await citizen.goHome(stack);
});

it('has written nothing personal into the log', () => {
  const log = readFileSync(join(stack.terminalFolder, 'core.log'), 'utf8');
  const zhang = citizens.find((each) => each.id === 'zhang');
  expect(log).toContain('submission.stored');
  for (const secret of [zhang?.idNumber ?? '', zhang?.name ?? '', insuranceAnswers.phone]) {
    expect(log.includes(secret), 'a personal value is in the log').toBe(false);
  }
});

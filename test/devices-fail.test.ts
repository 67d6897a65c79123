import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CitizenAtCore, insuranceAnswers, MATTERS } from './support/citizen-at-core.ts';
import { temporaryStack } from './support/temporary-stack.ts';

let stack: Awaited<ReturnType<typeof temporaryStack>>;
let citizen: CitizenAtCore;
beforeAll(async () => {
  stack = await temporaryStack({
    session: {
      idleMs: 600_000,
      countdownMs: 30_000,
      careFactor: 2,
      outcomeMs: 8000,
      outcomeOfflineMs: 300,
      endMs: 1,
    },
  });
});
afterAll(() => stack[Symbol.asyncDispose]());
beforeEach(async () => {
  citizen = await CitizenAtCore.arrive(stack);
});
afterEach(async () => {
  await stack.bench('id-card-reader', { verb: 'clear-faults' });
  await citizen.goHome(stack);
  citizen.leave();
});

const reader = (call: Record<string, unknown>) => stack.bench('id-card-reader', call);
const printer = (call: Record<string, unknown>) => stack.bench('receipt-printer', call);
const shows = (kind: string) => (view: { session: { screen: string } }) =>
  view.session.screen === 'card' && (view.session as { reader?: string }).reader === kind;

describe('while the card is asked for', () => {
  beforeEach(() => citizen.choose(MATTERS.insurance));

  it('the cable of the reader is pulled and put back', async () => {
    await reader({ verb: 'unplug' });
    await citizen.until('the notice', shows('reader-offline'));
    await reader({ verb: 'plug-in' });
    await citizen.until('the wish for a card', shows('waiting'));
    await reader({ verb: 'place-card', citizen: 'zhang' });
    await citizen.fillIn(insuranceAnswers);
  });

  it('the card cannot be read, and can when it is put back', async () => {
    await reader({ verb: 'fail-next', kind: 'read-fail' });
    await reader({ verb: 'fail-next', kind: 'read-fail' });
    await reader({ verb: 'place-card', citizen: 'zhang' });
    await citizen.until('the notice', shows('unreadable'));
    await reader({ verb: 'remove-card' });
    await citizen.until('the lifted card', shows('waiting'));
    await reader({ verb: 'place-card', citizen: 'zhang' });
    await citizen.fillIn(insuranceAnswers);
  });

  it.each([
    'garbage-before-preamble',
    'wrong-checksum',
    'short-frame',
    'oversized-length',
    'split-writes',
    'silence',
  ])('the line says %s for a moment: the citizen notices nothing worse than a wait', async (kind) => {
    await reader({ verb: 'fail-next', kind });
    await reader({ verb: 'place-card', citizen: 'zhang' });
    await citizen.fillIn(insuranceAnswers);
  });

  it('an expired card is refused, with the way on', async () => {
    await reader({ verb: 'place-card', citizen: 'chen' });
    await citizen.until('the notice', shows('expired'));
    await reader({ verb: 'remove-card' });
    await citizen.until('the wish for a card', shows('waiting'));
  });
});

describe('while the slip is printed', () => {
  beforeEach(async () => {
    await citizen.choose(MATTERS.insurance);
    await reader({ verb: 'place-card', citizen: 'zhang' });
    await citizen.fillIn(insuranceAnswers);
  });
  afterEach(async () => {
    await printer({ verb: 'load-paper' });
    await printer({ verb: 'close-cover' });
    await printer({ verb: 'clear-faults' });
  });

  it.each([
    [{ verb: 'run-out-of-paper' }, 'printer-paper-out', { verb: 'load-paper' }],
    [{ verb: 'open-cover' }, 'printer-cover-open', { verb: 'close-cover' }],
    [{ verb: 'unplug' }, 'printer-offline', { verb: 'plug-in' }],
  ])('%o ends in a screen with ways on, and the slip comes out once afterwards', async (fail, kind, mend) => {
    const before = (await stack.benchState()).receiptPrinter.papers.length;
    await printer(fail);
    await citizen.submit();
    expect(await citizen.screen('trouble')).toMatchObject({
      kind,
      outcome: 'accepted',
      ways: ['try-again', 'without-slip'],
    });
    await printer(mend);
    // The printer is found again within its longest pause between two tries.
    for (;;) {
      await citizen.call('session.resolveTrouble', { way: 'try-again' });
      const view = await citizen.until(
        'an outcome',
        ({ session }) =>
          session.screen === 'trouble' || (session.screen === 'done' && session.slip === 'printed'),
      );
      if (view.session.screen === 'done') break;
    }
    expect((await stack.benchState()).receiptPrinter.papers.length).toBe(before + 1);
  });
});

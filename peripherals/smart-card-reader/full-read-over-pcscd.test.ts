import { afterAll, beforeAll, expect, it } from 'vitest';
import { holders } from './simulator/index.ts';
import { expectedCard, openReader, startRealPcscd } from './simulator/test-support.ts';
import type { RealPcscd } from './simulator/test-support.ts';

let real: RealPcscd;
beforeAll(async () => {
  real = await startRealPcscd();
});
afterAll(() => real.host.close());

it('reads the card of each citizen through a real pcscd, once for each time it is put in', async () => {
  await using setup = openReader(real.simulator);
  const { simulator, reader, observed } = setup;
  await observed.status('no-card');
  reader.startReading();
  for (const holder of holders) {
    const next = observed.nextCard();
    simulator.insertCard(holder);
    expect(await next).toMatchObject(expectedCard(holder));
    await observed.status('card-present');
    simulator.removeCard();
    await observed.status('no-card');
  }
  expect(observed.cards).toHaveLength(holders.length);
  const once = ['reading', 'card-present', 'no-card'];
  expect(observed.statuses).toEqual(['no-card', ...holders.flatMap(() => once)]);
});

it('keeps the event loop free while it waits for a card', async () => {
  await using setup = openReader(real.simulator, { delays: { heartbeatMs: 60_000 } });
  await setup.observed.status('no-card');
  const start = performance.now();
  // A hundred turns of the loop: each would take a whole wait if the call blocked it.
  for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate);
  expect(performance.now() - start).toBeLessThan(2000);
});

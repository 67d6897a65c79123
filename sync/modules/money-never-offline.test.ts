import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ModulesOptions } from './index.ts';
import { allUp, startModulesLine, until } from './testing/modules-line.ts';

/** A network that the test holds in its hand; numbers come from the real sync. */
class Network {
  network: 'online' | 'offline' = 'online';
  readonly #listeners = new Set<() => void>();
  waitForOutcome: ModulesOptions['sync']['waitForOutcome'] = () => Promise.reject(new RangeError('none'));

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  go(network: 'online' | 'offline'): void {
    this.network = network;
    for (const listener of this.#listeners) listener();
  }
}

it('creates an order only while the platform answers, whatever comes in which order', async () => {
  const network = new Network();
  const line = await startModulesLine({ sync: network });
  const { modules } = line;
  const { applyNo } = await line.accepted();
  await allUp(modules);
  const seed = Number(process.env['TONGBAN_SEED'] ?? randomInt(2 ** 31));
  let expected = 0;
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('online', 'offline', 'order'), { maxLength: 12 }),
      async (happenings) => {
        run += 1;
        for (const [index, happening] of happenings.entries()) {
          if (happening !== 'order') {
            network.go(happening);
            continue;
          }
          const submissionId = `submission-${run}-${index}`;
          const before = network.network;
          const reply = await modules.payment.createOrder({ submissionId, applyNo, amountFen: 100 });
          expect(reply.kind).toBe(before === 'online' ? 'done' : 'closed');
          if (before === 'online') expected += 1;
          expect(await line.records('payment')).toBe(expected);
        }
        // Nothing was kept for later.
        network.go('online');
        expect(modules.waitingCount).toBe(0);
      },
    ),
    { seed, numRuns: 40 },
  );
  expect(expected).toBeGreaterThan(10);
});

it('shows no QR code when the network goes while the order is on its way, and later the same order', async () => {
  const network = new Network();
  const { line, modules, accepted, order } = await startModulesLine({ sync: network });
  const { id, applyNo } = await accepted();
  await allUp(modules);
  await order({ verb: 'switch', module: 'payment', latencyMs: 400 });
  const fee = { submissionId: id, applyNo, amountFen: 2300 };
  const asked = modules.payment.createOrder(fee);
  network.go('offline');
  expect(await asked).toEqual({ kind: 'closed', reason: { module: 'payment', cause: 'offline' } });
  network.go('online');
  await order({ verb: 'switch', module: 'payment', latencyMs: 0 });
  expect(await modules.payment.createOrder(fee)).toMatchObject({ kind: 'done', value: { state: 'created' } });
  const all = (await (await fetch(`${line.sandbox.url}/sandbox/modules`)).json()) as unknown[];
  expect(all).toContainEqual(expect.objectContaining({ module: 'payment', records: 1 }));
});

it('asks for no order while the module is down, and for none when it is back', async () => {
  const line = await startModulesLine();
  const { modules } = line;
  const { id, applyNo } = await line.accepted();
  await allUp(modules);
  await line.order({ verb: 'switch', module: 'payment', state: 'down' });
  await until(modules, () => modules.state('payment') === 'down');
  const fee = { submissionId: id, applyNo, amountFen: 2300 };
  expect(await modules.payment.createOrder(fee)).toEqual({
    kind: 'closed',
    reason: { module: 'payment', cause: 'module-down' },
  });
  await modules.close();
  await line.order({ verb: 'switch', module: 'payment', state: 'up' });
  const again = await line.open();
  await allUp(again);
  expect(again.waitingCount).toBe(0);
  expect(await line.records('payment')).toBe(0);
});

it('shows no QR code any more when the answer about an order does not come', async () => {
  const line = await startModulesLine();
  const { modules } = line;
  const { id, applyNo } = await line.accepted();
  await allUp(modules);
  const fee = { submissionId: id, applyNo, amountFen: 2300 };
  const reply = await modules.payment.createOrder(fee);
  if (reply.kind !== 'done') throw new Error(reply.kind);
  expect(reply.value).toMatchObject({
    state: 'created',
    amountFen: 2300,
    qr: expect.stringMatching(/^https/),
  });
  await line.order({ verb: 'switch', module: 'payment', state: 'down' });
  expect((await modules.payment.order(reply.value.orderId)).kind).toBe('closed');
  expect(modules.stepsAvailable({ pay: { feeFen: 2300 } }).pay).toEqual({
    way: 'closed',
    reason: { module: 'payment', cause: 'module-down' },
  });
});

it('takes no fee of a submission that has no acceptance number', async () => {
  const line = await startModulesLine();
  await allUp(line.modules);
  const fee = { submissionId: 'not-there', applyNo: 'T0000012602130001X', amountFen: 100 };
  expect(await line.modules.payment.createOrder(fee)).toMatchObject({
    kind: 'refused',
    code: 'APPLICATION_UNKNOWN',
  });
  expect(await line.records('payment')).toBe(0);
});

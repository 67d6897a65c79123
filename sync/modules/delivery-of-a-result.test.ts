import { randomUUID } from 'node:crypto';
import { expect, it, vi } from 'vitest';
import { findOnDisk } from '../testing/line.ts';
import { inputOf } from '../testing/test-matters.ts';
import { allUp, startModulesLine, until } from './testing/modules-line.ts';

const address = { name: '测试乙TEST', phone: '13800005678', address: '测试市测试路99弄测试号' };

it('is kept sealed and without a day while the network is away, and ordered once when it is back', async () => {
  const { line, modules, records } = await startModulesLine();
  await line.sandbox.close();
  await until(modules, () => modules.state('logistics') === 'down');
  const id = randomUUID();
  expect(await modules.logistics.deliver(id, address)).toEqual({ state: 'kept', expectedDay: null });
  await line.sync.submit(inputOf(id));
  expect(await modules.logistics.waitForWaybill(id, 10_000)).toEqual({ state: 'kept', expectedDay: null });
  expect(findOnDisk(line.dataFolder, Object.values(address))).toEqual([]);

  await line.restartPlatform();
  await until(modules, () => modules.waitingCount === 0);
  const ordered = modules.logistics.deliveryOf(id);
  expect(ordered).toMatchObject({
    state: 'ordered',
    expectedDay: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
  });
  expect(await modules.logistics.deliver(id, address)).toEqual(ordered);
  expect(await records('logistics')).toBe(1);
});

it('is followed from the order to the door', async () => {
  const { modules, accepted, order } = await startModulesLine();
  const { id } = await accepted();
  await allUp(modules);
  await modules.logistics.deliver(id, address);
  const ordered = await modules.logistics.waitForWaybill(id, 10_000);
  if (ordered?.state !== 'ordered') throw new Error(ordered?.state);
  const { waybillNo } = ordered;
  await order({ verb: 'move-parcel', waybillNo, stage: 'delivered' });
  expect(await modules.logistics.track(waybillNo)).toMatchObject({
    kind: 'done',
    value: { waybillNo, stage: 'delivered' },
  });
  expect(await modules.logistics.waitForWaybill(randomUUID(), 10_000)).toBeNull();
});

it('is dropped after an hour when the submission was never made, and holds up nobody', async () => {
  const { modules, accepted, open, logged } = await startModulesLine();
  const orphan = randomUUID();
  const hourAgo = Date.now() - 3_700_000;
  vi.setSystemTime(hourAgo);
  await modules.logistics.deliver(orphan, address).finally(() => vi.useRealTimers());
  await modules.close();
  const again = await open();
  const { id } = await accepted();
  await allUp(again);
  await again.logistics.deliver(id, address);
  await until(again, () => again.waitingCount === 0);
  expect(again.logistics.deliveryOf(orphan)).toEqual({ state: 'refused', code: 'NO_SUBMISSION' });
  expect(again.logistics.deliveryOf(id)?.state).toBe('ordered');
  expect(logged.join('\n')).not.toContain(address.phone);
});

it('ends with a submission that is refused: what takes its place has an address of its own', async () => {
  const { line, modules, records } = await startModulesLine();
  await allUp(modules);
  const id = randomUUID();
  await modules.logistics.deliver(id, address);
  const refused = inputOf(id);
  await line.sync.submit({ ...refused, form: {} });
  expect(await line.sync.waitForOutcome(id, 10_000)).toMatchObject({ state: 'needs-citizen' });
  await until(modules, () => modules.waitingCount === 0);
  expect(modules.logistics.deliveryOf(id)).toEqual({ state: 'refused', code: 'SUBMISSION_REFUSED' });
  const corrected = randomUUID();
  await modules.logistics.deliver(corrected, address);
  await line.sync.correct({ ...refused, idempotencyKey: corrected, corrects: id });
  expect(await modules.logistics.waitForWaybill(corrected, 10_000)).toMatchObject({ state: 'ordered' });
  expect(await records('logistics')).toBe(1);
});

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

it('of a correction is nothing before that is stored, and ordered at the next start where the program ended then', async () => {
  const { line, modules, open, accepted, records } = await startModulesLine();
  await allUp(modules);
  const { id } = await accepted();
  const correction = randomUUID();
  expect(await modules.logistics.deliver(id, address, correction)).toMatchObject({ state: 'kept' });
  expect(modules.logistics.deliveryOf(id)).toBeNull();
  await modules.close();
  // Stored, as the correction of another start would be.
  await line.sync.submit(inputOf(correction));
  const again = await open();
  await until(again, () => again.logistics.deliveryOf(id)?.state === 'ordered');
  expect(await records('logistics')).toBe(1);
  await again.logistics.corrected(id);
  expect(await again.logistics.deliver(id, { ...address, address: '测试路1号' }, randomUUID())).toMatchObject(
    {
      state: 'ordered',
    },
  );
  expect(await records('logistics')).toBe(1);
});

it('of a correction that was never stored gives way to the next one, also after it was dropped', async () => {
  const { modules, open, accepted, records } = await startModulesLine();
  await allUp(modules);
  const { id } = await accepted();
  const hourAgo = Date.now() - 3_700_000;
  vi.setSystemTime(hourAgo);
  await modules.logistics.deliver(id, address, randomUUID()).finally(() => vi.useRealTimers());
  await modules.close();
  const again = await open();
  await until(again, () => again.waitingCount === 0);
  expect([again.logistics.deliveryOf(id), await records('logistics')]).toEqual([null, 0]);
  for (const correction of [randomUUID(), randomUUID()])
    await again.logistics.deliver(id, address, correction);
  expect(again.waitingCount).toBe(1);
  await again.logistics.corrected(id);
  expect(await again.logistics.waitForWaybill(id, 10_000)).toMatchObject({ state: 'ordered' });
  expect(await records('logistics')).toBe(1);
});

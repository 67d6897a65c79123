import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { shortDelays, startLine, terminal } from '../testing/line.ts';
import { inputOf, promisedMatter } from '../testing/test-matters.ts';

const heard = (sandbox: Awaited<ReturnType<typeof startLine>>['sandbox']) =>
  sandbox.terminals().find(({ terminalId }) => terminalId === terminal.terminalId)?.heartbeat;

it('tells the platform each change of a device, with what waits here', async () => {
  const { sandbox, sync } = await startLine();
  sync.devicesAre([{ id: 'receipt-printer', status: 'ready' }]);
  await expect
    .poll(() => heard(sandbox)?.devices, { timeout: 5000 })
    .toEqual([{ id: 'receipt-printer', status: 'ready' }]);
  expect(heard(sandbox)).toMatchObject({ unsent: 0, oldestUnsentAt: null, software: 'unknown' });
  sandbox.suspend(promisedMatter.handleItem);
  const { capturedAt } = await sync.submit(inputOf(randomUUID()));
  sync.devicesAre([{ id: 'receipt-printer', status: 'needs-attention' }]);
  await expect
    .poll(() => heard(sandbox), { timeout: 5000 })
    .toMatchObject({ unsent: 1, oldestUnsentAt: capturedAt, devices: [{ status: 'needs-attention' }] });
});

it('comes again by itself, and the last one before an outage is followed by one after it', async () => {
  const { sandbox, sync } = await startLine({}, { ...shortDelays, heartbeatMs: 50 });
  const beats = () => sandbox.traffic.latest.filter(({ operation }) => operation === 'sendHeartbeat').length;
  await expect.poll(beats, { timeout: 5000 }).toBeGreaterThan(3);
  sandbox.faults.failRepeatedly('any', 'reset');
  await expect.poll(() => sync.network, { timeout: 5000 }).toBe('offline');
  sandbox.faults.clear();
  await expect.poll(() => sync.network, { timeout: 5000 }).toBe('online');
  const before = beats();
  await expect.poll(beats, { timeout: 5000 }).toBeGreaterThan(before);
});

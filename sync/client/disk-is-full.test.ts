import { randomUUID } from 'node:crypto';
import { expect, it, vi } from 'vitest';
import { startLine } from '../testing/line.ts';
import { inputOf } from '../testing/test-matters.ts';

it('at nine tenths nothing new is begun; what was begun is stored, sent and accepted', async () => {
  const { sync, reopen } = await startLine();
  expect(sync.intake).toEqual({ open: true });
  await sync.close();
  let bavail = 10;
  const statfs = () => ({ blocks: 100, bavail });
  const again = await reopen({ storage: { statfs } });
  expect(again.storage).toEqual({ freeShare: 0.1, state: 'no-new-intake' });
  expect(again.intake).toEqual({ open: false, reason: 'storage-full' });
  const id = randomUUID();
  await again.submit(inputOf(id));
  expect((await again.waitForOutcome(id, 5000)).state).toBe('accepted');
  await again.close();
  bavail = 11;
  expect((await reopen({ storage: { statfs } })).intake).toEqual({ open: true });
});

it('the share is a setting, and a change is told', async () => {
  const { sync, reopen, logged } = await startLine();
  await sync.close();
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  try {
    let bavail = 60;
    const again = await reopen({ storage: { fullAt: 0.5, statfs: () => ({ blocks: 100, bavail }) } });
    let told = 0;
    again.onChange(() => (told += again.intake.open ? 0 : 1));
    bavail = 50;
    vi.advanceTimersByTime(10_000);
    expect(told).toBe(1);
    expect(logged.filter((line) => line.includes('"storage"'))).toHaveLength(1);
    await again.close();
  } finally {
    vi.useRealTimers();
  }
});

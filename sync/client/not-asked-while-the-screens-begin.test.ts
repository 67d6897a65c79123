import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startLine, temporaryFolder, untilChange } from '../testing/line.ts';
import { inputOf } from '../testing/test-matters.ts';

it('keeps what is submitted, asks nobody, and sends it when it may', async () => {
  const { sync, reopen, sandbox } = await startLine();
  await sync.close();
  const { promise, resolve } = Promise.withResolvers<void>();
  const waiting = await reopen({ begins: promise });
  const id = randomUUID();
  await waiting.submit(inputOf(id));
  // By then a terminal that does not wait has had its answer.
  const other = await reopen({ dataFolder: join(temporaryFolder(), 'other') });
  await untilChange(other, () => other.network === 'online');
  expect(waiting).toMatchObject({ network: 'offline', heldCount: 1 });
  expect(sandbox.applications()).toEqual([]);
  resolve();
  expect((await waiting.waitForOutcome(id, 10_000)).state).toBe('accepted');
  expect(waiting.network).toBe('online');
});

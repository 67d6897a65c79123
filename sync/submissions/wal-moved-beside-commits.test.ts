import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { findOnDisk, temporaryFolder } from '../testing/line.ts';
import { receiptOf, sealedSubmission } from '../testing/stored.ts';
import { DATABASE_FILE } from './database.ts';
import { SubmissionStore } from './store.ts';
import { verifyStore } from './verify.ts';

it('a long WAL is moved while commits go on: all is there at each moment, and what is destroyed is in neither file', async () => {
  const folder = temporaryFolder();
  const store = new SubmissionStore(folder, 'T1');
  onTestFinished(() => store.close());
  const first = sealedSubmission({ materials: [] }, 300);
  await store.add(first);
  const isMoved = (): boolean =>
    findOnDisk(folder, [first.form.envelope]).some((found) => found.startsWith(`${DATABASE_FILE}: `));
  expect(isMoved()).toBe(false);
  const ids = [first.id];
  const keys: string[] = [];
  let groups = 0;
  // Until the thread has moved something, and ten groups more.
  for (let after = 0; after < 10 && groups < 200; groups++) {
    const group = Array.from({ length: 100 }, () => sealedSubmission({ materials: [] }, 300));
    await Promise.all(group.map((each) => store.add(each)));
    ids.push(...group.map(({ id }) => id));
    keys.push(group[0]?.form.citizenRecipient?.slice(20, 60) ?? '');
    if (groups % 5 === 0 && isMoved()) after += 5;
  }
  expect(isMoved()).toBe(true);
  expect(findOnDisk(folder, keys).length).toBeGreaterThanOrEqual(keys.length);
  // As a power cut leaves it: without the index of the WAL, which is in memory.
  const cut = temporaryFolder();
  for (const suffix of ['', '-wal']) {
    copyFileSync(join(folder, DATABASE_FILE + suffix), join(cut, DATABASE_FILE + suffix));
  }
  expect(verifyStore(cut)).toMatchObject({ ok: true, submissions: ids.length });
  await Promise.all(
    ids.map((id) => {
      const { receipt, text } = receiptOf(id);
      return store.markAccepted(id, receipt, text);
    }),
  );
  // False while the thread is at work.
  while (!store.emptyWal()) await sleep(5);
  expect(findOnDisk(folder, keys)).toEqual([]);
  expect(verifyStore(folder)).toMatchObject({ ok: true, submissions: ids.length });
});

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../testing/line.ts';
import { sealedSubmission } from '../testing/stored.ts';
import { turnsDuring } from '../testing/turns.ts';
import { CopyFailed, copyFile, makeCopy } from './copy.ts';
import { DATABASE_FILE } from './database.ts';
import { SubmissionStore } from './store.ts';

async function storeOf(count: number, envelopeBytes: number): Promise<[string, SubmissionStore]> {
  const folder = temporaryFolder();
  const store = new SubmissionStore(folder, 'T1');
  onTestFinished(() => store.close());
  const submissions = Array.from({ length: count }, () => sealedSubmission({}, envelopeBytes));
  await Promise.all(submissions.map((each) => store.add(each)));
  return [folder, store];
}

it('a copy is made and checked while the event loop goes on', async () => {
  const [folder] = await storeOf(600, 20_000);
  // On the event loop, in slices, it came round thirty times.
  expect(await turnsDuring(makeCopy(folder))).toBeGreaterThan(1000);
});

it('a copy of a store that is damaged says so, and the one before stays', async () => {
  const [folder, store] = await storeOf(20, 20_000);
  await makeCopy(folder);
  const before = readFileSync(copyFile(folder));
  store.close();
  const file = join(folder, DATABASE_FILE);
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(0x5a, 8192));
  const failure = await makeCopy(folder).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(CopyFailed);
  expect(failure).toMatchObject({ code: 'SQLITE_CORRUPT' });
  expect(readFileSync(copyFile(folder)).equals(before)).toBe(true);
});

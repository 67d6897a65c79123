import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../testing/line.ts';
import { sealedSubmission } from '../testing/stored.ts';
import { DATABASE_FILE } from './database.ts';
import { SubmissionStore } from './store.ts';
import { verifyStore } from './verify.ts';

const HEADER_BYTES = 100;
/** All of them take a minute: each 23rd stands for its neighbours, but for those that were once a fault. */
const onceFaults = [18 * 8, 18 * 8 + 2, 47 * 8, 47 * 8 + 7, 63 * 8 + 1, 63 * 8 + 4];

it('a bit of the head of the file is flipped: the store opens, and everything is there', async () => {
  const folder = temporaryFolder();
  const store = new SubmissionStore(folder, 'T1');
  const submissions = Array.from({ length: 4 }, () => sealedSubmission());
  for (const each of submissions) await store.add(each);
  store.close();
  const whole = readFileSync(join(folder, DATABASE_FILE));
  const bits = Array.from({ length: HEADER_BYTES * 8 }, (_, bit) => bit);
  for (const bit of bits.filter((each) => each % 23 === 0 || onceFaults.includes(each))) {
    const spoilt = join(temporaryFolder(), 'spoilt');
    cpSync(folder, spoilt, { recursive: true });
    const bytes = Buffer.from(whole);
    const at = Math.floor(bit / 8);
    bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << (bit % 8)), at);
    writeFileSync(join(spoilt, DATABASE_FILE), bytes);
    const opened = new SubmissionStore(spoilt, 'T1');
    expect(opened.outbox(), `bit ${bit}`).toEqual(submissions.map(({ id }) => id));
    opened.close();
    expect(verifyStore(spoilt), `bit ${bit}`).toMatchObject({ ok: true, submissions: 4 });
    rmSync(spoilt, { recursive: true });
  }
});

import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SubmissionStore } from '../../sync/submissions/store.ts';
import { verifyStore } from '../../sync/submissions/verify.ts';
import { temporaryFolder } from '../../sync/testing/line.ts';
import { sealedSubmission } from '../../sync/testing/stored.ts';
import { everyAcknowledgedOnce } from './oracle.ts';
import { startPlatform } from './platform.ts';
import { times } from './seed.ts';

const FRAME_BYTES = 24 + 8192;
/** Every byte in the long form. */
const STEP = times(401, 1);
const LONG_MS = 1_800_000;

it(
  'the last frame of the WAL is torn at each byte, with nothing or something else behind: the rest is there',
  async () => {
    const folder = temporaryFolder();
    const store = new SubmissionStore(folder, 'T1');
    const submissions = Array.from({ length: 8 }, () => sealedSubmission());
    for (const each of submissions) await store.add(each);
    // As the disk is, the process still running: the WAL holds everything.
    const wal = readFileSync(join(folder, 'submissions.db-wal'));
    const kept = temporaryFolder();
    copyFileSync(join(folder, 'submissions.db'), join(kept, 'submissions.db'));
    store.close();
    const earlier = submissions.slice(0, -1).map(({ id }) => id);
    const last = submissions.at(-1)?.id ?? '';
    const platform = await startPlatform();
    let torn = 0;
    for (let bytes = 0; bytes < FRAME_BYTES; bytes += bytes < 24 ? 1 : STEP) {
      const whole = wal.subarray(0, wal.length - FRAME_BYTES + bytes);
      // A WAL that is used again holds an older frame there.
      const older = wal.subarray(wal.length - 2 * FRAME_BYTES + bytes, wal.length - FRAME_BYTES);
      for (const behind of [Buffer.alloc(0), older]) {
        const place = join(kept, `torn-${torn}`);
        mkdirSync(place);
        copyFileSync(join(kept, 'submissions.db'), join(place, 'submissions.db'));
        writeFileSync(join(place, 'submissions.db-wal'), Buffer.concat([whole, behind]));
        const { wrong } = await everyAcknowledgedOnce(place, platform, earlier, { send: false });
        expect(wrong, `torn at byte ${bytes}`).toEqual([]);
        const again = new SubmissionStore(place, 'T1');
        // Never acknowledged if the power went before its fsync: wholly there or not at all.
        const record = again.record(last);
        if (record) expect((await again.sendable(last))?.digest).toHaveLength(64);
        again.close();
        expect(verifyStore(place)).toMatchObject({ ok: true });
        rmSync(place, { recursive: true });
        torn += 1;
      }
    }
    console.log(`the last frame was torn ${torn} times`);
    expect(torn).toBeGreaterThan(60);
  },
  LONG_MS,
);

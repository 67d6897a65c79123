import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/line.ts';
import { sealedSubmission } from '../testing/stored.ts';
import { DATABASE_FILE } from './database.ts';
import { mendWal } from './mend-wal.ts';
import { repairReports } from './repair.ts';
import { SubmissionStore } from './store.ts';
import { verifyStore } from './verify.ts';
import { FRAME_HEADER_BYTES, framesOf, sumAgain, WAL_HEADER_BYTES, type WalFrames } from './wal-frames.ts';

const SUBMISSIONS = 4;

interface Files {
  readonly wal: Buffer;
  readonly frames: WalFrames;
  readonly ids: readonly string[];
  /** Opens the store with this WAL; the last submission was not acknowledged where that is said. */
  open(wal: Buffer, isAcknowledged?: boolean): { readonly outbox: string[]; readonly repairs: number };
}

/** A store as the disk has it while the process runs: the WAL holds everything. */
async function runningStore(): Promise<Files> {
  const folder = temporaryFolder();
  const store = new SubmissionStore(folder, 'T1');
  const submissions = Array.from({ length: SUBMISSIONS }, () => sealedSubmission());
  for (const each of submissions) await store.add(each);
  const file = join(folder, DATABASE_FILE);
  const kept = join(folder, 'kept');
  copyFileSync(file, kept);
  const wal = readFileSync(`${file}-wal`);
  const journal = readFileSync(join(folder, 'acknowledged.log'), 'utf8');
  store.close();
  const frames = framesOf(wal);
  if (!frames) throw new Error('the WAL has no frames');
  const open: Files['open'] = (bytes, isAcknowledged = true) => {
    for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
    copyFileSync(kept, file);
    writeFileSync(`${file}-wal`, bytes);
    const last = journal.trimEnd().lastIndexOf('\n');
    writeFileSync(join(folder, 'acknowledged.log'), isAcknowledged ? journal : journal.slice(0, last + 1));
    const before = repairReports(folder).length;
    const opened = new SubmissionStore(folder, 'T1');
    const outbox = opened.outbox();
    opened.close();
    expect(verifyStore(folder)).toMatchObject({ ok: true });
    return { outbox, repairs: repairReports(folder).length - before };
  };
  return { wal, frames, ids: submissions.map(({ id }) => id), open };
}

function flipped(wal: Buffer, at: number, mask: number): Buffer {
  const bytes = Buffer.from(wal);
  bytes.writeUInt8(bytes.readUInt8(at) ^ mask, at);
  return bytes;
}

function commits({ count, frame }: WalFrames): number[] {
  return Array.from({ length: count }, (_, index) => index).filter(
    (index) => frame(index).readUInt32BE(4) !== 0,
  );
}

describe('a flipped bit in the WAL', () => {
  it('of its header, or of the header of a frame, is known, whichever it is', async () => {
    const { wal: all, frames: allFrames } = await runningStore();
    const wal = all.subarray(0, allFrames.startOf(8));
    const frames = framesOf(wal) ?? allFrames;
    const places = [
      ...Array.from({ length: WAL_HEADER_BYTES }, (_, at) => at),
      ...[1, frames.count - 2].flatMap((index) =>
        Array.from({ length: FRAME_HEADER_BYTES }, (_, at) => frames.startOf(index) + at),
      ),
    ];
    for (const at of places) {
      for (let mask = 1; mask < 256; mask <<= 1) {
        const spoilt = flipped(wal, at, mask);
        const mended = mendWal(spoilt);
        const isInDoubt = mended?.doubts.some(({ bits }) =>
          bits.some((bit) => bit.at === at && bit.mask === mask),
        );
        expect(isInDoubt || mended?.wal.equals(wal), `byte ${at}, mask ${mask}`).toBe(true);
      }
    }
  });

  it('of the last word of a page is told from one of the checksum by the next frame', async () => {
    const { wal, frames } = await runningStore();
    for (const index of [0, 3, frames.count - 2]) {
      for (let bit = 0; bit < 22; bit++) {
        const at = frames.startOf(index + 1) - 4 + Math.floor(bit / 8);
        expect(mendWal(flipped(wal, at, 1 << (bit % 8)))?.wal.equals(wal), `${index}, ${bit}`).toBe(true);
      }
    }
  });

  it('of which the checksum leaves several places is found by what the rows prove', async () => {
    const { wal, frames, ids, open } = await runningStore();
    const texts = ids.map((id) => wal.lastIndexOf(id));
    // Of an id, and of what stands behind it; in earlier commits and in the last one.
    for (const [index, at] of texts.entries()) {
      const highest = at + ((7 - (at % 4)) % 4);
      const spoilt = flipped(wal, highest, [0x80, 0x40, 0x20, 1][index % 4] ?? 1);
      expect(mendWal(spoilt)?.doubts.length).toBe(1);
      expect(open(spoilt)).toEqual({ outbox: [...ids], repairs: 1 });
    }
    expect(frames.count).toBeGreaterThan(2 * SUBMISSIONS);
  });
});

describe('a power cut that tears the last commit', () => {
  it('is no damage, whichever sector of it is missing; what was there before is there', async () => {
    const { wal, frames, ids, open } = await runningStore();
    const [from = 0, to = 0] = commits(frames).slice(-2);
    const begins = frames.startOf(from + 1);
    const sectors = Array.from({ length: Math.ceil(wal.length / 512) }, (_, index) => index * 512);
    const earlier = ids.slice(0, -1);
    const ofLastCommit = sectors.filter((at) => at + 512 > begins && at < frames.startOf(to + 1));
    for (const [index, at] of ofLastCommit.entries()) {
      const torn = Buffer.from(wal);
      torn.fill(0, Math.max(at, begins), Math.min(at + 512, torn.length));
      const mended = mendWal(torn);
      expect(mended?.isOfLastCommit, `sector at ${at}`).not.toBe(false);
      // Where nothing looks like a flipped bit a few stand for all: that is SQLite's own.
      if (!mended && index % 16 !== 0) continue;
      const { outbox, repairs } = open(torn, false);
      expect(outbox.slice(0, earlier.length), `sector at ${at}`).toEqual(earlier);
      expect(repairs, `sector at ${at}`).toBe(0);
    }
  });

  it('even where a page number of one bit is torn away', async () => {
    const { wal, frames, ids, open } = await runningStore();
    const [from = 0, to = 0] = commits(frames).slice(-2);
    for (let index = from + 1; index < to; index++) {
      // As if the page had this number.
      const another = Buffer.from(wal);
      const start = frames.startOf(index);
      another.writeUInt32BE(64, start);
      sumAgain(another);
      const torn = Buffer.from(another);
      torn.fill(0, start, start + 8);
      expect(mendWal(torn)).toMatchObject({ isOfLastCommit: true });
      expect(open(torn, false)).toEqual({ outbox: ids.slice(0, -1), repairs: 0 });
    }
    expect(to - from).toBeGreaterThan(2);
  });
});

import { closeSync, cpSync, openSync, readSync, rmSync, statSync, writeSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import type { Sandbox } from '@tongban/sync/sandbox';
import { makeCopy } from '../../sync/submissions/copy.ts';
import { startLine, temporaryFolder } from '../../sync/testing/line.ts';
import { inputOf } from '../../sync/testing/test-matters.ts';
import { everyAcknowledgedOnce } from './oracle.ts';
import { between, random, seedOf, times } from './seed.ts';

const FLIPS = times(4, 150);
const LONG_MS = 1_800_000;
const PAGE_BYTES = 8192;
/** Of the 32 of a word; of the higher ones the checksum of a page leaves several places, and the rows tell. */
const LOCATED_BITS = 22;
const ACCEPTED = 20;
const IN_COPY = 30;
const ALL = 40;

interface Filled {
  /** The terminal's folder as the disk has it while the process runs, without and with a WAL. */
  readonly folder: string;
  readonly ids: string[];
  readonly sandbox: Sandbox;
}

/** Accepted submissions, then unsent ones, of which the copy of the store has the first. */
async function filledTerminal(withWal: boolean): Promise<Filled> {
  const { sync, sandbox, dataFolder, reopen } = await startLine();
  const ids: string[] = [];
  const submit = async (running: typeof sync, count: number): Promise<void> => {
    for (let each = 0; each < count; each++) {
      const id = randomUUID();
      await running.submit(inputOf(id));
      ids.push(id);
    }
  };
  await submit(sync, ACCEPTED);
  await Promise.all(ids.map((id) => sync.waitForOutcome(id, 10_000)));
  await sync.close();
  const unsent = await reopen({ platform: { ...sandbox.keys, url: 'http://127.0.0.1:1' } });
  await submit(unsent, IN_COPY - ACCEPTED);
  await makeCopy(dataFolder);
  await submit(unsent, ALL - IN_COPY);
  const folder = join(temporaryFolder(), 'terminal');
  if (!withWal) await unsent.close();
  cpSync(dataFolder, folder, { recursive: true, filter: (path) => !path.endsWith('-shm') });
  if (withWal) await unsent.close();
  return { folder, ids, sandbox };
}

/** Pages of each B-tree: tables, indexes and the schema. */
function pagesOfTrees(file: string): Map<string, number[]> {
  const db = new Database(file, { readonly: true });
  try {
    const rows = db.prepare<[], { name: string; pageno: number }>('select name, pageno from dbstat').all();
    const trees = Map.groupBy(rows, ({ name }) => name);
    return new Map([...trees].map(([name, pages]) => [name, pages.map(({ pageno }) => pageno)]));
  } finally {
    db.close();
  }
}

function flipBit(file: string, at: number, bit: number): void {
  const handle = openSync(file, 'r+');
  const byte = Buffer.alloc(1);
  readSync(handle, byte, 0, 1, at);
  byte.writeUInt8(byte.readUInt8(0) ^ (1 << bit), 0);
  writeSync(handle, byte, 0, 1, at);
  closeSync(handle);
}

async function afterFlip({ folder, ids, sandbox }: Filled, file: string, at: number, bit: number) {
  const spoilt = `${folder}-spoilt`;
  cpSync(folder, spoilt, { recursive: true });
  flipBit(join(spoilt, file), at, bit);
  try {
    const found = await everyAcknowledgedOnce(spoilt, sandbox, ids, { send: false, damaged: true });
    return { ...found, wrong: found.wrong.map((each) => `${file}, byte ${at}, bit ${bit}: ${each}`) };
  } catch (error) {
    return { wrong: [`${file}, byte ${at}, bit ${bit}: ${String(error)}`], accepted: 0, unsent: 0, told: 0 };
  } finally {
    rmSync(spoilt, { recursive: true });
  }
}

it(
  `a bit is flipped in each table and index, ${FLIPS} times each: all are there, or set aside, or named as lost`,
  async () => {
    const draw = random(seedOf('bit-flipped'));
    const filled = await filledTerminal(false);
    const trees = pagesOfTrees(join(filled.folder, 'submissions.db'));
    expect([...trees.keys()]).toEqual(expect.arrayContaining(['submissions', 'parts', 'audit', 'terminal']));
    const wrong: string[] = [];
    const sum: Record<string, { accepted: number; unsent: number; told: number }> = {};
    for (const [tree, pages] of trees) {
      const counts = (sum[tree] = { accepted: 0, unsent: 0, told: 0 });
      for (let flip = 0; flip < FLIPS; flip++) {
        const page = pages[between(draw, 0, pages.length - 1)] ?? 1;
        const at = (page - 1) * PAGE_BYTES + between(draw, 0, PAGE_BYTES - 1);
        const found = await afterFlip(filled, 'submissions.db', at, between(draw, 0, 7));
        wrong.push(...found.wrong.map((each) => `${tree}: ${each}`));
        counts.accepted += found.accepted;
        counts.unsent += found.unsent;
        counts.told += found.told;
      }
    }
    console.log(`bits flipped: ${JSON.stringify(sum)}`);
    expect(wrong).toEqual([]);
  },
  LONG_MS,
);

it(
  `a bit is flipped in the WAL, ${4 * FLIPS} times: it is put right, or what cannot be told is set aside`,
  async () => {
    const draw = random(seedOf('bit-flipped in the WAL'));
    const filled = await filledTerminal(true);
    const bytes = statSync(join(filled.folder, 'submissions.db-wal')).size;
    const wrong: string[] = [];
    const told = { located: 0, others: 0 };
    for (let flip = 0; flip < 4 * FLIPS; flip++) {
      const bit = between(draw, 0, 31);
      const word = between(draw, 0, bytes / 4 - 1);
      const at = word * 4 + Math.floor(bit / 8);
      const found = await afterFlip(filled, 'submissions.db-wal', at, bit % 8);
      wrong.push(...found.wrong);
      told[bit < LOCATED_BITS ? 'located' : 'others'] += found.told;
    }
    console.log(`bits flipped in the WAL: ${JSON.stringify(told)} told`);
    expect(wrong).toEqual([]);
    expect(told.located).toBe(0);
  },
  LONG_MS,
);

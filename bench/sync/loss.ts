import { join } from 'node:path';
import Database from 'better-sqlite3';
import { SubmissionStore } from '../../sync/submissions/store.ts';
import { survival } from '../../test/faults/survival.ts';
import type { Result } from '../result.ts';

const CUTS = 200;
const ADDED = 100;
const SEED = 1;

const ours = join(import.meta.dirname, 'programs');
const theirs = join(import.meta.dirname, '../../test/faults/programs');

interface Program {
  readonly file: string;
  readonly args: readonly string[];
  /** Ids in the store of a folder that a cut has left. */
  readonly present: (folder: string) => readonly string[];
}

const plainjob = {
  file: join(theirs, 'plainjob.ts'),
  present: (folder: string) =>
    column(folder, 'plainjob.db', `select json_extract(data, '$.id') from plainjob_jobs`),
};

const programs: Readonly<Record<string, Program>> = {
  product: { file: join(ours, 'product.ts'), args: [], present: submissionsIn },
  'plainjob-full': { ...plainjob, args: ['FULL'] },
  'plainjob-shipped': { ...plainjob, args: [] },
  'liteque-shipped': {
    ...{ file: join(ours, 'liteque.ts'), args: [] },
    present: (folder) => column(folder, 'liteque.db', 'select idempotencyKey from tasks'),
  },
};

/**
 * What a queue had acknowledged and has no more when the power is cut at random points and un-fsynced writes are
 * dropped: on the disk of test/faults, over all cuts.
 */
export async function measureLoss(): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const [name, { file, args, present }] of Object.entries(programs)) {
    const { lost, acknowledged } = await survival(file, [String(ADDED), ...args], present, {
      ...{ cuts: CUTS, seed: SEED },
    });
    results.push({
      ...{ name: `lost-of-acknowledged-${name}`, value: lost, unit: `of ${acknowledged}` },
      ...{ goal: 0, better: 'lower' as const },
    });
  }
  return results;
}

function submissionsIn(folder: string): string[] {
  const store = new SubmissionStore(folder, 'BENCH1');
  try {
    return store.outbox();
  } finally {
    store.close();
  }
}

function column(folder: string, file: string, query: string): string[] {
  const db = new Database(join(folder, file));
  try {
    return db.prepare<[], string>(query).pluck().all();
  } finally {
    db.close();
  }
}

import { join } from 'node:path';
import { expect, it } from 'vitest';
import Database from 'better-sqlite3';
import { SubmissionStore } from '../../sync/submissions/store.ts';
import { verifyStore } from '../../sync/submissions/verify.ts';
import { repairReports } from '../../sync/submissions/repair.ts';
import { integrityFaults } from './oracle.ts';
import { seedOf, times } from './seed.ts';
import { survival } from './survival.ts';

const PROGRAM = join(import.meta.dirname, 'programs/store.ts');
const CUTS = times(120, 4000);
/** Each of them opens thousands of rows. */
const CUTS_BESIDE = times(24, 800);
const LONG_MS = 1_800_000;

/** What the store says after a cut, as `<id> <state>`; anything that is not whole is told in `faults`. */
function openAfterCut(folder: string, faults: string[]): string[] {
  const store = new SubmissionStore(folder, 'T1');
  store.close();
  faults.push(...integrityFaults(folder));
  faults.push(...repairReports(folder).map(({ reason }) => `had to be repaired: ${reason}`));
  const verdict = verifyStore(folder);
  if (!verdict.ok) faults.push(JSON.stringify(verdict.faults));
  const db = new Database(join(folder, 'submissions.db'), { readonly: true });
  try {
    const rows = db.prepare<[], { id: string; state: string }>('select id, state from submissions').all();
    return rows.flatMap(({ id, state }) =>
      state === 'accepted' ? [`${id} sealed`, `${id} accepted`] : [`${id} sealed`],
    );
  } finally {
    db.close();
  }
}

async function survives(cuts: number, ...programArguments: string[]): Promise<void> {
  const faults: string[] = [];
  const options = { cuts, seed: seedOf('power-cut-while-files-are-kept') };
  const visit = (folder: string): string[] => openAfterCut(folder, faults);
  const result = await survival(PROGRAM, programArguments, visit, options);
  console.log(`power cut while files are kept: ${JSON.stringify(result)}`);
  expect(faults).toEqual([]);
  expect(result).toMatchObject({ cuts, lost: 0, doubled: 0, unreadable: 0 });
}

it(
  `the power is cut at ${CUTS} points while the WAL is emptied and the copy renewed: nothing is lost, undone or damaged`,
  () => survives(CUTS, '16'),
  LONG_MS,
);

it(
  `the power is cut at ${CUTS_BESIDE} points while a thread moves the WAL and commits go on: the same`,
  () => survives(CUTS_BESIDE, '1', '45'),
  LONG_MS,
);

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

it(
  `the power is cut at ${CUTS} points while the WAL is emptied and the copy renewed: nothing is lost, undone or damaged`,
  async () => {
    const faults: string[] = [];
    const options = { cuts: CUTS, seed: seedOf('power-cut-while-files-are-kept') };
    const result = await survival(PROGRAM, ['16'], (folder) => openAfterCut(folder, faults), options);
    console.log(`power cut while files are kept: ${JSON.stringify(result)}`);
    expect(faults).toEqual([]);
    expect(result).toMatchObject({ cuts: CUTS, lost: 0, doubled: 0, unreadable: 0 });
  },
  LONG_MS,
);

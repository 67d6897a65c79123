import { setImmediate as nextTurn } from 'node:timers/promises';
import { makeCopy } from '../../../sync/submissions/copy.ts';
import { SubmissionStore } from '../../../sync/submissions/store.ts';
import { receiptOf, sealedSubmission } from '../../../sync/testing/stored.ts';
import { acknowledge } from '../disk/log.ts';

/**
 * The store alone, with all that is done to its files besides commits: the WAL is emptied after each few acceptances,
 * and the copy is renewed now and then. Each step is acknowledged as `<id> <state>`. Argument: how many rounds.
 */
const folder = process.env['FAULTS_FOLDER'] ?? '';
const store = new SubmissionStore(folder, 'T1');
for (let round = 0; round < Number(process.argv[2] ?? '10'); round++) {
  const added = await Promise.all(
    // Some alone, some in a group; one with a paper of many pages.
    Array.from({ length: 1 + (round % 4) }, async (_, index) => {
      const { id } = await store.add(sealedSubmission({}, index === 2 ? 60_000 : 2048));
      acknowledge(`${id} sealed`);
      return id;
    }),
  );
  for (const id of added) {
    await store.markSending(id, `A-${id}`);
    const { receipt, text } = receiptOf(id);
    await store.markAccepted(id, receipt, text);
    acknowledge(`${id} accepted`);
  }
  while (!store.emptyWal()) await nextTurn();
  if (round % 5 === 4) await makeCopy(folder);
}
store.close();

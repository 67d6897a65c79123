import { SubmissionStore } from '../../../sync/submissions/store.ts';
import { sealedSubmission } from '../../../sync/testing/stored.ts';
import { acknowledge } from '../../../test/faults/disk/log.ts';

/** The store of the product: each submission acknowledged when `add` has resolved. Argument: how many. */
const IN_A_GROUP = 4;

const store = new SubmissionStore(process.env['FAULTS_FOLDER'] ?? '', 'BENCH1');
for (let count = Number(process.argv[2]); count > 0; count -= IN_A_GROUP) {
  const group = Array.from({ length: Math.min(count, IN_A_GROUP) }, async () => {
    const { id } = await store.add(sealedSubmission());
    acknowledge(id);
  });
  await Promise.all(group);
}
store.close();

import { join } from 'node:path';
import { buildDBClient, SqliteQueue } from 'liteque';
import { acknowledge } from '../../../test/faults/disk/log.ts';

/** liteque as it is shipped: each job acknowledged when `enqueue` has resolved. Argument: how many. */
const client = buildDBClient(join(process.env['FAULTS_FOLDER'] ?? '', 'liteque.db'), { runMigrations: true });
const queue = new SqliteQueue<{ payload: string }>('submissions', client, {
  defaultJobArgs: { numRetries: 0 },
  keepFailedJobs: true,
});
for (let job = 0; job < Number(process.argv[2]); job++) {
  await queue.enqueue({ payload: 'x'.repeat(2048) }, { idempotencyKey: `job-${job}` });
  acknowledge(`job-${job}`);
}

import { join } from 'node:path';
import Database from 'better-sqlite3';
import { better, defineQueue } from 'plainjob';
import { acknowledge } from '../disk/log.ts';

/**
 * plainjob: each job acknowledged when `add` has returned. Arguments: how many, and `FULL` for synchronous=FULL where
 * it shall not be as it is shipped.
 */
const folder = process.env['FAULTS_FOLDER'] ?? '';
const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };
const db = new Database(join(folder, 'plainjob.db'));
const queue = defineQueue({ connection: better(db), logger: silent });
if (process.argv[3] === 'FULL') db.pragma('synchronous = FULL');
for (let job = 0; job < Number(process.argv[2] ?? '100'); job++) {
  queue.add('submission', { id: `job-${job}`, payload: 'x'.repeat(2048) });
  acknowledge(`job-${job}`);
}
queue.close();

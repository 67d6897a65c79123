import { join } from 'node:path';
import Database from 'better-sqlite3';
import { better, defineQueue } from 'plainjob';
import { acknowledge } from '../disk/log.ts';

/** plainjob as it is shipped: each job acknowledged when `add` has returned. Argument: how many. */
const folder = process.env['FAULTS_FOLDER'] ?? '';
const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };
const connection = better(new Database(join(folder, 'plainjob.db')));
const queue = defineQueue({ connection, logger: silent });
for (let job = 0; job < Number(process.argv[2] ?? '100'); job++) {
  queue.add('submission', { id: `job-${job}`, payload: 'x'.repeat(2048) });
  acknowledge(`job-${job}`);
}
queue.close();

import { join } from 'node:path';
import Database from 'better-sqlite3';
import { acknowledge } from '../disk/log.ts';

/**
 * One row for each id, acknowledged after its commit: what SQLite alone promises. Arguments: `synchronous`, and how
 * many rows. A large row spreads over several pages, a checkpoint comes in between.
 */
const [synchronous = 'FULL', rows = '100'] = process.argv.slice(2);
const db = new Database(join(process.env['FAULTS_FOLDER'] ?? '', 'rows.db'));
db.pragma('journal_mode = WAL');
db.pragma(`synchronous = ${synchronous}`);
db.exec('create table rows (id text primary key, payload blob not null) strict');
const insert = db.prepare('insert into rows (id, payload) values (?, randomblob(?))');
for (let row = 0; row < Number(rows); row++) {
  insert.run(`row-${row}`, row % 10 === 0 ? 20_000 : 2000);
  acknowledge(`row-${row}`);
  if (row % 40 === 39) db.pragma('wal_checkpoint(PASSIVE)');
}
db.close();

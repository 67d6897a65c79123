import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { COPIES_FOLDER, copyFile, type CopyAnswer } from './copy.ts';
import { checkFile, DATABASE_FILE, isDamage, isStoreError, migrate } from './database.ts';
import { removeDatabase, syncToDisk } from './files.ts';
import { migrations } from './migrations/index.ts';

/** The thread behind {@link import('./copy.ts')}: makes one copy, answers, and ends. */

/** Everything but `card_keys`: a copy must not keep what acceptance destroys in the store. */
const copiedTables = ['terminal', 'submissions', 'parts', 'audit'] as const;

function copyStore(folder: string): void {
  const finished = copyFile(folder);
  const fresh = `${finished}.new`;
  mkdirSync(join(folder, COPIES_FOLDER), { recursive: true, mode: 0o700 });
  removeDatabase(fresh);
  const source = new Database(join(folder, DATABASE_FILE), { readonly: true });
  const copy = new Database(fresh);
  try {
    // One sync at the end is enough: until then nobody takes it for a copy.
    copy.pragma('synchronous = OFF');
    migrate(copy, migrations);
    source.exec('begin');
    copy.exec('begin');
    for (const table of copiedTables) copyTable(source, copy, table);
    copy.exec('commit');
    checkFile(copy);
  } finally {
    copy.close();
    source.close();
  }
  syncToDisk(fresh);
  renameSync(fresh, finished);
  syncToDisk(join(folder, COPIES_FOLDER));
}

function copyTable(source: Database.Database, copy: Database.Database, table: string): void {
  const rows = source.prepare(`select * from ${table} order by rowid`).raw();
  const marks = rows.columns().map(() => '?');
  const add = copy.prepare(`insert into ${table} values (${marks.join()})`);
  for (const row of rows.iterate() as Iterable<unknown[]>) add.run(row);
}

/** @throws what is a mistake of the program */
function codeOf(error: unknown): string {
  if (isStoreError(error)) return error.code;
  if (isDamage(error)) return 'damaged';
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return code;
}

let failed: string | null = null;
try {
  copyStore(workerData as string);
} catch (error) {
  failed = codeOf(error);
}
parentPort?.postMessage({ failed } satisfies CopyAnswer);

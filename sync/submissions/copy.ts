import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { checkFile, DATABASE_FILE, migrate } from './database.ts';
import { removeDatabase, syncToDisk } from './files.ts';
import { migrations } from './migrations/index.ts';

export const COPIES_FOLDER = 'copies';
/** Everything but `card_keys`: a copy must not keep what acceptance destroys in the store. */
const copiedTables = ['terminal', 'submissions', 'parts', 'audit'] as const;
/** The event loop is left alone for longer than this by no slice, in milliseconds. */
const SLICE_MS = 8;

export function copyFile(folder: string): string {
  return join(folder, COPIES_FOLDER, DATABASE_FILE);
}

/** When the last good copy was made, ms since 1970; null when there is none. */
export function copyMadeAt(folder: string): number | null {
  const file = copyFile(folder);
  return existsSync(file) ? statSync(file).mtimeMs : null;
}

/**
 * Copies a store as it is at this moment, in slices between which the store is written as ever, and puts the copy in
 * the place of the one before when it is on the disk and its check says it is whole. While it runs the WAL of the store
 * cannot be emptied.
 * @throws DamagedFile, or an error of SQLite or the file system; the copy before is then still there
 */
export async function makeCopy(folder: string): Promise<void> {
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
    for (const table of copiedTables) await copyTable(source, copy, table);
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

async function copyTable(source: Database.Database, copy: Database.Database, table: string): Promise<void> {
  const rows = source.prepare(`select * from ${table} order by rowid`).raw();
  const marks = rows.columns().map(() => '?');
  const add = copy.prepare(`insert into ${table} values (${marks.join()})`);
  let since = performance.now();
  for (const row of rows.iterate() as Iterable<unknown[]>) {
    add.run(row);
    if (performance.now() - since < SLICE_MS) continue;
    await nextTurn();
    since = performance.now();
  }
}

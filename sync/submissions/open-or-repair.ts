import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { lastAuditRow } from './audit.ts';
import { DamagedFile, DATABASE_FILE, isDamage, isStoreError, openDatabase } from './database.ts';
import { finishReplacing } from './files.ts';
import { readJournal } from './journal.ts';
import { mendWal } from './mend-wal.ts';
import { rebuild, REBUILT_FILE } from './repair.ts';
import { prepareStatements } from './statements.ts';
import { copiedHead, declaredRepairs } from './verify.ts';

/**
 * Opens the store of a data folder. A damaged one is set aside whole and rebuilt from what can be read of it and the
 * last good copy.
 * @throws UnusableStore when it was written by a newer program
 */
export function openOrRepair(folder: string): Database.Database {
  const file = join(folder, DATABASE_FILE);
  finishReplacing(file, join(folder, REBUILT_FILE));
  try {
    checkWal(`${file}-wal`);
    const db = openDatabase(file);
    const fault = faultOf(db, folder);
    if (fault === null) return db;
    db.close();
    throw new DamagedFile(fault);
  } catch (error) {
    if (!isDamage(error)) throw error;
    rebuild(folder, (error as Error).message);
    return openDatabase(file);
  }
}

/** @throws DamagedFile for a WAL of which SQLite would drop an end that was committed */
export function checkWal(file: string): void {
  if (existsSync(file) && mendWal(readFileSync(file))) throw new DamagedFile('a flipped bit in the WAL');
}

function faultOf(db: Database.Database, folder: string): string | null {
  if (!hasItsColumns(db)) return 'schema';
  if (hasForeignIds(db)) return 'a submission that its audit does not know';
  if (isBehindCopy(db, folder)) return 'older than its copy';
  return isBehindJournal(db, folder) ? 'without submissions that were acknowledged' : null;
}

/** A line of the journal was committed before it was written. */
function isBehindJournal(db: Database.Database, folder: string): boolean {
  const newest = db.prepare<[], number | null>('select max(n) from submissions').pluck().get() ?? 0;
  const missing = readJournal(folder).filter(({ n }) => n > newest);
  if (missing.length === 0) return false;
  const declared = new Set(declaredRepairs(db).flatMap(({ lost }) => lost.map(({ id }) => id)));
  return missing.some(({ id }) => !declared.has(id));
}

/** A flipped bit in an id is no damage to SQLite, but the submission would be found, sent and opened under another name. */
function hasForeignIds(db: Database.Database): boolean {
  const foreign = db
    .prepare(
      `select 1 from submissions where id not in
         (select submission_id from audit where submission_id is not null) limit 1`,
    )
    .get();
  return foreign !== undefined;
}

/** An altered name of a column is no damage to SQLite, but nothing can be asked any more. */
function hasItsColumns(db: Database.Database): boolean {
  try {
    prepareStatements(db);
    return true;
  } catch (error) {
    if (isStoreError(error) && error.code === 'SQLITE_ERROR') return false;
    throw error;
  }
}

/** A copy is made of what is on the disk already: a store that knows less than it has lost commits. */
function isBehindCopy(db: Database.Database, folder: string): boolean {
  const copied = copiedHead(folder);
  return copied !== null && copied.sequence > lastAuditRow(db).sequence;
}

import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { lastAuditRow } from './audit.ts';
import { DamagedFile, DATABASE_FILE, isDamage, modelOf, openDatabase } from './database.ts';
import { finishReplacing, writeInPlace } from './files.ts';
import { readJournal } from './journal.ts';
import { mendWal } from './mend-wal.ts';
import { migrations } from './migrations/index.ts';
import { Pages, rawTables, RawStore } from './raw-store.ts';
import { destroySetAsideKeys, rebuild, REBUILT_FILE } from './repair.ts';
import { copiedHead, declaredRepairs } from './verify.ts';

/** Of a file of SQLite. */
const HEADER_BYTES = 100;

/**
 * Opens the store of a data folder. A damaged one is set aside whole and rebuilt from what can be read of it and the
 * last good copy.
 * @throws UnusableStore when it was written by a newer program
 */
export function openOrRepair(folder: string): Database.Database {
  const file = join(folder, DATABASE_FILE);
  finishReplacing(file, join(folder, REBUILT_FILE));
  const db = opened(file, folder);
  destroySetAsideKeys(folder, db);
  return db;
}

function opened(file: string, folder: string): Database.Database {
  try {
    checkHeader(file);
    checkWal(`${file}-wal`, (wal) => isBehindJournalWithout(file, wal, folder));
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

/**
 * What SQLite takes for a file of a newer SQLite, which nobody has written here: versions for writing and reading, and
 * the format of the schema.
 * @throws DamagedFile
 */
function checkHeader(file: string): void {
  if (!existsSync(file) || statSync(file).size < HEADER_BYTES) return;
  const header = Buffer.alloc(HEADER_BYTES);
  const handle = openSync(file, 'r');
  readSync(handle, header, 0, HEADER_BYTES, 0);
  closeSync(handle);
  const isKnown = header.readUInt8(18) <= 2 && header.readUInt8(19) <= 2 && header.readUInt32BE(44) <= 4;
  if (!isKnown) throw new DamagedFile('header');
}

/**
 * A flipped bit in the last commit cannot be told from a power cut that has torn it, of a page that is nearly all zeros.
 * What is certain of it is put right, as both cases want it.
 * @param isMissed whether anything was in that commit that somebody was promised; it is given the WAL as it is
 * @throws DamagedFile for a WAL of which SQLite would drop commits that were on the disk
 */
export function checkWal(file: string, isMissed: (wal: Buffer) => boolean = () => true): void {
  if (!existsSync(file)) return;
  const wal = readFileSync(file);
  const mended = mendWal(wal);
  if (!mended) return;
  const isCertain = mended.doubts.length === 0;
  if (!mended.isOfLastCommit || (!isCertain && isMissed(wal))) {
    throw new DamagedFile('a flipped bit in the WAL');
  }
  if (isCertain) writeInPlace(file, mended.wal);
}

/** Looked up in the pages: SQLite would take the WAL away when it closes the file again. */
function isBehindJournalWithout(file: string, wal: Buffer, folder: string): boolean {
  const acknowledged = readJournal(folder).at(-1)?.n ?? 0;
  const model = modelOf(migrations);
  const pages = new Pages(file, wal);
  try {
    return acknowledged > (new RawStore(pages, rawTables(model)).keys('submissions').at(-1) ?? 0);
  } finally {
    pages.close();
    model.close();
  }
}

function faultOf(db: Database.Database, folder: string): string | null {
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

/** A copy is made of what is on the disk already: a store that knows less than it has lost commits. */
function isBehindCopy(db: Database.Database, folder: string): boolean {
  const copied = copiedHead(folder);
  return copied !== null && copied.sequence > lastAuditRow(db).sequence;
}

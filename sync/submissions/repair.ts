import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { copyFile } from './copy.ts';
import { DATABASE_FILE, openDatabase } from './database.ts';
import { destroyKeys } from './destroy-keys.ts';
import {
  databaseSuffixes,
  freeName,
  overwrite,
  removeDatabase,
  replaceDatabase,
  syncToDisk,
} from './files.ts';
import { readJournal } from './journal.ts';
import { rawTables } from './raw-store.ts';
import { rawReadable, readable, READING_PREFIX, removeReading } from './readable.ts';
import { refill, type Refilled, type Source } from './refill.ts';
import { writtenWal } from './settle-doubts.ts';

export const REBUILT_FILE = `${DATABASE_FILE}.rebuilt`;
const DAMAGED_FILE = `${DATABASE_FILE}.damaged`;
const REPORT_SUFFIX = '.report.json';

/** What became of a damaged store. */
export interface RepairReport extends Refilled {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** What SQLite said of the file. */
  readonly reason: string;
  /** Name of the file that was set aside, in the same folder; never deleted by the program. */
  readonly setAside: string;
  /** Citizens' keys are in the rebuilt store alone; false while it still has to be done. */
  readonly keysDestroyed: boolean;
}

/** Every repair of this store, oldest first. */
export function repairReports(folder: string): RepairReport[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.startsWith(DAMAGED_FILE) && name.endsWith(REPORT_SUFFIX))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as RepairReport)
    .sort((a, b) => (a.at < b.at ? -1 : 1));
}

/**
 * Builds the store anew, row by row: from the damaged file as SQLite reads it, from its pages themselves, else from the
 * last good copy. Only when the new file is on the disk the damaged one changes its name, so that this may be cut off
 * anywhere and begun again.
 * @throws UnusableStore when the file was written by a newer program
 */
export function rebuild(folder: string, reason: string): void {
  const damagedFile = join(folder, DATABASE_FILE);
  const rebuiltFile = join(folder, REBUILT_FILE);
  const setAside = freeName(join(folder, DAMAGED_FILE));
  for (const suffix of databaseSuffixes) overwrite(rebuiltFile + suffix);
  removeDatabase(rebuiltFile);
  for (const name of readdirSync(folder)) {
    if (name.startsWith(READING_PREFIX)) removeReading(join(folder, name));
  }
  const rebuilt = openDatabase(rebuiltFile);
  const sources: Source[] = [];
  try {
    const { wal, doubtful } = writtenWal(damagedFile, rawTables(rebuilt));
    sources.push({ ...readable(damagedFile, wal), isCopy: false });
    sources.push({ ...rawReadable(damagedFile, wal, rawTables(rebuilt)), isCopy: false });
    sources.push({ ...readable(copyFile(folder)), isCopy: true });
    const name = setAside.slice(folder.length + 1);
    const refilled = rebuilt
      .transaction(() => refill(rebuilt, sources, readJournal(folder), doubtful, name))
      .immediate();
    const at = new Date().toISOString();
    writeReport(folder, { at, reason, setAside: name, ...refilled, keysDestroyed: false });
    rebuilt.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    rebuilt.close();
    for (const source of sources) source.close();
  }
  replaceDatabase(damagedFile, setAside, rebuiltFile);
}

/**
 * Destroys the citizens' keys in what was set aside, once the rebuilt store is in its place: there they end with the
 * receipt. @param db the rebuilt store
 */
export function destroySetAsideKeys(folder: string, db: Database.Database): void {
  for (const report of repairReports(folder)) {
    const file = join(folder, report.setAside);
    if (report.keysDestroyed || !existsSync(file)) continue;
    destroyKeys(file, rawTables(db));
    writeReport(folder, { ...report, keysDestroyed: true });
  }
}

function writeReport(folder: string, report: RepairReport): void {
  const file = join(folder, report.setAside + REPORT_SUFFIX);
  writeFileSync(`${file}.new`, JSON.stringify(report, null, 2), { mode: 0o600 });
  syncToDisk(`${file}.new`);
  renameSync(`${file}.new`, file);
}

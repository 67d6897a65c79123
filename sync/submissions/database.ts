import Database from 'better-sqlite3';
import { migrations as allMigrations } from './migrations/index.ts';
import type { Migration } from './migrations/migration.ts';

/** The store cannot be used; it was left as it is. */
export class UnusableStore extends Error {
  constructor(reason: string) {
    super(`The submission store cannot be used: ${reason}. Nothing was changed; call a technician.`);
    this.name = 'UnusableStore';
  }
}

/** A file of the store is not what was written. */
export class DamagedFile extends Error {
  override name = 'DamagedFile';
}

/** Whether SQLite itself failed (disk full, I/O error, damage) and not the program. */
export function isStoreError(error: unknown): error is InstanceType<typeof Database.SqliteError> {
  return error instanceof Database.SqliteError;
}

export function isDamage(error: unknown): boolean {
  return error instanceof DamagedFile || (isStoreError(error) && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code));
}

export const DATABASE_FILE = 'submissions.db';
/** Another process (the technician's CLI) may read for a moment. */
const BUSY_TIMEOUT_MS = 5000;

/**
 * Opens a store's file, makes it when it is missing, checks it and brings it to the newest schema.
 * @param migrations those of the submissions at first
 * @throws DamagedFile; UnusableStore when it was written by a newer program
 */
export function openDatabase(
  file: string,
  migrations: readonly Migration[] = allMigrations,
): Database.Database {
  const db = new Database(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    // Three sealed forms to a page, where 4096 bytes would take one each. An older file keeps its own.
    db.pragma('page_size = 8192');
    // better-sqlite3 is built so that WAL alone means synchronous=NORMAL, which may lose the last commits on a power
    // cut. It has to be said on every open, and after journal_mode.
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('secure_delete = ON');
    db.pragma('foreign_keys = ON');
    // Sorting and the like must not leave copies in temporary files.
    db.pragma('temp_store = MEMORY');
    checkFile(db);
    migrate(db, migrations);
    return db;
  } catch (error) {
    db.close();
    if (isDamage(error) && isStoreError(error)) throw new DamagedFile(error.code);
    throw error;
  }
}

/** @throws DamagedFile */
export function checkFile(db: Database.Database): void {
  // Not the quick one: it does not see that an index misses a row, which then nobody would find by its id.
  const check = db.pragma('integrity_check(1)', { simple: true });
  if (check !== 'ok') throw new DamagedFile('integrity_check');
}

/** Runs what is missing of `migrations`, each in its own transaction together with the version number. */
export function migrate(db: Database.Database, migrations: readonly Migration[]): void {
  const newest = migrations.at(-1)?.version ?? 0;
  const current = Number(db.pragma('user_version', { simple: true }));
  if (current > newest) {
    throw new UnusableStore(`it has schema ${current}, this program knows ${newest}`);
  }
  for (const migration of migrations) {
    if (migration.version <= current) continue;
    db.transaction(() => {
      db.exec(migration.sql);
      migration.then?.(db);
      db.pragma(`user_version = ${migration.version}`);
    }).immediate();
  }
}

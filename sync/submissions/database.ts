import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Migration } from './migrations/migration.ts';
import { migrations as allMigrations } from './migrations/index.ts';

/** The store cannot be used; it was left as it is. */
export class UnusableStore extends Error {
  constructor(reason: string) {
    super(`The submission store cannot be used: ${reason}. Nothing was changed; call a technician.`);
    this.name = 'UnusableStore';
  }
}

/** Whether SQLite itself failed (disk full, I/O error, damage) and not the program. */
export function isStoreError(error: unknown): error is InstanceType<typeof Database.SqliteError> {
  return error instanceof Database.SqliteError;
}

export const DATABASE_FILE = 'submissions.db';
/** Another process (the technician's CLI) may read for a moment. */
const BUSY_TIMEOUT_MS = 5000;

/**
 * Opens the store of a data folder, makes it when it is missing, checks it and brings it to the newest schema.
 * @throws UnusableStore when the file is damaged or was written by a newer program
 */
export function openDatabase(folder: string): Database.Database {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const db = new Database(join(folder, DATABASE_FILE), { timeout: BUSY_TIMEOUT_MS });
  try {
    // better-sqlite3 is built so that WAL alone means synchronous=NORMAL, which may lose the last commits on a power
    // cut. It has to be said on every open, and after journal_mode.
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('secure_delete = ON');
    db.pragma('foreign_keys = ON');
    // Sorting and the like must not leave copies in temporary files.
    db.pragma('temp_store = MEMORY');
    const check = db.pragma('quick_check(1)', { simple: true });
    if (check !== 'ok') throw new UnusableStore(`the integrity check says "${String(check)}"`);
    migrate(db, allMigrations);
    return db;
  } catch (error) {
    db.close();
    if (isStoreError(error) && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code)) {
      throw new UnusableStore(`SQLite says ${error.code}`);
    }
    throw error;
  }
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
      db.pragma(`user_version = ${migration.version}`);
    }).immediate();
  }
}

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
/** Some hundred submissions: what is written now, and the pages above them. */
const CACHE_KIB = 4096;

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
    // As much as better-sqlite3 is built for (16 MB) fills within a week and is never given back.
    db.pragma(`cache_size = -${CACHE_KIB}`);
    // Sorting and the like must not leave copies in temporary files.
    db.pragma('temp_store = MEMORY');
    checkSchema(db, migrations);
    checkFile(db);
    migrate(db, migrations);
    return db;
  } catch (error) {
    db.close();
    if (isDamage(error) && isStoreError(error)) throw new DamagedFile(error.code);
    throw error;
  }
}

/**
 * An altered name of a column, or a check that names another function, is no damage to SQLite. The schema is that of
 * the migrations, to the letter.
 * @throws DamagedFile
 */
export function checkSchema(db: Database.Database, migrations: readonly Migration[]): void {
  const version = versionOf(db);
  if (version > (migrations.at(-1)?.version ?? 0)) return;
  const model = modelOf(migrations.filter((each) => each.version <= version));
  try {
    if (schemaOf(db) !== schemaOf(model)) throw new DamagedFile('schema');
  } finally {
    model.close();
  }
}

/** An empty database with the schema of these migrations. */
export function modelOf(migrations: readonly Migration[]): Database.Database {
  const model = new Database(':memory:');
  migrate(model, migrations);
  return model;
}

function schemaOf(db: Database.Database): string {
  return JSON.stringify(
    db.prepare('select type, name, tbl_name, sql from sqlite_schema order by name').all(),
  );
}

/** @throws DamagedFile */
export function checkFile(db: Database.Database): void {
  // Not the quick one: it does not see that an index misses a row, which then nobody would find by its id.
  const check = db.pragma('integrity_check(1)', { simple: true });
  if (check !== 'ok') throw new DamagedFile('integrity_check');
}

/**
 * SQLite's place for what a file belongs to: `TB`, and the version of the schema once more. One flipped bit in either
 * number must not pass for a file of another program.
 */
const APPLICATION = 0x54420000;

/** @throws DamagedFile when the file does not tell the same of it in both places */
function versionOf(db: Database.Database): number {
  const version = Number(db.pragma('user_version', { simple: true }));
  const application = Number(db.pragma('application_id', { simple: true }));
  // Files of version 5 and before say it once.
  if (application !== 0 && application !== APPLICATION + version) throw new DamagedFile('schema version');
  return version;
}

function setVersion(db: Database.Database, version: number): void {
  db.pragma(`user_version = ${version}`);
  db.pragma(`application_id = ${APPLICATION + version}`);
}

/**
 * Runs what is missing of `migrations`, each in its own transaction together with the version number.
 * @throws DamagedFile; UnusableStore when it was written by a newer program
 */
export function migrate(db: Database.Database, migrations: readonly Migration[]): void {
  const newest = migrations.at(-1)?.version ?? 0;
  const current = versionOf(db);
  if (current > newest) {
    throw new UnusableStore(`it has schema ${current}, this program knows ${newest}`);
  }
  for (const migration of migrations) {
    if (migration.version <= current) continue;
    db.transaction(() => {
      db.exec(migration.sql);
      migration.then?.(db);
      setVersion(db, migration.version);
    }).immediate();
  }
  if (Number(db.pragma('application_id', { simple: true })) === 0) setVersion(db, newest);
}

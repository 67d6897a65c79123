import Database from 'better-sqlite3';
import { CompiledQuery, SqliteDialect, SqliteDriver, type DatabaseConnection, type Driver } from 'kysely';

/** Another process, such as `tongban centre init`, may be writing for so long. */
const BUSY_TIMEOUT_MS = 10_000;
const RETRY_MS = 20;

/** Takes the write lock at once: a transaction that reads first and writes later would be refused instead of waiting. */
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

class ImmediateDialect extends SqliteDialect {
  readonly #database: Database.Database;

  constructor(database: Database.Database) {
    super({ database });
    this.#database = database;
  }

  override createDriver(): Driver {
    return new ImmediateDriver({ database: this.#database });
  }
}

/**
 * Only the first to open the file changes its mode. For that SQLite does not wait when another process does the same at
 * this moment, it refuses at once.
 */
function intoWal(database: Database.Database): void {
  const until = performance.now() + BUSY_TIMEOUT_MS;
  for (;;) {
    try {
      database.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      const isBusy = error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
      if (!isBusy || performance.now() > until) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
    }
  }
}

export function sqliteDialect(file: string): SqliteDialect {
  const database = new Database(file, { timeout: BUSY_TIMEOUT_MS });
  intoWal(database);
  // Said explicitly: WAL would otherwise lose the newest commits with the power.
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  return new ImmediateDialect(database);
}

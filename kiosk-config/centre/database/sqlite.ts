import Database from 'better-sqlite3';
import { CompiledQuery, SqliteDialect, SqliteDriver, type DatabaseConnection, type Driver } from 'kysely';

/** Another process, such as `tongban centre init`, may be writing for so long. */
const BUSY_TIMEOUT_MS = 10_000;

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

export function sqliteDialect(file: string): SqliteDialect {
  const database = new Database(file, { timeout: BUSY_TIMEOUT_MS });
  database.pragma('journal_mode = WAL');
  // Said explicitly: WAL would otherwise lose the newest commits with the power.
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  return new ImmediateDialect(database);
}

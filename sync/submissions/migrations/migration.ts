import type Database from 'better-sqlite3';

export interface Migration {
  /** Its place: the number of its file. */
  readonly version: number;
  readonly sql: string;
  /** What SQL cannot do, in the same transaction after `sql`. */
  readonly then?: (db: Database.Database) => void;
}

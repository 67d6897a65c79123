import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { LEDGER_TABLES, LEDGER_VERSION } from './ledger-tables.ts';

export type ApplicationState =
  'numbered' | 'saved' | 'submitted' | 'need-supplement' | 'returned' | 'finished';

export interface ApplicationRow {
  readonly apply_no: string;
  readonly idempotency_key: string;
  /** The right number of the same submission, where this row is a double of it. */
  readonly double_of: string | null;
  readonly terminal_id: string;
  readonly unit_code: string;
  readonly handle_item: string;
  readonly version: string;
  readonly sealed_version: string;
  readonly saved: string | null;
  readonly state: ApplicationState;
  readonly submits: number;
  readonly receipt: string | null;
  /** A receipt of ours from before a loss: what is sent now must be what it speaks of. */
  readonly earlier_receipt: string | null;
  readonly received_at: string | null;
  readonly limit_date: string | null;
  /** Of the newest accepted revision. */
  readonly digest: string | null;
  /** cd_batch: 1 for the submission, more with every revision. */
  readonly batch: number;
  readonly applicant_tag: string | null;
  /** Of what was saved: filed for another (代办), so that an agent's materials are asked for. */
  readonly by_agent: 0 | 1;
}

export interface UploadRow {
  readonly id: string;
  readonly apply_no: string;
  readonly idempotency_key: string;
  readonly code: string;
  readonly declared: string;
  readonly size: number;
  readonly sha256: string;
  readonly complete: number;
}

type Value = string | number | null | Uint8Array;

/**
 * What the sandbox remembers: in a folder across restarts, or in memory. Every statement is prepared once.
 */
export class Ledger {
  readonly db: Database.Database;
  readonly #statements = new Map<string, Database.Statement>();

  constructor(folder: string | null) {
    if (folder !== null) mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.db = new Database(folder === null ? ':memory:' : join(folder, `sandbox-${LEDGER_VERSION}.db`));
    this.db.pragma('journal_mode = WAL');
    // Outlives the end of the process, not that of the machine: enough for a platform that is played.
    this.db.pragma('synchronous = NORMAL');
    this.db.exec(LEDGER_TABLES);
  }

  get<T>(sql: string, ...values: Value[]): T | undefined {
    return this.#prepared(sql).get(...values) as T | undefined;
  }

  all<T>(sql: string, ...values: Value[]): T[] {
    return this.#prepared(sql).all(...values) as T[];
  }

  /** @returns how many rows were changed */
  run(sql: string, ...values: Value[]): number {
    return this.#prepared(sql).run(...values).changes;
  }

  transaction<T>(work: () => T): T {
    return this.db.transaction(work).immediate();
  }

  #prepared(sql: string): Database.Statement {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

/** Something made once and kept: keys, the name of the feed. */
export async function keep(
  db: Database.Database,
  name: string,
  make: () => Promise<string>,
): Promise<string> {
  const read = db.prepare<[string], string>('select value from keep where name = ?').pluck();
  const there = read.get(name);
  if (there !== undefined) return there;
  db.prepare('insert into keep (name, value) values (?, ?)').run(name, await make());
  return read.get(name) as string;
}

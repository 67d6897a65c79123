import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { parseJson } from '../crypto/parse-json.ts';
import { isDamage, isStoreError, openDatabase } from '../submissions/database.ts';
import { finishReplacing, freeName, removeDatabase, replaceDatabase } from '../submissions/files.ts';
import type { Migration } from '../submissions/migrations/migration.ts';
import { checkWal } from '../submissions/open-or-repair.ts';
import { attempt, openCopied } from '../submissions/readable.ts';

const FILE = 'modules.db';
/** After so many positions without a readable item the end has been reached. */
const NOTHING_MORE_AFTER = 1000;

const migrations: readonly Migration[] = [
  {
    version: 1,
    sql: `
      -- What was promised to a citizen and a module has still to be told, and what became of it.
      create table queue (
        position integer primary key,
        -- Idempotency key of the request.
        id text not null unique check (length(id) between 8 and 128),
        kind text not null,
        -- Whose acceptance number goes into the request; null: it needs none.
        submission_id text,
        captured_at text not null,
        state text not null check (state in ('waiting', 'delivered', 'refused', 'cancelled')),
        -- JSON; what a citizen gave stands in it sealed for the platform alone. Destroyed with the outcome.
        request text,
        -- JSON: the module's answer, or the code of its refusal.
        outcome text,
        check ((state = 'waiting') = (request is not null))
      ) strict;
      create index queue_waiting on queue (position) where state = 'waiting';
      create index queue_of_a_submission on queue (submission_id) where submission_id is not null;

      -- What modules have published, for when they cannot be reached.
      create table kept (name text primary key, value text not null) strict;
    `,
  },
  {
    version: 2,
    sql: `
      -- Nothing is told before this submission is stored; null from then on, and where there is nothing to wait for.
      alter table queue add column after_submission text;
    `,
  },
];

/** What became of a damaged file. */
export interface QueueRepair {
  /** Name that it was given, in the same folder; never deleted by the program. */
  readonly setAside: string;
  /** Items that were read from it and go on in the new one. */
  readonly salvaged: number;
  /** Items that were there and cannot be read; `unknown` when nothing of the file can. */
  readonly unreadable: number | 'unknown';
}

/**
 * Opens the file of the queue. A damaged one is set aside whole, for staff, and what can be read of it goes on in a new
 * one; this may be cut off anywhere and begun again.
 * @throws UnusableStore when it was written by a newer program
 */
export function openQueueFile(folder: string): { db: Database.Database; repair: QueueRepair | null } {
  const file = join(folder, FILE);
  const rebuilt = `${file}.rebuilt`;
  finishReplacing(file, rebuilt);
  try {
    checkWal(`${file}-wal`);
    return { db: openDatabase(file, migrations), repair: null };
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
  const setAside = freeName(`${file}.damaged`);
  removeDatabase(rebuilt);
  const counts = salvage(file, rebuilt);
  replaceDatabase(file, setAside, rebuilt);
  const repair = { setAside: setAside.slice(folder.length + 1), ...counts };
  return { db: openDatabase(file, migrations), repair };
}

/** Copies row by row what can be read of a damaged file into a new one. */
function salvage(damagedFile: string, rebuiltFile: string): Omit<QueueRepair, 'setAside'> {
  const rebuilt = openDatabase(rebuiltFile, migrations);
  const damaged = openCopied(damagedFile, migrations);
  try {
    const counts = damaged
      ? rebuilt.transaction(() => fill(rebuilt, damaged.db)).immediate()
      : { salvaged: 0, unreadable: 'unknown' as const };
    rebuilt.pragma('wal_checkpoint(TRUNCATE)');
    return counts;
  } finally {
    rebuilt.close();
    damaged?.close();
  }
}

type Row = Readonly<Record<string, unknown>>;

/** Positions have no gap: an item is never deleted. */
function fill(
  rebuilt: Database.Database,
  damaged: Database.Database,
): { salvaged: number; unreadable: number } {
  const add = adder(rebuilt, 'queue');
  const statement = attempt(() => damaged.prepare<[number], Row>('select * from queue where position = ?'));
  const read = (position: number): Row | null =>
    (statement && attempt(() => statement.get(position))) ?? null;
  const maximum = (from: string): number =>
    attempt(() => damaged.prepare<[], number | null>(`select max(position) from ${from}`).pluck().get()) ?? 0;
  const newest = Math.max(
    maximum('queue not indexed'),
    maximum(`queue indexed by queue_waiting where state = 'waiting'`),
  );
  let last = newest;
  // The last page of the table may be the damaged one: on from there by hand.
  for (let position = last + 1; position <= last + NOTHING_MORE_AFTER; position++) {
    if (read(position) !== null) last = position;
  }
  let salvaged = 0;
  for (let position = 1; position <= last; position++) {
    const row = read(position);
    if (row && isJson(row['request']) && isJson(row['outcome']) && add(row)) salvaged += 1;
  }
  const kept = attempt(() => damaged.prepare<[], Row>('select * from kept').all());
  const keep = adder(rebuilt, 'kept');
  for (const row of kept ?? []) keep(row);
  return { salvaged, unreadable: last - salvaged };
}

/** Of a column of JSON: null, or JSON. */
function isJson(value: unknown): boolean {
  return value === null || (typeof value === 'string' && parseJson(value) !== null);
}

/** @returns a function that adds a row and says whether it is one that this table takes */
function adder(db: Database.Database, table: string): (row: Row) => boolean {
  const columns = db
    .prepare(`select * from ${table}`)
    .columns()
    .map(({ name }) => name);
  const insert = db.prepare(
    `insert into ${table} (${columns.join()}) values (${columns.map((name) => `@${name}`).join()})`,
  );
  return (row) => {
    if (!columns.every((name) => name in row)) return false;
    try {
      insert.run(row);
      return true;
    } catch (error) {
      if (isStoreError(error) && error.code.startsWith('SQLITE_CONSTRAINT')) return false;
      throw error;
    }
  };
}

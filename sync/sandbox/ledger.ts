import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

export interface ApplicationRow {
  readonly apply_no: string;
  readonly idempotency_key: string;
  readonly terminal_id: string;
  readonly handle_item: string;
  readonly version: string;
  readonly saved: string | null;
  readonly state: 'numbered' | 'saved' | 'submitted' | 'finished';
  readonly submits: number;
  readonly receipt: string | null;
  readonly received_at: string | null;
  readonly limit_date: string | null;
}

export interface UploadRow {
  readonly id: string;
  readonly apply_no: string;
  readonly code: string;
  readonly declared: string;
  readonly size: number;
  readonly sha256: string;
  readonly complete: number;
}

export interface EventRow {
  readonly sequence: number;
  readonly idempotency_key: string;
  readonly apply_no: string;
  readonly at: string;
  readonly opinion: string;
  readonly next_step: string;
  readonly finished: number;
}

/** What the sandbox remembers: in a folder across restarts, or in memory. */
export function openLedger(folder: string | null): Database.Database {
  if (folder !== null) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const db = new Database(folder === null ? ':memory:' : join(folder, 'sandbox.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  db.exec(`
    create table if not exists keep (name text primary key, value text not null) strict;

    create table if not exists applications (
      apply_no text primary key,
      idempotency_key text not null unique,
      terminal_id text not null,
      handle_item text not null,
      version text not null,
      saved text,
      state text not null default 'numbered' check (state in ('numbered', 'saved', 'submitted', 'finished')),
      submits integer not null default 0,
      receipt text,
      received_at text,
      limit_date text
    ) strict;

    create table if not exists uploads (
      id text primary key,
      apply_no text not null references applications (apply_no),
      code text not null,
      declared text not null,
      size integer not null,
      sha256 text not null,
      complete integer not null default 0,
      unique (apply_no, code)
    ) strict;

    create table if not exists chunks (
      upload_id text not null references uploads (id),
      chunk integer not null,
      bytes blob not null,
      primary key (upload_id, chunk)
    ) strict;

    create table if not exists events (
      sequence integer primary key autoincrement,
      idempotency_key text not null,
      apply_no text not null references applications (apply_no),
      at text not null,
      opinion text not null,
      next_step text not null,
      finished integer not null
    ) strict;
  `);
  return db;
}

/** Something made once and kept: keys, the name of this ledger. */
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

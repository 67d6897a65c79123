import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { DamagedFile, openDatabase } from '../submissions/database.ts';
import { GroupCommit } from '../submissions/group-commit.ts';
import type { Migration } from '../submissions/migrations/migration.ts';
import { Wal } from '../submissions/wal.ts';

const FILE = 'modules.db';

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
];

export interface NewItem {
  /** Idempotency key; an id that is there already is left as it is. */
  readonly id: string;
  readonly kind: string;
  readonly submissionId: string | null;
  readonly capturedAt: Date;
  /** Body of the request, without the acceptance number. */
  readonly request: object;
}

export interface QueuedItem {
  readonly id: string;
  readonly kind: string;
  readonly submissionId: string | null;
  /** ISO 8601, UTC. */
  readonly capturedAt: string;
  readonly state: 'waiting' | 'delivered' | 'refused' | 'cancelled';
  /** The module's answer; not checked. */
  readonly answer: unknown;
  readonly refusal: string | null;
}

export interface WaitingItem {
  readonly item: QueuedItem;
  readonly request: object;
}

export type Settlement =
  | { readonly state: 'delivered'; readonly answer: unknown }
  | { readonly state: 'refused' | 'cancelled'; readonly code: string };

interface Row {
  readonly id: string;
  readonly kind: string;
  readonly submission_id: string | null;
  readonly captured_at: string;
  readonly state: QueuedItem['state'];
  readonly request: string | null;
  readonly outcome: string | null;
}

/**
 * Durable queue of what goes to other modules than the acceptance platform, in a file of its own: nothing in it is
 * also in the store of submissions. A change answers a promise after the commit that reached the disk.
 */
export class QueueStore {
  readonly #db: Database.Database;
  readonly #commits: GroupCommit;
  readonly #wal: Wal;
  /** Name that a damaged file was given when the store was opened; null when it was whole. */
  readonly setAside: string | null;

  /** @throws UnusableStore when the file was written by a newer program */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { db, setAside } = openOrBeginAnew(folder);
    this.#db = db;
    this.setAside = setAside;
    this.#wal = new Wal(db);
    const nothing = (): void => undefined;
    this.#commits = new GroupCommit(db, {
      ...{ beforeCommit: nothing, afterRollback: nothing },
      afterCommit: (operations) => this.#wal.committed(operations),
    });
  }

  add({ id, kind, submissionId, capturedAt, request }: NewItem): Promise<QueuedItem> {
    return this.#commits.run(() => {
      this.#db
        .prepare(
          `insert into queue (id, kind, submission_id, captured_at, state, request)
             values (?, ?, ?, ?, 'waiting', ?) on conflict do nothing`,
        )
        .run(id, kind, submissionId, capturedAt.toISOString(), JSON.stringify(request));
      return this.item(id) as QueuedItem;
    });
  }

  item(id: string): QueuedItem | null {
    const row = this.#db.prepare<[string], Row>('select * from queue where id = ?').get(id);
    return row ? read(row) : null;
  }

  /** Oldest first. */
  waiting(): WaitingItem[] {
    return this.#db
      .prepare<[], Row>(`select * from queue where state = 'waiting' order by position`)
      .all()
      .map((row) => ({ item: read(row), request: JSON.parse(row.request ?? '{}') as object }));
  }

  /** Writes what became of an item and destroys its request. */
  settle(id: string, settlement: Settlement): Promise<void> {
    const outcome = settlement.state === 'delivered' ? settlement.answer : settlement.code;
    return this.#commits.run(() => {
      this.#db
        .prepare(`update queue set state = ?, request = null, outcome = ? where id = ? and state = 'waiting'`)
        .run(settlement.state, JSON.stringify(outcome), id);
    });
  }

  kept(name: string): string | null {
    const read = this.#db.prepare<[string], string>('select value from kept where name = ?').pluck();
    return read.get(name) ?? null;
  }

  keep(name: string, value: string): Promise<void> {
    return this.#commits.run(() => {
      this.#db
        .prepare(
          'insert into kept (name, value) values (?, ?) on conflict do update set value = excluded.value',
        )
        .run(name, value);
    });
  }

  /** Commits what is waiting, empties the WAL and closes the file. */
  close(): void {
    if (!this.#db.open) return;
    this.#commits.flush();
    this.#wal.empty();
    this.#db.close();
  }
}

function read(row: Row): QueuedItem {
  const outcome = row.outcome === null ? null : (JSON.parse(row.outcome) as unknown);
  const { id, kind, state, submission_id: submissionId, captured_at: capturedAt } = row;
  return {
    ...{ id, kind, submissionId, capturedAt, state },
    answer: state === 'delivered' ? outcome : null,
    refusal: state === 'refused' || state === 'cancelled' ? String(outcome) : null,
  };
}

/** A damaged file is set aside whole, for staff; citizens go on. */
function openOrBeginAnew(folder: string): { db: Database.Database; setAside: string | null } {
  const file = join(folder, FILE);
  try {
    return { db: openDatabase(file, migrations), setAside: null };
  } catch (error) {
    if (!(error instanceof DamagedFile)) throw error;
  }
  let number = 1;
  while (existsSync(`${file}.damaged-${number}`)) number++;
  for (const part of ['', '-wal', '-shm']) {
    if (existsSync(file + part)) renameSync(file + part, `${file}.damaged-${number}${part}`);
  }
  return { db: openDatabase(file, migrations), setAside: `${FILE}.damaged-${number}` };
}

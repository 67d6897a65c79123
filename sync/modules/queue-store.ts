import { mkdirSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { parseJson } from '../crypto/parse-json.ts';
import { GroupCommit } from '../submissions/group-commit.ts';
import { Wal } from '../submissions/wal.ts';
import { openQueueFile, type QueueRepair } from './queue-file.ts';

export interface NewItem {
  /** Idempotency key; an id that is there already is left as it is. */
  readonly id: string;
  readonly kind: string;
  readonly submissionId: string | null;
  readonly capturedAt: Date;
  /** Body of the request, without the acceptance number. */
  readonly request: object;
  /** A submission that has to be stored first; until it is, the item is nothing that was promised. */
  readonly after?: string | null;
}

export interface QueuedItem {
  readonly id: string;
  readonly kind: string;
  readonly submissionId: string | null;
  /** The submission that is not stored yet, and that it waits for. */
  readonly after: string | null;
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
  readonly after_submission: string | null;
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
  /** What became of a file that was damaged when the store was opened; null when it was whole. */
  readonly repair: QueueRepair | null;

  /** @throws UnusableStore when the file was written by a newer program */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { db, repair } = openQueueFile(folder);
    this.#db = db;
    this.repair = repair;
    this.#wal = new Wal(db);
    const nothing = (): void => undefined;
    this.#commits = new GroupCommit(db, {
      ...{ beforeCommit: nothing, afterRollback: nothing },
      afterCommit: (operations) => this.#wal.committed(operations),
    });
  }

  /** In the place of one that waited for a submission which was never stored. */
  add({ id, kind, submissionId, capturedAt, request, after = null }: NewItem): Promise<QueuedItem> {
    return this.#commits.run(() => {
      this.#db
        .prepare(
          `insert into queue (id, kind, submission_id, captured_at, state, request, after_submission)
             values (?, ?, ?, ?, 'waiting', ?, ?)
             on conflict (id) do update set captured_at = excluded.captured_at, state = excluded.state,
               request = excluded.request, outcome = null, after_submission = excluded.after_submission
             where after_submission is not null`,
        )
        .run(id, kind, submissionId, capturedAt.toISOString(), JSON.stringify(request), after);
      return this.item(id) as QueuedItem;
    });
  }

  /** The submission that an item waited for is stored. */
  release(id: string): Promise<void> {
    return this.#commits.run(() => {
      this.#db.prepare(`update queue set after_submission = null where id = ? and state = 'waiting'`).run(id);
    });
  }

  item(id: string): QueuedItem | null {
    const row = this.#db.prepare<[string], Row>('select * from queue where id = ?').get(id);
    return row ? read(row) : null;
  }

  /** Oldest first. One whose text was altered on the disk stays where it is, for staff, and is only counted. */
  waiting(): { readonly items: readonly WaitingItem[]; readonly unreadable: number } {
    const rows = this.#db
      .prepare<[], Row>(`select * from queue where state = 'waiting' order by position`)
      .all();
    const items = rows.flatMap((row) => {
      const request = parseJson(row.request ?? '');
      return typeof request === 'object' && request !== null ? [{ item: read(row), request }] : [];
    });
    return { items, unreadable: rows.length - items.length };
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
  const outcome = row.outcome === null ? null : parseJson(row.outcome);
  const { id, kind, state, submission_id: submissionId, captured_at: capturedAt } = row;
  return {
    ...{ id, kind, submissionId, after: row.after_submission, capturedAt, state },
    answer: state === 'delivered' ? outcome : null,
    refusal: state === 'refused' || state === 'cancelled' ? String(outcome) : null,
  };
}

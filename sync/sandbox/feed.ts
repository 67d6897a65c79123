import { randomUUID } from 'node:crypto';
import { statusEvent, type Answer, type StatusEvent } from '../contract/index.ts';
import type { Ground } from './ground.ts';
import type { ApplicationRow } from './ledger.ts';
import { Refusal } from './refusal.ts';

const PAGE = 100;
/** After a restore the numbers go on far beyond those that were given before, whatever the backup knows of them. */
const JUMP_AFTER_RESTORE = 1_000_000;

type Said = Omit<StatusEvent, 'sequence' | 'idempotencyKey' | 'applyNo' | 'at'>;

/** What happened to the submissions, terminal by terminal. */
export class StatusFeed {
  readonly #ground: Ground;

  constructor(ground: Ground) {
    this.#ground = ground;
    ground.ledger.run(
      `insert into keep (name, value) values ('feed-name', ?) on conflict do nothing`,
      randomUUID(),
    );
  }

  add(application: ApplicationRow, said: Said): void {
    const event = {
      ...{ idempotencyKey: application.idempotency_key, applyNo: application.apply_no },
      ...{ at: this.#ground.now().toISOString(), ...said },
    };
    this.#ground.ledger.run(
      'insert into events (terminal_id, apply_no, event) values (?, ?, ?)',
      ...[application.terminal_id, application.apply_no, JSON.stringify(event)],
    );
  }

  list(terminalId: string, cursor: string): Answer<'listEvents'> {
    const rows = this.#ground.ledger.all<{ sequence: number; event: string }>(
      'select sequence, event from events where terminal_id = ? and sequence > ? order by sequence limit ?',
      ...[terminalId, this.position(cursor), PAGE],
    );
    const events = rows.map(({ sequence, event }) =>
      statusEvent.parse({ sequence, ...(JSON.parse(event) as object) }),
    );
    return { events, cursor: this.cursor(rows.at(-1)?.sequence ?? this.position(cursor)) };
  }

  /** A cursor names the feed that it is of: one from before a restore is refused. */
  cursor(position: number): string {
    return `${this.#name}:${position}`;
  }

  /** @throws Refusal for a cursor of another feed */
  position(cursor: string): number {
    if (cursor === '') return 0;
    const [name, position] = cursor.split(':');
    if (name !== this.#name || !/^\d{1,15}$/.test(position ?? '')) {
      throw new Refusal('CURSOR_UNKNOWN', 'the cursor is not of this platform; begin again without one');
    }
    return Number(position);
  }

  /** @returns the highest number that was ever given */
  get last(): number {
    const row = this.#ground.ledger.get<{ seq: number }>(
      `select seq from sqlite_sequence where name = 'events'`,
    );
    return row?.seq ?? 0;
  }

  /** After the ledger went back in time: no number is used twice, and old cursors are refused. */
  beginAnew(lastBefore: number): void {
    const { ledger } = this.#ground;
    ledger.run(`delete from sqlite_sequence where name = 'events'`);
    ledger.run(
      `insert into sqlite_sequence (name, seq) values ('events', ?)`,
      lastBefore + JUMP_AFTER_RESTORE,
    );
    ledger.run(`update keep set value = ? where name = 'feed-name'`, randomUUID());
  }

  get #name(): string {
    return this.#ground.ledger.get<{ value: string }>(`select value from keep where name = 'feed-name'`)
      ?.value as string;
  }
}

import type Database from 'better-sqlite3';
import type { SubmissionState } from './record.ts';
import type { SubmissionRow } from './row.ts';

export interface PartRow {
  readonly key: number;
  readonly code: string | null;
  readonly stuff_type: 0 | 5 | null;
  readonly media_type: string | null;
  readonly envelope: string;
  readonly sha256: string;
}

const UNSENT = `state in ('sealed', 'sending', 'held')`;

/** Every statement of the store, prepared once. */
export function prepareStatements(db: Database.Database) {
  return {
    add: db.prepare(
      `insert into submissions (id, temp_no, state, handle_item, matter_version, unit_code, captured_at, card_tag, digest,
         corrects, batch, return_id, apply_no)
         values (?, ?, 'sealed', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    addPart: db.prepare('insert into parts values (?, ?, ?, ?, ?, ?)'),
    addCardKeys: db.prepare('insert into card_keys values (?, ?)'),
    byId: db.prepare<[string], SubmissionRow>('select * from submissions where id = ?'),
    unsentById: db.prepare<[string], SubmissionRow>(`select * from submissions where id = ? and ${UNSENT}`),
    byCard: db.prepare<[Uint8Array], SubmissionRow>(
      `select * from submissions as s where card_tag = ? and batch = 1
         and not exists (select 1 from submissions where corrects = s.id and batch = 1)
         order by captured_at desc, n desc`,
    ),
    parts: db.prepare<[number, number], PartRow>(
      'select * from parts where key between ? and ? order by key',
    ),
    unsent: db.prepare<[], string>(`select id from submissions where ${UNSENT} order by n`).pluck(),
    /** Serial of a temporary number: what stands behind `T`, six characters and the day, before the check character. */
    serials: db.prepare<[], { day: string; serial: number }>(
      `select substr(temp_no, 8, 6) as day, max(cast(substr(temp_no, 14, length(temp_no) - 14) as integer)) as serial
         from submissions group by 1`,
    ),
    matters: db.prepare<[], { handle_item: string; captured_at: string }>(
      'select handle_item, max(captured_at) as captured_at from submissions group by 1',
    ),
    sending: db.prepare(
      `update submissions set state = 'sending', apply_no = ?, problem_code = null, problem_field = null, problem_words = null
         where id = ? and ${UNSENT}`,
    ),
    forgetNumber: db.prepare(
      `update submissions set state = 'sealed', apply_no = null where id = ? and state in ('sending', 'held')`,
    ),
    accept: db.prepare<unknown[], { n: number; corrects: string | null; batch: number }>(
      `update submissions set state = 'accepted', apply_no = ?, receipt = ?, received_at = ?, limit_date = ?,
         limit_provisional = ?, problem_code = null, problem_field = null, problem_words = null
         where id = ? and state not in ('accepted', 'reconciled', 'purged') returning n, corrects, batch`,
    ),
    /** As long as what it replaces, so that SQLite writes over the very bytes. */
    destroyCardKeys: db.prepare('update card_keys set recipients = zeroblob(length(recipients)) where n = ?'),
    hold: db.prepare(
      `update submissions set state = 'held', problem_code = ?, problem_field = ?, problem_words = ? where id = ? and ${UNSENT}`,
    ),
    refuse: db.prepare(
      `update submissions set state = ?, problem_code = ?, problem_field = ?, problem_words = ? where id = ? and ${UNSENT}`,
    ),
    quarantine: db.prepare(
      `update submissions set state = 'quarantined', problem_code = ?, problem_field = null
         where id = ? and state <> 'quarantined'`,
    ),
    reconcile: db.prepare(
      `update submissions set state = 'reconciled', reconciled_day = ? where id = ? and state = 'accepted'`,
    ),
    toPurge: db.prepare<[string], { n: number; id: string }>(
      `select n, id from submissions where state = 'reconciled' and reconciled_day < ? order by n`,
    ),
    purge: db.prepare(`update submissions set state = 'purged' where n = ?`),
    deleteParts: db.prepare('delete from parts where key between ? and ?'),
    oldestWithCardKeys: db
      .prepare<[], number | null>(
        `select min(n) from submissions where state not in ('accepted', 'reconciled', 'purged')`,
      )
      .pluck(),
    deleteCardKeys: db.prepare('delete from card_keys where n < ?'),
    cursor: db.prepare<[], string>('select feed_cursor from terminal').pluck(),
    setCursor: db.prepare('update terminal set feed_cursor = ?'),
    event: db.prepare<unknown[], { state: SubmissionState }>(
      `update submissions set event_sequence = ?, opinion = ?, next_step = ?, finished = ?,
         need = iif(?, ?, need), pre_review = coalesce(?, pre_review), limit_date = coalesce(?, limit_date)
         where id = ? and event_sequence < ? returning state`,
    ),
    forgetEvents: db.prepare(
      'update submissions set event_sequence = 0, need = null, pre_review = null where event_sequence > 0',
    ),
    newestCorrection: db.prepare<[string], SubmissionRow>(
      'select * from submissions where corrects = ? and batch > 1 order by batch desc limit 1',
    ),
    needMet: db.prepare('update submissions set need = null where id = ?'),
    /** What a correction that was accepted has corrected, as far as cards can still open it. */
    destroyFormerCardKeys: db.prepare(
      `with recursive former (id) as (
         select corrects from submissions where id = ? and corrects is not null
         union select id from submissions where corrects in (select corrects from submissions where id = ?)
         union select corrects from submissions join former using (id) where corrects is not null and batch = 1
       )
       update card_keys set recipients = zeroblob(length(recipients))
         where n in (select n from submissions join former using (id))`,
    ),
    reopenReconciliation: db.prepare('update reconciliations set closed = 0 where day >= ? and day <= ?'),
  };
}

import type Database from 'better-sqlite3';
import { MOST_PARTS } from './part-key.ts';
import type { SubmissionState } from './record.ts';
import type { SubmissionRow } from './row.ts';
import type { PartRow } from './row.ts';
import { SENDABLE_COLUMNS, type SendableRow } from './sendable.ts';

/** Not `in (…)`: of three and more SQLite builds a B-tree each time. */
export const UNSENT = `(state = 'sealed' or state = 'sending' or state = 'held')`;
const NOT_ACCEPTED = `state <> 'accepted' and state <> 'reconciled' and state <> 'purged'`;

/** What a submission without materials consists of, in the order in which it is bound. */
const intakeColumns = [
  ...[
    'n',
    'id',
    'temp_no',
    'handle_item',
    'matter_version',
    'unit_code',
    'captured_at',
    'card_tag',
    'digest',
  ],
  ...['envelope', 'sha256', 'recipients', 'audit_sequence', 'audit_at', 'audit_hash'],
];

/**
 * All that a submit writes, as one statement: each further one, and each value that is bound twice, costs as much as
 * SQLite's own work for it.
 */
const INTAKE = `
  create temp view if not exists intake as select ${intakeColumns.map((name) => `null as ${name}`).join()};
  create temp trigger if not exists intake_of_a_submission instead of insert on intake begin
    insert into submissions (n, id, temp_no, state, handle_item, matter_version, unit_code, captured_at, card_tag, digest)
      values (new.n, new.id, new.temp_no, 'sealed', new.handle_item, new.matter_version, new.unit_code,
        new.captured_at, new.card_tag, new.digest);
    insert into parts (key, envelope, sha256) values (new.n * ${MOST_PARTS}, new.envelope, new.sha256);
    insert into card_keys select new.n, new.recipients where new.recipients is not null;
    insert into audit
      values (new.audit_sequence, new.audit_at, new.id, 'sealed', 'sealed', new.digest, new.audit_hash);
  end;`;

/** Every statement of the store, prepared once. */
export function prepareStatements(db: Database.Database) {
  db.exec(INTAKE);
  return {
    add: db.prepare(`insert into intake values (${intakeColumns.map(() => '?').join()})`),
    addCorrection: db.prepare(
      'update submissions set corrects = ?, batch = ?, return_id = ?, apply_no = ? where n = ?',
    ),
    newest: db.prepare<[], number | null>('select max(n) from submissions').pluck(),
    addPart: db.prepare('insert into parts values (?, ?, ?, ?, ?, ?)'),
    byNumber: db.prepare<[number], SubmissionRow>('select * from submissions where n = ?'),
    unsentByNumber: db.prepare<[number], SendableRow>(
      `select ${SENDABLE_COLUMNS} from submissions where n = ? and ${UNSENT}`,
    ),
    /** Whether another submission has taken the place of one that was never accepted. */
    isReplaced: db.prepare<[string], 1>('select 1 from submissions where corrects = ? and batch = 1').pluck(),
    parts: db.prepare<[number, number], PartRow>(
      'select * from parts where key between ? and ? order by key',
    ),
    unsent: db.prepare<[], string>(`select id from submissions where ${UNSENT} order by n`).pluck(),
    /** Serial of a temporary number: what stands behind `T`, six characters and the day, before the check character. */
    serials: db
      .prepare<[], [day: string, serial: number]>(
        `select substr(temp_no, 8, 6) as day, max(cast(substr(temp_no, 14, length(temp_no) - 14) as integer)) as serial
         from submissions group by 1`,
      )
      .raw(),
    matters: db.prepare<[], { handle_item: string; captured_at: string }>(
      'select handle_item, max(captured_at) as captured_at from submissions group by 1',
    ),
    sending: db.prepare(
      `update submissions set state = 'sending', apply_no = ?, problem_code = null, problem_field = null, problem_words = null
         where n = ? and ${UNSENT}`,
    ),
    forgetNumber: db.prepare(
      `update submissions set state = 'sealed', apply_no = null where n = ? and state in ('sending', 'held')`,
    ),
    accept: db.prepare<unknown[], { corrects: string | null; batch: number }>(
      `update submissions set state = 'accepted', apply_no = ?, receipt = ?, received_at = ?, limit_date = ?,
         limit_provisional = ?, problem_code = null, problem_field = null, problem_words = null
         where n = ? and ${NOT_ACCEPTED} returning corrects, batch`,
    ),
    /** As long as what it replaces, so that SQLite writes over the very bytes. */
    destroyCardKeys: db.prepare('update card_keys set recipients = zeroblob(length(recipients)) where n = ?'),
    hold: db.prepare(
      `update submissions set state = 'held', problem_code = ?, problem_field = ?, problem_words = ? where n = ? and ${UNSENT}`,
    ),
    refuse: db.prepare(
      `update submissions set state = ?, problem_code = ?, problem_field = ?, problem_words = ? where n = ? and ${UNSENT}`,
    ),
    quarantine: db.prepare(
      `update submissions set state = 'quarantined', problem_code = ?, problem_field = null
         where n = ? and state <> 'quarantined'`,
    ),
    reconcile: db.prepare(
      `update submissions set state = 'reconciled', reconciled_day = ? where n = ? and state = 'accepted'`,
    ),
    toPurge: db.prepare<[string], { n: number; id: string }>(
      `select n, id from submissions where state = 'reconciled' and reconciled_day < ? order by n`,
    ),
    purge: db.prepare(`update submissions set state = 'purged' where n = ?`),
    deleteParts: db.prepare('delete from parts where key between ? and ?'),
    oldestWithCardKeys: db
      .prepare<[], number | null>(`select min(n) from submissions where ${NOT_ACCEPTED}`)
      .pluck(),
    deleteCardKeys: db.prepare('delete from card_keys where n < ?'),
    cursor: db.prepare<[], string>('select feed_cursor from terminal').pluck(),
    setCursor: db.prepare('update terminal set feed_cursor = ?'),
    event: db.prepare<unknown[], { state: SubmissionState }>(
      `update submissions set event_sequence = ?, opinion = ?, next_step = ?, finished = ?,
         need = iif(?, ?, need), pre_review = coalesce(?, pre_review), limit_date = coalesce(?, limit_date)
         where n = ? and event_sequence < ? returning state`,
    ),
    forgetEvents: db.prepare(
      'update submissions set event_sequence = 0, need = null, pre_review = null where event_sequence > 0',
    ),
    newestCorrection: db.prepare<[string], SubmissionRow>(
      'select * from submissions where corrects = ? and batch > 1 order by batch desc limit 1',
    ),
    needMet: db.prepare('update submissions set need = null where n = ?'),
    corrections: db.prepare<[string], number>('select n from submissions where corrects = ?').pluck(),
    reopenReconciliation: db.prepare('update reconciliations set closed = 0 where day >= ? and day <= ?'),
  };
}

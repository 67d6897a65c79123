import type Database from 'better-sqlite3';
import type { SubmissionState } from './record.ts';
import type { SubmissionRow } from './row.ts';
import type { PartRow } from './row.ts';
import { SENDABLE_COLUMNS, type SendableRow } from './sendable.ts';

/** Not `in (…)`: of three and more SQLite builds a B-tree each time. */
export const UNSENT = `(state = 'sealed' or state = 'sending' or state = 'held')`;

/** Every statement of the store, prepared once. */
export function prepareStatements(db: Database.Database) {
  return {
    byNumber: db.prepare<[number], SubmissionRow>('select * from submissions where n = ?'),
    unsent: db.prepare<[number, string], SendableRow>(
      `select ${SENDABLE_COLUMNS} from submissions where n = ? and id = ? and ${UNSENT}`,
    ),
    /** Whether another submission has taken the place of one that was never accepted. */
    isReplaced: db.prepare<[string], 1>('select 1 from submissions where corrects = ? and batch = 1').pluck(),
    parts: db.prepare<[number, number], PartRow>(
      'select * from parts where key between ? and ? order by key',
    ),
    outbox: db.prepare<[], string>(`select id from submissions where ${UNSENT} order by n`).pluck(),
    sending: db.prepare(
      `update submissions set state = 'sending', apply_no = ?, problem_code = null, problem_field = null, problem_words = null
         where n = ? and ${UNSENT}`,
    ),
    forgetNumber: db.prepare(
      `update submissions set state = 'sealed', apply_no = null where n = ? and state in ('sending', 'held')`,
    ),
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
  };
}

import type Database from 'better-sqlite3';
import { submissionDigest } from '../../contract/index.ts';
import { AuditWriter } from '../audit.ts';
import { partKey } from '../part-key.ts';
import type { SubmissionState } from '../record.ts';
import type { Migration } from './migration.ts';

/**
 * Few and narrow B-trees, so that a commit writes few pages: what changes (`submissions`) apart from what never changes
 * (`parts`); the outbox is the state; temporary numbers are counted from the rows. The audit chain begins.
 */
export const partsAndAudit: Migration = {
  version: 2,
  sql: `
    drop index submissions_by_card;
    alter table submissions rename to submissions_before;

    alter table terminal add column audit_sequence integer not null default 0;
    alter table terminal add column audit_hash text not null default '${'0'.repeat(64)}';

    create table submissions (
      -- In the order of capture, without a gap: no row is ever deleted, so a gap is a loss.
      n integer primary key,
      id text not null unique check (length(id) between 8 and 128),
      temp_no text not null,
      state text not null check (state in ('sealed', 'sending', 'accepted', 'reconciled', 'purged', 'held',
        'needs-citizen', 'rejected', 'quarantined')),
      handle_item text not null,
      matter_version text not null,
      unit_code text not null,
      captured_at text not null,
      card_tag blob check (card_tag is null or length(card_tag) = 32),
      -- Over all parts; the receipt states it. Never updated.
      digest text not null check (length(digest) = 64),
      apply_no text,
      receipt text,
      received_at text,
      limit_date text,
      limit_provisional integer not null default 0 check (limit_provisional in (0, 1)),
      event_sequence integer not null default 0,
      opinion text,
      next_step text,
      finished integer not null default 0 check (finished in (0, 1)),
      problem_code text,
      problem_field text,
      -- Day in Shanghai whose reconciliation named it.
      reconciled_day text,
      check (state not in ('accepted', 'reconciled', 'purged') or receipt is not null),
      check (state not in ('reconciled', 'purged') or reconciled_day is not null)
    ) strict;

    -- The form (place 0) and the materials as they travel; written once, deleted by the purge.
    create table parts (
      -- n · 256 + place
      key integer primary key,
      code text,
      stuff_type integer check (stuff_type in (0, 5)),
      media_type text,
      envelope text not null,
      sha256 text not null check (length(sha256) = 64)
    ) strict;

    -- The citizen's recipients of all parts as one JSON object. Acceptance overwrites the bytes where they are: rows
    -- that are never moved leave no copies behind in a page.
    create table card_keys (
      n integer primary key,
      recipients blob not null
    ) strict;

    create table audit (
      sequence integer primary key,
      at integer not null,
      submission_id text,
      event text not null,
      state text,
      detail text,
      hash text not null check (length(hash) = 64)
    ) strict;
  `,
  then: (db) => {
    moveRows(db);
    db.exec(`
      drop table outbox;
      drop table citizen_recipients;
      drop table materials;
      drop table submissions_before;
      drop table temp_number_days;
      create index submissions_by_card on submissions (card_tag) where card_tag is not null;
    `);
  },
};

interface FormerSubmission {
  readonly id: string;
  readonly state: SubmissionState;
  readonly envelope: string;
  readonly envelope_sha256: string;
}

interface FormerMaterial {
  readonly code: string;
  readonly stuff_type: number;
  readonly media_type: string;
  readonly envelope: string;
  readonly sha256: string;
}

function moveRows(db: Database.Database): void {
  const materialsOf = db.prepare<[string], FormerMaterial>(
    'select code, stuff_type, media_type, envelope, sha256 from materials where submission_id = ? order by rowid',
  );
  const recipientsOf = db
    .prepare<[string], string>(
      `select json_group_object(part, recipient) from citizen_recipients where submission_id = ? having count(*) > 0`,
    )
    .pluck();
  const sameColumns = `temp_no, state, handle_item, matter_version, unit_code, captured_at, card_tag, apply_no, receipt,
    received_at, limit_date, limit_provisional, event_sequence, opinion, next_step, finished, problem_code,
    problem_field`;
  const addSubmission = db.prepare(
    `insert into submissions (n, id, digest, ${sameColumns})
       select ?, id, ?, ${sameColumns} from submissions_before where id = ?`,
  );
  const addPart = db.prepare('insert into parts values (?, ?, ?, ?, ?, ?)');
  const addKeys = db.prepare('insert into card_keys values (?, ?)');
  const audit = new AuditWriter(db);
  // The ids first: a terminal's disk may hold more than its memory.
  const ids = db.prepare<[], string>('select id from submissions_before order by rowid').pluck().all();
  const former = db.prepare<[string], FormerSubmission>('select * from submissions_before where id = ?');
  for (const [index, id] of ids.entries()) {
    const n = index + 1;
    const { state, envelope, envelope_sha256: sha256 } = former.get(id) as FormerSubmission;
    const materials = materialsOf.all(id);
    const digest = submissionDigest(envelope, materials);
    addSubmission.run(n, digest, id);
    addPart.run(partKey(n, 0), null, null, null, envelope, sha256);
    for (const [place, each] of materials.entries()) {
      const { code, stuff_type: stuffType, media_type: mediaType } = each;
      addPart.run(partKey(n, place + 1), code, stuffType, mediaType, each.envelope, each.sha256);
    }
    const recipients = recipientsOf.get(id);
    if (recipients !== undefined) addKeys.run(n, Buffer.from(recipients));
    audit.append('migrated', id, state, digest);
  }
  audit.keepHead();
}

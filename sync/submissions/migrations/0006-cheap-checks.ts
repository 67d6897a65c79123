import type { Migration } from './migration.ts';

/**
 * The same checks without `in (…)` of three and more: SQLite builds a B-tree of such a list for every row that is
 * written, which costs more than writing it. SQLite alters no check in place.
 */
export const cheapChecks: Migration = {
  version: 6,
  sql: `
    alter table submissions rename to submissions_before;
    drop index corrections;
    drop index submissions_by_receipt;
    drop index submissions_to_purge;

    create table submissions (
      -- In the order of capture, without a gap: no row is ever deleted, so a gap is a loss.
      n integer primary key,
      id text not null check (length(id) between 8 and 128),
      -- A correction has the one of what it corrects; no two others have the same.
      temp_no text not null,
      state text not null check (state = 'sealed' or state = 'sending' or state = 'accepted' or state = 'reconciled'
        or state = 'purged' or state = 'held' or state = 'needs-citizen' or state = 'rejected'
        or state = 'quarantined'),
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
      limit_provisional integer not null default 0 check (limit_provisional = 0 or limit_provisional = 1),
      event_sequence integer not null default 0,
      opinion text,
      next_step text,
      finished integer not null default 0 check (finished = 0 or finished = 1),
      problem_code text,
      problem_field text,
      -- Day in Shanghai whose reconciliation named it.
      reconciled_day text,
      -- A correction is a row of its own, see 0003.
      corrects text,
      batch integer not null default 1 check (batch >= 1),
      return_id text,
      sent_version text,
      need text,
      pre_review text,
      problem_words text,
      check (receipt is not null or (state <> 'accepted' and state <> 'reconciled' and state <> 'purged')),
      check (reconciled_day is not null or (state <> 'reconciled' and state <> 'purged'))
    ) strict;
    insert into submissions select * from submissions_before order by n;
    drop table submissions_before;

    create unique index corrections on submissions (corrects, batch) where corrects is not null;
    create index submissions_by_receipt on submissions (received_at) where received_at is not null;
    create index submissions_to_purge on submissions (reconciled_day) where state = 'reconciled';

    alter table parts rename to parts_before;
    create table parts (
      -- n · 256 + place
      key integer primary key,
      code text,
      stuff_type integer check (stuff_type = 0 or stuff_type = 1 or stuff_type = 5),
      media_type text,
      envelope text not null,
      sha256 text not null check (length(sha256) = 64)
    ) strict;
    insert into parts select * from parts_before order by key;
    drop table parts_before;
  `,
};

import type { Migration } from './migration.ts';

/**
 * Ids and card tags are random: in B-trees of their own, each submission costs its commit two pages more, and more the
 * larger the store is. Two tables of short hashes take their place, which are written for many submissions at a time
 * (lookup.ts).
 */
export const lookupByMany: Migration = {
  version: 4,
  sql: `
    alter table submissions rename to submissions_before;
    drop index submissions_by_card;
    drop index corrections;
    drop index submissions_by_receipt;

    create table submissions (
      -- In the order of capture, without a gap: no row is ever deleted, so a gap is a loss.
      n integer primary key,
      id text not null check (length(id) between 8 and 128),
      -- A correction has the one of what it corrects; no two others have the same.
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
      -- A correction is a row of its own, see 0003.
      corrects text,
      batch integer not null default 1 check (batch >= 1),
      return_id text,
      sent_version text,
      need text,
      pre_review text,
      problem_words text,
      check (state not in ('accepted', 'reconciled', 'purged') or receipt is not null),
      check (state not in ('reconciled', 'purged') or reconciled_day is not null)
    ) strict;
    insert into submissions select * from submissions_before order by n;
    drop table submissions_before;

    create unique index corrections on submissions (corrects, batch) where corrects is not null;
    create index submissions_by_receipt on submissions (received_at) where received_at is not null;
    create index submissions_to_purge on submissions (reconciled_day) where state = 'reconciled';

    -- Up to and with the submission terminal.indexed_to.
    create table ids (hash integer not null, n integer not null, primary key (hash, n)) strict, without rowid;
    create table cards (hash integer not null, n integer not null, primary key (hash, n)) strict, without rowid;
    alter table terminal add column indexed_to integer not null default 0;
  `,
};

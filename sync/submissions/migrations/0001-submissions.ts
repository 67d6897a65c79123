import type { Migration } from './migration.ts';

/** The first store: submissions, their materials, the outbox, the citizens' keys, the terminal's own row. */
export const submissions: Migration = {
  version: 1,
  sql: `
    create table terminal (
      id integer primary key check (id = 1),
      -- Made once; every card key depends on it.
      card_salt blob not null check (length(card_salt) = 32),
      feed_cursor text not null default ''
    ) strict;

    create table temp_number_days (
      day text primary key,
      last_serial integer not null check (last_serial > 0)
    ) strict;

    create table submissions (
      id text primary key check (length(id) between 8 and 128),
      temp_no text not null unique,
      state text not null check (state in ('captured', 'sealed', 'sending', 'accepted', 'reconciled', 'purged',
        'held', 'needs-citizen', 'rejected', 'quarantined')),
      handle_item text not null,
      matter_version text not null,
      unit_code text not null,
      captured_at text not null,
      card_tag blob check (card_tag is null or length(card_tag) = 32),
      -- These two are never updated: the receipt speaks of exactly these bytes.
      envelope text not null,
      envelope_sha256 text not null check (length(envelope_sha256) = 64),
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
      check (state not in ('accepted', 'reconciled') or receipt is not null)
    ) strict;
    create index submissions_by_card on submissions (card_tag) where card_tag is not null;

    create table materials (
      submission_id text not null references submissions (id),
      code text not null,
      stuff_type integer not null check (stuff_type in (0, 5)),
      media_type text not null,
      envelope text not null,
      sha256 text not null check (length(sha256) = 64),
      primary key (submission_id, code)
    ) strict;

    -- Apart from the envelopes, so that acceptance destroys them by deleting rows.
    create table citizen_recipients (
      submission_id text not null references submissions (id),
      part text not null,
      recipient text not null,
      primary key (submission_id, part)
    ) strict;

    -- One row for each submission that the platform has still to accept.
    create table outbox (
      position integer primary key autoincrement,
      submission_id text not null unique references submissions (id)
    ) strict;
  `,
};

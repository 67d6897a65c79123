import type { Migration } from './migration.ts';

/**
 * What the platform says and does about a submission: corrections, what it asks of the citizen, matters that changed,
 * the reconciliation of each day, how far the aggregation has come, and whether this terminal was revoked.
 */
export const platformSide: Migration = {
  version: 3,
  sql: `
    -- A correction is a row of its own, with its own key. Batch 2 and above: operation U of the accepted submission
    -- that it corrects. Batch 1: takes the place of a submission that was never accepted, under its temporary number.
    alter table submissions add column corrects text;
    alter table submissions add column batch integer not null default 1 check (batch >= 1);
    alter table submissions add column return_id text;
    -- The younger version that differs in words alone; null: the one that it was sealed under.
    alter table submissions add column sent_version text;
    alter table submissions add column need text;
    alter table submissions add column pre_review text;
    alter table submissions add column problem_words text;
    create unique index corrections on submissions (corrects, batch) where corrects is not null;
    create index submissions_by_receipt on submissions (received_at) where received_at is not null;

    alter table terminal add column revoked text;
    alter table terminal add column reported_sequence integer not null default 0;

    create table reconciliations (
      day text not null,
      unit_code text not null,
      closed integer not null check (closed in (0, 1)),
      report text not null,
      primary key (day, unit_code)
    ) strict, without rowid;
  `,
};

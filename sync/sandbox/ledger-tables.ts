/** Stands in the file's name: a ledger of another form is left alone, and a new one begun. */
export const LEDGER_VERSION = 3;

export const LEDGER_TABLES = `
  create table if not exists keep (name text primary key, value text not null) strict;

  create table if not exists terminals (
    id text primary key,
    key text,
    revoked integer not null default 0,
    heartbeat text,
    heard_at text
  ) strict;

  create table if not exists units (
    code text primary key,
    connected integer not null default 1,
    since text,
    notice text
  ) strict;

  create table if not exists matters (
    handle_item text primary key,
    unit_code text not null,
    version text not null,
    status integer not null default 1,
    suspension text,
    ended text,
    effective_from text not null,
    one_for_each_person integer not null default 0,
    changed_in integer not null
  ) strict;

  create table if not exists matter_versions (
    handle_item text not null,
    version text not null,
    document text not null,
    sha256 text not null,
    primary key (handle_item, version)
  ) strict, without rowid;

  create table if not exists applications (
    apply_no text primary key,
    idempotency_key text not null,
    double_of text,
    terminal_id text not null,
    unit_code text not null,
    handle_item text not null,
    version text not null,
    sealed_version text not null,
    saved text,
    state text not null default 'numbered'
      check (state in ('numbered', 'saved', 'submitted', 'need-supplement', 'returned', 'finished')),
    submits integer not null default 0,
    receipt text,
    earlier_receipt text,
    received_at text,
    limit_date text,
    digest text,
    batch integer not null default 1,
    applicant_tag text,
    by_agent integer not null default 0
  ) strict;
  create unique index if not exists one_number_for_each_key on applications (idempotency_key)
    where double_of is null;
  create index if not exists applications_of_a_terminal on applications (terminal_id, received_at);
  create index if not exists applications_of_a_person on applications (applicant_tag, handle_item)
    where applicant_tag is not null;

  create table if not exists revisions (
    idempotency_key text primary key,
    apply_no text not null,
    return_id text,
    batch integer not null,
    body text not null,
    receipt text not null
  ) strict;

  create table if not exists uploads (
    id text primary key,
    apply_no text not null,
    idempotency_key text not null,
    code text not null,
    declared text not null,
    size integer not null,
    sha256 text not null,
    complete integer not null default 0,
    unique (idempotency_key, apply_no, code)
  ) strict;

  create table if not exists chunks (
    upload_id text not null,
    chunk integer not null,
    bytes blob not null,
    primary key (upload_id, chunk)
  ) strict;

  create table if not exists events (
    sequence integer primary key autoincrement,
    terminal_id text not null,
    apply_no text not null,
    event text not null
  ) strict;
  create index if not exists events_of_a_terminal on events (terminal_id, sequence);

  create table if not exists quality_returns (
    id text primary key,
    position integer not null,
    terminal_id text not null,
    apply_no text not null,
    state_before text not null,
    quality_return text not null
  ) strict;

  create table if not exists library_records (
    row_guid text not null,
    cd_batch integer not null,
    library text not null,
    record text not null,
    received_at text not null,
    primary key (row_guid, cd_batch)
  ) strict, without rowid;

  create table if not exists announcements (
    id text primary key,
    announcement text not null
  ) strict;

  create table if not exists citizens_words (
    idempotency_key text primary key,
    kind text not null,
    number text not null,
    body text not null
  ) strict;
`;

import type { Migration } from './migration.ts';

/** `text!`: may not be null; `key`: the primary key. */
type Columns = Readonly<
  Record<string, 'text' | 'text!' | 'integer' | 'integer!' | 'bigint' | 'bigint!' | 'key'>
>;

const tables: Readonly<Record<string, Columns>> = {
  terminals: {
    ...{ id: 'key', site_code: 'text!', site_name: 'text!', district: 'text!', street: 'text!' },
    ...{ serial: 'text', model: 'text', modules: 'text!', ring: 'text!' },
    ...{ configuration: 'text', configuration_version: 'integer', standing: 'text!' },
    ...{ order_number: 'integer!', order_text: 'text', order_reason: 'text', order_at: 'text' },
    ...{ enrolled_at: 'text', revision: 'integer!' },
  },
  terminal_states: {
    ...{ terminal_id: 'key', last_seen_at: 'text!', started_at: 'text!', sequence: 'bigint!' },
    ...{ clock_ahead_ms: 'bigint!', said: 'text!', findings: 'text!', tampered: 'text!' },
    revision: 'integer!',
  },
  terminal_certificates: {
    ...{ thumbprint: 'key', terminal_id: 'text!', public_key: 'text!', pem: 'text!' },
    ...{ not_before: 'text!', not_after: 'text!', ended_at: 'text' },
  },
  enrolment_codes: {
    ...{ code_hash: 'key', terminal_id: 'text!', expires_at: 'text!', redeemed_for: 'text' },
    replaced: 'integer!',
  },
  terminal_proofs: { jti: 'key', until: 'text!' },
  terminal_alerts: {
    ...{ id: 'key', terminal_id: 'text!', kind: 'text!', subject: 'text!' },
    ...{ opened_at: 'text!', resolved_at: 'text', open_key: 'text' },
  },
  terminal_changes: {
    ...{ id: 'key', terminal_id: 'text!', at: 'text!', what: 'text!', former: 'text!', present: 'text!' },
  },
  terminal_events: {
    ...{ id: 'key', terminal_id: 'text!', kind: 'text!', at: 'text!', detail: 'text!' },
    received_at: 'text!',
  },
  terminal_checkpoints: {
    ...{ terminal_id: 'text!', day: 'text!', sequence: 'bigint!', hash: 'text!', at: 'text!' },
    ...{ received_at: 'text!', signed: 'text!' },
  },
  terminal_jobs: {
    ...{ id: 'key', terminal_id: 'text!', kind: 'text!', state: 'text!', ordered_at: 'text!' },
    ...{ ended_at: 'text', content: 'text' },
  },
  configuration_versions: {
    ...{ name: 'text!', version: 'integer!', document: 'text!', created_at: 'text!', created_by: 'text!' },
    ...{ revision: 'integer!', state: 'text', ring: 'text', started_at: 'text', ring_since: 'text' },
    ...{ former: 'integer', stopped_because: 'text' },
  },
  terminal_tasks: { name: 'key', taken_at: 'text!' },
};

const unique: readonly [name: string, table: string, columns: string[]][] = [
  ['certificate_key_once', 'terminal_certificates', ['public_key']],
  ['alert_open_once', 'terminal_alerts', ['open_key']],
  ['checkpoint_of_day', 'terminal_checkpoints', ['terminal_id', 'day']],
  ['configuration_version_once', 'configuration_versions', ['name', 'version']],
];

const indexes: readonly [name: string, table: string, columns: string[]][] = [
  ['terminals_by_place', 'terminals', ['district', 'street']],
  ['certificates_of_terminal', 'terminal_certificates', ['terminal_id']],
  ['codes_of_terminal', 'enrolment_codes', ['terminal_id']],
  ['proofs_by_end', 'terminal_proofs', ['until']],
  ['alerts_of_terminal', 'terminal_alerts', ['terminal_id', 'opened_at']],
  ['alerts_by_time', 'terminal_alerts', ['opened_at']],
  ['changes_of_terminal', 'terminal_changes', ['terminal_id', 'at']],
  ['events_by_time', 'terminal_events', ['received_at']],
  ['events_of_terminal', 'terminal_events', ['terminal_id', 'received_at']],
  ['jobs_of_terminal', 'terminal_jobs', ['terminal_id', 'state']],
];

export const terminals: Migration = {
  number: 30,
  async up(sql) {
    for (const [name, columns] of Object.entries(tables)) {
      let table = sql.schema.createTable(name);
      for (const [column, kind] of Object.entries(columns)) {
        const type = kind === 'key' ? 'text' : (kind.replace('!', '') as 'text' | 'integer' | 'bigint');
        table = table.addColumn(column, type, (each) => {
          const given = kind === 'key' || kind.endsWith('!') ? each.notNull() : each;
          return kind === 'key' ? given.primaryKey() : given;
        });
      }
      await table.execute();
    }
    for (const [name, table, columns] of unique) {
      await sql.schema.createIndex(name).on(table).columns(columns).unique().execute();
    }
    for (const [name, table, columns] of indexes) {
      await sql.schema.createIndex(name).on(table).columns(columns).execute();
    }
  },
};

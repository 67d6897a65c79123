import type { Migration } from './migration.ts';

export const matters: Migration = {
  number: 20,
  async up(sql) {
    await sql.schema
      .createTable('matters')
      .addColumn('handle_item', 'text', (column) => column.primaryKey().notNull())
      .addColumn('unit_code', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('unit_name', 'text', (column) => column.notNull())
      .addColumn('revision', 'integer', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .execute();
    await sql.schema
      .createTable('matter_versions')
      .addColumn('handle_item', 'text', (column) => column.notNull().references('matters.handle_item'))
      .addColumn('version', 'text', (column) => column.notNull())
      .addColumn('sha256', 'text', (column) => column.notNull())
      .addColumn('document', 'text', (column) => column.notNull())
      .addColumn('imported_at', 'text', (column) => column.notNull())
      .addColumn('imported_by', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('matter_versions_key', ['handle_item', 'version'])
      .execute();
    await sql.schema
      .createTable('matter_events')
      .addColumn('seq', 'bigint', (column) => column.primaryKey().notNull())
      .addColumn('handle_item', 'text', (column) => column.notNull().references('matters.handle_item'))
      .addColumn('revision', 'integer', (column) => column.notNull())
      .addColumn('subject_id', 'text')
      .addColumn('sunk_down', 'integer', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('event', 'text', (column) => column.notNull())
      // Whatever happens, no two decisions stand on one revision.
      .addUniqueConstraint('matter_events_revision', ['handle_item', 'revision'])
      .execute();
    await sql.schema
      .createIndex('matter_events_of_subject')
      .on('matter_events')
      .column('subject_id')
      .execute();
    await sql.schema
      .createTable('announcements')
      .addColumn('announcement_id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('handle_item', 'text')
      .addColumn('title', 'text', (column) => column.notNull())
      .addColumn('text', 'text', (column) => column.notNull())
      .addColumn('from_at', 'text', (column) => column.notNull())
      .addColumn('until_at', 'text', (column) => column.notNull())
      .addColumn('severity', 'text', (column) => column.notNull())
      .addColumn('revision', 'integer', (column) => column.notNull())
      .execute();
    await sql.schema
      .createTable('unit_connections')
      .addColumn('unit_code', 'text', (column) => column.primaryKey().notNull())
      .addColumn('revision', 'integer', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .execute();
    await sql.schema
      .createTable('cut_offs')
      .addColumn('cut_off_id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('unit_code', 'text', (column) => column.notNull())
      .addColumn('cut_off', 'text', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('by', 'text', (column) => column.notNull())
      .addColumn('restored_at', 'text')
      .addColumn('restored_by', 'text')
      .addColumn('restoration_reason', 'text')
      .execute();
    await sql.schema
      .createTable('publication')
      .addColumn('id', 'integer', (column) => column.primaryKey().notNull())
      .addColumn('wanted', 'bigint', (column) => column.notNull())
      .addColumn('done', 'bigint', (column) => column.notNull())
      .addColumn('wanted_at', 'text')
      .addColumn('next_at', 'text')
      .addColumn('failure', 'text')
      .execute();
    await sql
      .insertInto('publication')
      .values({ id: 1, wanted: 0, done: 0, wanted_at: null, next_at: null, failure: null })
      .execute();
    await sql.schema
      .createTable('published_files')
      .addColumn('path', 'text', (column) => column.primaryKey().notNull())
      .addColumn('content', 'text', (column) => column.notNull())
      .execute();
  },
};

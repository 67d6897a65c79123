import type { Migration } from './migration.ts';

export const calendars: Migration = {
  number: 21,
  async up(sql) {
    await sql.schema
      .createTable('calendars')
      .addColumn('year', 'integer', (column) => column.primaryKey().notNull())
      .addColumn('document', 'text', (column) => column.notNull())
      .addColumn('revision', 'integer', (column) => column.notNull())
      .addColumn('imported_at', 'text', (column) => column.notNull())
      .addColumn('imported_by', 'text', (column) => column.notNull())
      .execute();
  },
};

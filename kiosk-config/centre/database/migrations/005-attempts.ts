import type { Migration } from './migration.ts';

export const attempts: Migration = {
  number: 5,
  async up(sql) {
    await sql.schema
      .createTable('attempts')
      .addColumn('source', 'text', (column) => column.primaryKey().notNull())
      .addColumn('count', 'integer', (column) => column.notNull())
      .addColumn('since', 'text', (column) => column.notNull())
      .execute();
  },
};

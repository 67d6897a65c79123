import type { Migration } from './migration.ts';

/** Whether the audit has been told that an address is stopped, once for as long as it is. */
export const attemptsTold: Migration = {
  number: 6,
  async up(sql) {
    await sql.schema
      .alterTable('attempts')
      .addColumn('told', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  },
};

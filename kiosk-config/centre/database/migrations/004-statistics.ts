import type { Migration } from './migration.ts';

export const statistics: Migration = {
  number: 4,
  async up(sql) {
    await sql.schema
      .createTable('platform_events')
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('batch', 'integer', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('operation', 'text', (column) => column.notNull())
      .addColumn('unit_code', 'text', (column) => column.notNull())
      .addColumn('handle_item', 'text', (column) => column.notNull())
      .addColumn('case_key', 'text')
      .addColumn('channel', 'text')
      .addColumn('state', 'integer')
      .addColumn('happened_at', 'text', (column) => column.notNull())
      .addColumn('happened_on', 'text', (column) => column.notNull())
      .addColumn('received_at', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('platform_events_key', ['id', 'batch'])
      .execute();
    await sql.schema
      .createIndex('platform_events_by_day')
      .on('platform_events')
      .columns(['kind', 'happened_on'])
      .execute();
    await sql.schema
      .createTable('statistics_publications')
      .addColumn('period', 'text', (column) => column.primaryKey().notNull())
      .addColumn('publication', 'text', (column) => column.notNull())
      .execute();
    await sql.schema
      .createTable('indicator_sets')
      .addColumn('year', 'integer', (column) => column.primaryKey().notNull())
      .addColumn('indicators', 'text', (column) => column.notNull())
      .addColumn('revision', 'integer', (column) => column.notNull())
      .execute();
    await sql.schema
      .createTable('quality_returns')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('unit_code', 'text', (column) => column.notNull())
      .addColumn('due', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('state_at', 'text', (column) => column.notNull())
      .addColumn('report', 'text', (column) => column.notNull())
      .addColumn('history', 'text', (column) => column.notNull())
      .execute();
    await sql.schema
      .createTable('reconciliations')
      .addColumn('day', 'text', (column) => column.notNull())
      .addColumn('unit_code', 'text', (column) => column.notNull())
      .addColumn('terminal_id', 'text', (column) => column.notNull())
      .addColumn('counted', 'integer', (column) => column.notNull())
      .addColumn('missing', 'integer', (column) => column.notNull())
      .addColumn('extra', 'integer', (column) => column.notNull())
      .addColumn('altered', 'integer', (column) => column.notNull())
      .addColumn('compared_at', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('reconciliations_key', ['day', 'unit_code', 'terminal_id'])
      .execute();
  },
};

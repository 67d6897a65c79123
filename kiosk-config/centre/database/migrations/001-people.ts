import type { Migration } from './migration.ts';

export const people: Migration = {
  number: 1,
  async up(sql) {
    await sql.schema
      .createTable('accounts')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('name', 'text', (column) => column.notNull().unique())
      .addColumn('display_name', 'text', (column) => column.notNull())
      .addColumn('role', 'text', (column) => column.notNull())
      .addColumn('unit_code', 'text')
      .addColumn('site_code', 'text')
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('password', 'text')
      .addColumn('totp_secret', 'text')
      .addColumn('totp_step', 'bigint', (column) => column.notNull())
      .addColumn('revision', 'integer', (column) => column.notNull())
      .addColumn('created_at', 'text', (column) => column.notNull())
      .execute();
    await sql.schema
      .createTable('invitations')
      .addColumn('token_hash', 'text', (column) => column.primaryKey().notNull())
      .addColumn('account_id', 'text', (column) => column.notNull().unique().references('accounts.id'))
      .addColumn('expires_at', 'text', (column) => column.notNull())
      .addColumn('totp_secret', 'text')
      .execute();
    await sql.schema
      .createTable('sessions')
      .addColumn('token_hash', 'text', (column) => column.primaryKey().notNull())
      .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id'))
      .addColumn('created_at', 'text', (column) => column.notNull())
      .addColumn('seen_at', 'text', (column) => column.notNull())
      .execute();
    await sql.schema.createIndex('sessions_of_account').on('sessions').column('account_id').execute();
    await sql.schema
      .createTable('log_in_failures')
      .addColumn('name', 'text', (column) => column.primaryKey().notNull())
      .addColumn('failures', 'integer', (column) => column.notNull())
      .addColumn('last_at', 'text', (column) => column.notNull())
      .addColumn('locked_until', 'text')
      .execute();
    await sql.schema
      .createTable('shared_values')
      .addColumn('name', 'text', (column) => column.primaryKey().notNull())
      .addColumn('value', 'text', (column) => column.notNull())
      .execute();
  },
};

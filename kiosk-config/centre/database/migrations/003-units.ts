import type { Migration } from './migration.ts';

export const units: Migration = {
  number: 3,
  async up(sql) {
    await sql.schema
      .createTable('units')
      .addColumn('code', 'text', (column) => column.primaryKey().notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('business_lead', 'text', (column) => column.notNull())
      .addColumn('technical_lead', 'text', (column) => column.notNull())
      .addColumn('budget_level', 'text', (column) => column.notNull())
      .addColumn('security_department', 'text')
      .addColumn('security_person', 'text')
      .addColumn('grading', 'text')
      .addColumn('uses_vendors', 'integer', (column) => column.notNull())
      .addColumn('agreements', 'text', (column) => column.notNull())
      .addColumn('revision', 'integer', (column) => column.notNull())
      .execute();
    await sql.schema
      .createTable('unit_credentials')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('unit_code', 'text', (column) => column.notNull().references('units.code'))
      .addColumn('purpose', 'text', (column) => column.notNull())
      .addColumn('secret_hash', 'text', (column) => column.notNull().unique())
      .addColumn('created_at', 'text', (column) => column.notNull())
      .addColumn('revoked_at', 'text')
      .execute();
    await sql.schema.createIndex('credentials_of_unit').on('unit_credentials').column('unit_code').execute();
    await sql.schema
      .createTable('sites')
      .addColumn('code', 'text', (column) => column.primaryKey().notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('district', 'text', (column) => column.notNull())
      .addColumn('street', 'text', (column) => column.notNull())
      .addColumn('address', 'text', (column) => column.notNull())
      .addColumn('revision', 'integer', (column) => column.notNull())
      .execute();
  },
};

import type { Migration } from './migration.ts';

/** When a terminal first proved itself with a certificate: until then it may have another one. */
export const certificateProved: Migration = {
  number: 31,
  async up(sql) {
    await sql.schema.alterTable('terminal_certificates').addColumn('proved_at', 'text').execute();
  },
};

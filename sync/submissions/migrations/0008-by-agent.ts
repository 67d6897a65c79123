import type { Migration } from './migration.ts';

/**
 * Whether somebody filed it for another person: what its citizen is told, and whose data a correction begins with. The
 * update writes every row anew, so that each has all columns in the file, which the repair of a damaged one counts on.
 */
export const byAgent: Migration = {
  version: 8,
  sql: `
    alter table submissions add column by_agent integer not null default 0 check (by_agent = 0 or by_agent = 1);
    update submissions set by_agent = 0;
  `,
};

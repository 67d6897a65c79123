import type { Migration } from './migration.ts';

/** Ids and cards are looked up in memory alone (lookup.ts): the rows say it all. */
export const lookupInMemory: Migration = {
  version: 7,
  sql: `
    drop table ids;
    drop table cards;
    alter table terminal drop column indexed_to;
  `,
};

import type { Migration } from './migration.ts';

/** stuffType 1 (引用): a material may be a reference to an electronic licence. SQLite alters no check in place. */
export const licenceReferences: Migration = {
  version: 5,
  sql: `
    alter table parts rename to parts_before;
    create table parts (
      -- n · 256 + place
      key integer primary key,
      code text,
      stuff_type integer check (stuff_type in (0, 1, 5)),
      media_type text,
      envelope text not null,
      sha256 text not null check (length(sha256) = 64)
    ) strict;
    insert into parts select * from parts_before order by key;
    drop table parts_before;
  `,
};

import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { migrate, UnusableStore } from './database.ts';
import type { Migration } from './migrations/migration.ts';
import { migrations } from './migrations/index.ts';

/** What stood in the store at each version, as that version wrote it. A new migration adds its own line. */
const rowsOfVersion: Readonly<Record<number, string>> = {
  0: '',
  1: `insert into terminal (id, card_salt) values (1, zeroblob(32));
      insert into submissions (id, temp_no, state, handle_item, matter_version, unit_code, captured_at, envelope,
        envelope_sha256) values ('a-submission', 'T1', 'sealed', 'h', 'v', 'u', 't', '{}', '${'0'.repeat(64)}');
      insert into outbox (submission_id) values ('a-submission');`,
};

function memory(): Database.Database {
  const db = new Database(':memory:');
  onTestFinished(() => void db.close());
  return db;
}
const versionOf = (db: Database.Database): unknown => db.pragma('user_version', { simple: true });

describe('migrations', () => {
  it('are numbered without a gap', () => {
    expect(migrations.map((each) => each.version)).toEqual(migrations.map((_, index) => index + 1));
  });

  it.each(migrations.map((each) => each.version))(
    'from the one before to %i: every unsent row is still there',
    (to) => {
      const db = memory();
      migrate(db, migrations.slice(0, to - 1));
      db.exec(rowsOfVersion[to - 1] as string);
      migrate(db, migrations.slice(0, to));
      expect(versionOf(db)).toBe(to);
      const unsent = db.prepare('select submission_id from outbox').pluck().all();
      expect(unsent).toEqual(to === 1 ? [] : ['a-submission']);
      expect(db.pragma('foreign_key_check')).toEqual([]);
      if (to > 1) return;
      db.exec(rowsOfVersion[1] as string);
      expect(db.prepare('select submission_id from outbox').pluck().all()).toEqual(['a-submission']);
    },
  );

  it('one that fails leaves version and rows as they were', () => {
    const db = memory();
    migrate(db, migrations);
    const failing: Migration = {
      version: migrations.length + 1,
      sql: 'drop table outbox; create table broken (',
    };
    expect(() => migrate(db, [...migrations, failing])).toThrow('incomplete input');
    expect(versionOf(db)).toBe(migrations.length);
    expect(db.prepare('select count(*) from outbox').pluck().get()).toBe(0);
  });

  it('a store of a newer program is left alone', () => {
    const db = memory();
    db.pragma('user_version = 9999');
    expect(() => migrate(db, migrations)).toThrow(UnusableStore);
    expect(versionOf(db)).toBe(9999);
  });
});

import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { migrate, UnusableStore } from './database.ts';
import type { Migration } from './migrations/migration.ts';
import { migrations } from './migrations/index.ts';

const states = ['sealed', 'sending', 'held', 'accepted', 'needs-citizen', 'rejected', 'quarantined'];

/** A store of version 1 with a submission in every state, as that version wrote it. */
function rowsOfVersion1(): string {
  const sha = '0'.repeat(64);
  const rows = states.map((state, index) => {
    const receipt = state === 'accepted' ? "'r', 't', 'd'" : 'null, null, null';
    const said = state === 'accepted' ? `'{"zh":"o"}', '{"zh":"n"}', 9` : 'null, null, 0';
    const applyNo = state === 'sealed' ? 'null' : "'A1'";
    const id = `id-of-${state}`;
    return `
      insert into submissions (id, temp_no, state, handle_item, matter_version, unit_code, captured_at, envelope,
        envelope_sha256, card_tag, apply_no, receipt, received_at, limit_date, opinion, next_step, event_sequence)
      values ('${id}', 'T199T01260213000${index + 1}X', '${state}', 'h', 'v', 'u', 't${index}', '{"${state}"}',
        '${sha}', zeroblob(32), ${applyNo}, ${receipt}, ${said});
      insert into materials values ('${id}', 'M1', 0, 'image/png', 'm-${state}', '${sha}');
      insert into citizen_recipients select '${id}', 'form', 'f-${state}' where '${state}' <> 'accepted';
      insert into citizen_recipients select '${id}', 'material:M1', 'k-${state}' where '${state}' <> 'accepted';
      insert into outbox (submission_id) select '${id}' where ${index} < 3;`;
  });
  return `insert into terminal (id, card_salt, feed_cursor) values (1, zeroblob(32), 'c:7');
    insert into temp_number_days (day, last_serial) values ('2026-02-13', ${states.length});
    ${rows.join('')}`;
}

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

  it('from 1 to 2: every row is there, in its state, with its parts, keys and number', () => {
    const db = memory();
    migrate(db, migrations.slice(0, 1));
    db.exec(rowsOfVersion1());
    migrate(db, migrations.slice(0, 2));
    expect(versionOf(db)).toBe(2);
    const rows = db
      .prepare('select n, id, state, temp_no, apply_no, opinion from submissions order by n')
      .all();
    expect(rows).toEqual(
      states.map((state, index) => ({
        ...{ n: index + 1, id: `id-of-${state}`, state, temp_no: `T199T01260213000${index + 1}X` },
        ...{
          apply_no: state === 'sealed' ? null : 'A1',
          opinion: state === 'accepted' ? '{"zh":"o"}' : null,
        },
      })),
    );
    const parts = db.prepare('select key, code, envelope from parts order by key').raw().all();
    expect(parts).toEqual(
      states.flatMap((state, index) => [
        [256 * (index + 1), null, `{"${state}"}`],
        [256 * (index + 1) + 1, 'M1', `m-${state}`],
      ]),
    );
    const keys = db
      .prepare<[], { n: number; recipients: Buffer }>('select * from card_keys order by n')
      .all();
    expect(keys.map(({ n, recipients }) => [n, JSON.parse(String(recipients)) as unknown])).toEqual(
      states.flatMap((state, index) =>
        state === 'accepted' ? [] : [[index + 1, { form: `f-${state}`, 'material:M1': `k-${state}` }]],
      ),
    );
    expect(db.prepare('select feed_cursor, audit_sequence from terminal').raw().get()).toEqual(['c:7', 7]);
    const events = db.prepare('select submission_id, event, state from audit order by sequence').raw().all();
    expect(events).toEqual(states.map((state) => [`id-of-${state}`, 'migrated', state]));
    const tables = db.prepare<[], string>(`select name from sqlite_master where type = 'table' order by 1`);
    expect(
      tables
        .pluck()
        .all()
        .filter((name) => !name.startsWith('sqlite_')),
    ).toEqual([...['audit', 'card_keys', 'parts', 'submissions', 'terminal']]);
  });

  it('from 4 to 5: every part is there, and a material may be a reference', () => {
    const db = memory();
    migrate(db, migrations.slice(0, 4));
    const sha = '0'.repeat(64);
    db.exec(
      `insert into parts values (256, null, null, null, 'f', '${sha}'), (257, 'M1', 0, 'image/png', 'm', '${sha}')`,
    );
    const reference = `insert into parts values (258, 'M2', 1, 'x/y', 'r', '${sha}')`;
    expect(() => db.exec(reference)).toThrow('CHECK');
    migrate(db, migrations.slice(0, 5));
    db.exec(reference);
    expect(db.prepare('select key, code, stuff_type, envelope from parts order by key').raw().all()).toEqual([
      [256, null, null, 'f'],
      [257, 'M1', 0, 'm'],
      [258, 'M2', 1, 'r'],
    ]);
    expect(() => db.exec(reference.replace('258', '259').replace(', 1,', ', 2,'))).toThrow('CHECK');
  });

  it('from 5 to 6: every row is the same, and the same values are refused', () => {
    const db = memory();
    migrate(db, migrations.slice(0, 1));
    db.exec(rowsOfVersion1());
    migrate(db, migrations.slice(0, 5));
    const contents = (): unknown[] =>
      ['submissions', 'parts', 'card_keys', 'audit', 'terminal'].map((table) =>
        db.prepare(`select * from ${table} order by 1`).all(),
      );
    const refusals = [
      `update submissions set state = 'captured' where n = 1`,
      `update submissions set state = 'accepted' where receipt is null`,
      `update submissions set state = 'reconciled' where n = 4`,
      `update submissions set state = 'purged' where n = 4`,
      `update submissions set finished = 2`,
      `update submissions set limit_provisional = -1`,
      `update submissions set id = 'short' where n = 1`,
      `update parts set stuff_type = 2`,
      `update parts set sha256 = 'short'`,
    ];
    const indices = (): unknown =>
      db
        .prepare(`select name, sql from sqlite_master where type = 'index' and sql is not null order by 1`)
        .all();
    const before = [contents(), indices()];
    for (const version of [5, 6]) {
      migrate(db, migrations.slice(0, version));
      expect(versionOf(db)).toBe(version);
      expect([contents(), indices()]).toEqual(before);
      for (const sql of refusals) expect(() => db.exec(sql), sql).toThrow('CHECK');
      for (const state of states) {
        const set = db.prepare(`update submissions set state = ? where n = 4`);
        expect(set.run(state).changes).toBe(1);
      }
      db.exec(`update submissions set state = 'accepted' where n = 4`);
    }
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  });

  it('from 6 to 7: the rows are the same, and the tables of short hashes are gone', () => {
    const db = memory();
    migrate(db, migrations.slice(0, 1));
    db.exec(rowsOfVersion1());
    migrate(db, migrations.slice(0, 6));
    db.exec('insert into ids select n, n from submissions; insert into cards select n, n from submissions');
    db.exec('update terminal set indexed_to = 7');
    const contents = (): unknown[] =>
      ['select * from submissions', 'select id, card_salt, feed_cursor, audit_hash from terminal'].map(
        (sql) => db.prepare(sql).all(),
      );
    const before = contents();
    migrate(db, migrations.slice(0, 7));
    expect(contents()).toEqual(before);
    expect(db.prepare(`select name from sqlite_master where name in ('ids', 'cards')`).all()).toEqual([]);
    expect(Object.keys(db.prepare('select * from terminal').get() as object)).not.toContain('indexed_to');
  });

  it('from 7 to 8: nobody filed for another before, and every row is written with the new column', () => {
    const db = memory();
    migrate(db, migrations.slice(0, 1));
    db.exec(rowsOfVersion1());
    migrate(db, migrations.slice(0, 7));
    const before = db.prepare('select * from submissions order by n').all() as object[];
    migrate(db, migrations.slice(0, 8));
    const after = db.prepare('select * from submissions order by n').all();
    expect(after).toEqual(before.map((row) => ({ ...row, by_agent: 0 })));
    expect(() => db.exec('update submissions set by_agent = 2')).toThrow('CHECK');
  });

  it('one that fails leaves version and rows as they were', () => {
    const db = memory();
    migrate(db, migrations);
    const failing: Migration = {
      version: migrations.length + 1,
      sql: 'drop table parts; create table broken (',
    };
    expect(() => migrate(db, [...migrations, failing])).toThrow('incomplete input');
    expect(versionOf(db)).toBe(migrations.length);
    expect(db.prepare('select count(*) from parts').pluck().get()).toBe(0);
  });

  it('a store of a newer program is left alone', () => {
    const db = memory();
    db.pragma('user_version = 9999');
    expect(() => migrate(db, migrations)).toThrow(UnusableStore);
    expect(versionOf(db)).toBe(9999);
  });
});

import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { GroupCommit } from './group-commit.ts';

function setUp() {
  const db = new Database(':memory:');
  onTestFinished(() => void db.close());
  db.exec('create table t (a integer primary key) strict');
  const seen = { commits: [] as number[], rollbacks: 0 };
  const group = new GroupCommit(db, {
    afterRollback: () => (seen.rollbacks += 1),
    afterCommit: (operations) => seen.commits.push(operations),
  });
  const insert = (a: number) => group.run(() => db.prepare('insert into t values (?)').run(a).changes);
  const rows = () => db.prepare('select a from t order by a').pluck().all();
  return { db, group, insert, rows, seen };
}

describe('group commit', () => {
  it('all that is asked in one turn shares one commit, and nobody is answered before it', async () => {
    const { db, insert, rows, seen } = setUp();
    const answers = [1, 2, 3].map(insert);
    let inTransaction: boolean | undefined;
    void answers[0]?.then(() => (inTransaction = db.inTransaction));
    expect(rows()).toEqual([]);
    expect(await Promise.all(answers)).toEqual([1, 1, 1]);
    expect(inTransaction).toBe(false);
    expect(seen.commits).toEqual([3]);
    await insert(4);
    expect(seen.commits).toEqual([3, 1]);
  });

  it('what only reads shares it too, sees what was written before it, and counts as no operation', async () => {
    const { db, group, insert, seen } = setUp();
    const count = db.prepare<[], number>('select count(*) from t').pluck();
    let inTransaction = false;
    const read = () =>
      group.read(() => {
        inTransaction = db.inTransaction;
        return count.get();
      });
    expect(await Promise.all([read(), insert(1), read()])).toEqual([0, 1, 1]);
    expect(inTransaction).toBe(true);
    expect(seen.commits).toEqual([1]);
    expect(await Promise.all([read(), read()])).toEqual([1, 1]);
    expect(seen).toEqual({ commits: [1], rollbacks: 0 });
  });

  it('one that fails fails alone', async () => {
    const { insert, rows, seen } = setUp();
    const outcomes = await Promise.allSettled([insert(1), insert(1), insert(2)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(rows()).toEqual([1, 2]);
    expect(seen.rollbacks).toBe(2);
  });

  it('a commit that fails fails all of its group, and nothing is there; the next is not touched by it', async () => {
    const { db, group, insert, rows } = setUp();
    db.exec(`create table parent (id integer primary key) strict;
      create table child (id integer references parent (id) deferrable initially deferred) strict`);
    db.pragma('foreign_keys = on');
    const orphan = group.run(() => db.prepare('insert into child values (7)').run());
    const outcomes = await Promise.allSettled([insert(1), orphan, insert(2)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(rows()).toEqual([]);
    await insert(3);
    expect(rows()).toEqual([3]);
  });
});

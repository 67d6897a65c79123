import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { eachDatabase, onDatabase } from '../testing/each-database.ts';
import { migrations } from './migrations/index.ts';

const run = promisify(execFile);
const PROGRAM = join(import.meta.dirname, '../testing/open-database.ts');

eachDatabase('a new database', (engine) => {
  it('is brought up to date once, though several processes open it at the same moment', async () => {
    const source = await engine.place();
    await Promise.all([1, 2, 3].map(() => run(process.execPath, [PROGRAM, JSON.stringify(source)])));
    const database = await engine.open(source);
    const steps = await sql<{ number: number }>`select number from schema_steps order by number`.execute(
      database.sql,
    );
    expect(steps.rows).toEqual(migrations.map(({ number }) => ({ number })));
  });

  it('is refused when a younger program wrote it', async () => {
    const source = await engine.place();
    const database = await engine.open(source);
    await sql`insert into schema_steps (number) values (9999)`.execute(database.sql);
    await expect(engine.open(source)).rejects.toThrow('9999');
  });
});

eachDatabase('changes of two at once', (engine) => {
  it('run one after the other, each seeing the one before', async () => {
    const source = await engine.place();
    const [a, b] = [await engine.open(source), await engine.open(source)];
    await a.write(({ sql: each }) =>
      each.insertInto('shared_values').values({ name: 'n', value: '0' }).execute(),
    );
    const increment = (database: typeof a) =>
      database.change(async ({ sql: each }) => {
        const { value } = await each
          .selectFrom('shared_values')
          .select('value')
          .where('name', '=', 'n')
          .executeTakeFirstOrThrow();
        await each
          .updateTable('shared_values')
          .set({ value: String(Number(value) + 1) })
          .where('name', '=', 'n')
          .execute();
      });
    // SQLite's two would wait for each other on this one thread: there one process has one connection.
    const other = engine.name === 'SQLite' ? a : b;
    await Promise.all(Array.from({ length: 20 }, (_, index) => increment(index % 2 ? a : other)));
    const { value } = await a.sql.selectFrom('shared_values').select('value').executeTakeFirstOrThrow();
    expect(value).toBe('20');
  });

  it('leave nothing when one throws', async () => {
    const database = await engine.open();
    const heard: unknown[] = [];
    database.push.subscribe('t', { message: (message) => heard.push(message), missed: () => {} });
    await expect(
      database.change(async (change) => {
        await change.sql.insertInto('shared_values').values({ name: 'gone', value: '' }).execute();
        await change.publish('t', 'never');
        throw new Error('on purpose');
      }),
    ).rejects.toThrow('on purpose');
    await database.change((change) => change.publish('t', 'after'));
    await expect.poll(() => heard).toEqual(['after']);
    expect(await database.sql.selectFrom('shared_values').selectAll().execute()).toEqual([]);
  });
});

onDatabase('PostgreSQL', (engine) => {
  it('a message reaches the other processes, and a lost line is mended and said', async () => {
    const source = await engine.place();
    const [a, b] = [await engine.open(source), await engine.open(source)];
    const heard: unknown[] = [];
    let missed = 0;
    b.push.subscribe('t', { message: (message) => heard.push(message), missed: () => (missed += 1) });
    await a.change((change) => change.publish('t', { version: 1 }));
    await expect.poll(() => heard).toEqual([{ version: 1 }]);
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'tongban-centre push' and datname = current_database()`.execute(a.sql);
    await expect.poll(() => missed, { timeout: 10_000 }).toBe(1);
    await a.change((change) => change.publish('t', { version: 2 }));
    await expect.poll(() => heard).toEqual([{ version: 1 }, { version: 2 }]);
  });
});

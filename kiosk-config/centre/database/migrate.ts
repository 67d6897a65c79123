import { sql, type Transaction } from 'kysely';
import { migrations } from './migrations/index.ts';
import type { Schema } from './schema.ts';

/**
 * Brings the schema up to date inside `transaction`, which is the only one of its kind (database.ts holds the lock).
 * @throws Error when the database was written by a younger program
 */
export async function migrate(transaction: Transaction<Schema>): Promise<void> {
  await transaction.schema
    .createTable('schema_steps')
    .ifNotExists()
    .addColumn('number', 'integer', (column) => column.primaryKey().notNull())
    .execute();
  const { rows } = await sql<{ number: number }>`select number from schema_steps`.execute(transaction);
  const there = new Set(rows.map(({ number }) => number));
  const unknown = [...there].find((number) => !migrations.some((each) => each.number === number));
  if (unknown !== undefined) {
    throw new Error(
      `the database has step ${unknown}, which this program does not know; start the younger one`,
    );
  }
  for (const each of migrations) {
    if (there.has(each.number)) continue;
    await each.up(transaction);
    await sql`insert into schema_steps (number) values (${each.number})`.execute(transaction);
  }
}

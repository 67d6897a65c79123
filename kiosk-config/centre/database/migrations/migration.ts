import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

/**
 * One step of the schema, for SQLite and PostgreSQL alike: only the column types text, integer and bigint. A step that
 * has been released is never changed.
 */
export interface Migration {
  /** Steps run in the order of their numbers; each concern has ten of its own, so that they do not meet. */
  readonly number: number;
  up(sql: Kysely<Schema>): Promise<void>;
}

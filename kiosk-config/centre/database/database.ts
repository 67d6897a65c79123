import { setTimeout as delay } from 'node:timers/promises';
import { Kysely, sql, type Transaction } from 'kysely';
import { migrate } from './migrate.ts';
import { isConflict, postgresDialect } from './postgres.ts';
import { CHANNEL, LocalPush, payloadOf, PostgresPush, type Push } from './push.ts';
import type { Schema } from './schema.ts';
import { sqliteDialect } from './sqlite.ts';

/** A file of SQLite, or a `postgres://` address. */
export type DatabaseSource = { readonly file: string } | { readonly url: string };

/** Inside a transaction: only `sql` of this object is used, or it would wait for itself. */
export interface Write {
  readonly sql: Transaction<Schema>;
  /** Tells all processes, when and only when the transaction is committed. `message` is plain JSON and small. */
  publish(topic: string, message: unknown): Promise<void>;
}

/** A transaction that no other one runs beside; only such a one may add to the audit chain. */
export interface Change extends Write {
  readonly alone: true;
}

export interface CentreDatabase {
  readonly engine: 'sqlite' | 'postgres';
  /** For reading and for single statements. */
  readonly sql: Kysely<Schema>;
  /**
   * For single statements that write what is true for a moment only: nobody waits for the disk. A power cut of the database's
   * machine may lose the last second of it, and of nothing else.
   */
  readonly momentary: Kysely<Schema>;
  readonly push: Push;
  /**
   * What an officer or a terminal decides: state, audit rows and messages, all or nothing, one after the other over all
   * processes. `work` may run more than once, so it has no effect outside of the database.
   */
  change<T>(work: (change: Change) => Promise<T>): Promise<T>;
  /** What is written often and not audited (heartbeats, sessions): serialisable, beside others. `work` may run more than once. */
  write<T>(work: (write: Write) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const MOST_ATTEMPTS = 12;
const RETRY_STEP_MS = 15;
/** Any number that no other program on the same database uses. */
const MIGRATION_LOCK = 20_200_055;

/**
 * Opens the database and brings its schema up to date; several processes may do so at once.
 * @param onError told of connections that were lost; they come back by themselves
 * @throws Error when it cannot be opened
 */
export async function openDatabase(
  source: DatabaseSource,
  onError: (error: Error) => void = () => {},
): Promise<CentreDatabase> {
  return 'file' in source ? await openSqlite(source.file) : await openPostgres(source.url, onError);
}

async function openSqlite(file: string): Promise<CentreDatabase> {
  const kysely = new Kysely<Schema>({ dialect: sqliteDialect(file) });
  const push = new LocalPush();
  const write = async <T>(work: (change: Change) => Promise<T>): Promise<T> => {
    const published: [topic: string, payload: string][] = [];
    const result = await kysely.transaction().execute((transaction) =>
      work({
        alone: true,
        sql: transaction,
        publish: async (topic, message) => void published.push([topic, payloadOf(topic, message)]),
      }),
    );
    for (const [topic, payload] of published) {
      push.deliver(topic, (JSON.parse(payload) as { message: unknown }).message);
    }
    return result;
  };
  try {
    await kysely.transaction().execute(migrate);
  } catch (error) {
    await kysely.destroy();
    throw error;
  }
  return {
    engine: 'sqlite',
    ...{ sql: kysely, momentary: kysely, push, change: write, write },
    close: () => kysely.destroy(),
  };
}

async function openPostgres(url: string, onError: (error: Error) => void): Promise<CentreDatabase> {
  const kysely = new Kysely<Schema>({ dialect: postgresDialect(url, onError, true) });
  const momentary = new Kysely<Schema>({ dialect: postgresDialect(url, onError, false) });
  const push = new PostgresPush(url, onError);
  const transact = <T>(alone: boolean, work: (change: Change) => Promise<T>): Promise<T> =>
    againOnConflict(() =>
      kysely
        .transaction()
        .setIsolationLevel('serializable')
        .execute(async (transaction) => {
          // LOCK takes no snapshot: what follows sees all that was committed before it got the lock.
          if (alone) await sql`lock table audit_head in exclusive mode`.execute(transaction);
          return await work({
            alone: true,
            sql: transaction,
            publish: async (topic, message) => {
              await sql`select pg_notify(${CHANNEL}, ${payloadOf(topic, message)})`.execute(transaction);
            },
          });
        }),
    );
  const close = async (): Promise<void> => {
    await push.close();
    await momentary.destroy();
    await kysely.destroy();
  };
  try {
    await kysely.transaction().execute(async (transaction) => {
      await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(transaction);
      await migrate(transaction);
    });
    await push.connect();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    engine: 'postgres',
    ...{ sql: kysely, momentary, push, close },
    change: (work) => transact(true, work),
    write: (work) => transact(false, work),
  };
}

async function againOnConflict<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      if (!isConflict(error) || attempt === MOST_ATTEMPTS) throw error;
      await delay(Math.random() * RETRY_STEP_MS * attempt);
    }
  }
}

import { sql } from 'kysely';
import type { CentreDatabase } from '../database/database.ts';
import type { Clock } from '../server/clock.ts';
import { Refusal } from '../server/refusal.ts';

const WINDOW_MS = 15 * 60_000;
/** A whole department behind one address may mistype; who tries names one after the other needs far more. */
const MOST_FAILED = 30;

interface Ground {
  readonly database: CentreDatabase;
  readonly clock: Clock;
}

/** Limits who fails again and again from one address, whatever name or code is tried; all processes count together. */
export function createAttempts({ database, clock }: Ground) {
  return {
    /**
     * Does `work` unless this address has failed too often at it within 15 minutes. Counted before the work begins, so
     * that many at once gain nothing, and given back when it succeeds.
     * @throws Refusal RATE_LIMITED with `retryAfterS`, and what `work` throws
     */
    async limit<T>(what: 'log-in' | 'enrolment', address: string, work: () => Promise<T>): Promise<T> {
      const now = clock();
      const source = `${what} ${address}`;
      const begun = new Date(now.getTime() - WINDOW_MS).toISOString();
      await database.sql.deleteFrom('attempts').where('since', '<=', begun).execute();
      const { count, since } = await database.sql
        .insertInto('attempts')
        .values({ source, count: 1, since: now.toISOString() })
        .onConflict((conflict) => conflict.column('source').doUpdateSet({ count: sql`attempts.count + 1` }))
        .returning(['count', 'since'])
        .executeTakeFirstOrThrow();
      if (count > MOST_FAILED) {
        const retryAfterS = Math.ceil((Date.parse(since) + WINDOW_MS - now.getTime()) / 1000);
        throw new Refusal('RATE_LIMITED', { retryAfterS });
      }
      const result = await work();
      await database.sql
        .updateTable('attempts')
        .set({ count: sql`count - 1` })
        .where('source', '=', source)
        .where('since', '=', since)
        .execute();
      return result;
    },
  };
}

export type Attempts = ReturnType<typeof createAttempts>;

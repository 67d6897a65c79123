import { sql } from 'kysely';
import type { Audit } from '../audit/audit.ts';
import type { CentreDatabase } from '../database/database.ts';
import type { Clock } from '../server/clock.ts';
import { Refusal } from '../server/refusal.ts';
import { sourceOfAttempts } from './source-of-attempts.ts';

const WINDOW_MS = 15 * 60_000;
/** A whole department behind one address may mistype; who tries names one after the other needs far more. */
const MOST_FAILED = 30;

interface Ground {
  readonly database: CentreDatabase;
  readonly clock: Clock;
  readonly audit: Audit;
}

/** Limits who fails again and again from one address, whatever name or code is tried; all processes count together. */
export function createAttempts({ database, clock, audit }: Ground) {
  /** One row for as long as an address is stopped, however many servers see it; the address itself is nobody's business. */
  const tell = (what: string, source: string, since: string, retryAfterS: number): Promise<void> =>
    database.change(async (change) => {
      const { numUpdatedRows } = await change.sql
        .updateTable('attempts')
        .set({ told: 1 })
        .where('source', '=', source)
        .where('since', '=', since)
        .where('told', '=', 0)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return;
      const note = { action: 'attempts.limit', subject: `attempts/${what}`, details: { retryAfterS } };
      await audit.append(change, { actor: { id: null, role: null }, outcome: 'refused', ...note });
    });

  return {
    /**
     * Does `work` unless this address has failed too often at it within 15 minutes. Counted before the work begins, so
     * that many at once gain nothing, and given back when it succeeds.
     * @throws Refusal RATE_LIMITED with `retryAfterS`, and what `work` throws
     */
    async limit<T>(what: 'log-in' | 'enrolment', address: string, work: () => Promise<T>): Promise<T> {
      const now = clock();
      const source = `${what} ${sourceOfAttempts(address)}`;
      const begun = new Date(now.getTime() - WINDOW_MS).toISOString();
      await database.sql.deleteFrom('attempts').where('since', '<=', begun).execute();
      const { count, since, told } = await database.sql
        .insertInto('attempts')
        .values({ source, count: 1, since: now.toISOString() })
        .onConflict((conflict) => conflict.column('source').doUpdateSet({ count: sql`attempts.count + 1` }))
        .returning(['count', 'since', 'told'])
        .executeTakeFirstOrThrow();
      if (count > MOST_FAILED) {
        const retryAfterS = Math.ceil((Date.parse(since) + WINDOW_MS - now.getTime()) / 1000);
        if (told === 0) await tell(what, source, since, retryAfterS);
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

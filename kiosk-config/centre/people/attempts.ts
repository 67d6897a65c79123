import { sql } from 'kysely';
import type { Actor, Audit, AuditNote } from '../audit/audit.ts';
import type { Action } from '../contract/index.ts';
import type { CentreDatabase } from '../database/database.ts';
import type { Clock } from '../server/clock.ts';
import { Refusal } from '../server/refusal.ts';
import { sourceOfAttempts } from './source-of-attempts.ts';

interface Limit {
  readonly most: number;
  /** From the first that is counted. */
  readonly windowMs: number;
}

/** A whole department behind one address may mistype; who tries names one after the other needs far more. */
const FAILURES: Limit = { most: 30, windowMs: 15 * 60_000 };
const LIMITS = {
  ...{ 'log-in': FAILURES, enrolment: FAILURES },
  /** More than anybody types at terminals; who took over a session gets no more either, and the audit tells. */
  'technician-code': { most: 20, windowMs: 60 * 60_000 },
} as const satisfies Record<string, Limit>;

interface Ground {
  readonly database: CentreDatabase;
  readonly clock: Clock;
  readonly audit: Audit;
}

/** Limits who does something again and again; all processes count together. */
export function createAttempts({ database, clock, audit }: Ground) {
  /** One row for as long as somebody is stopped, however many servers see it. */
  const tell = (source: string, since: string, note: AuditNote): Promise<void> =>
    database.change(async (change) => {
      const { numUpdatedRows } = await change.sql
        .updateTable('attempts')
        .set({ told: 1 })
        .where('source', '=', source)
        .where('since', '=', since)
        .where('told', '=', 0)
        .executeTakeFirst();
      if (numUpdatedRows > 0n) await audit.append(change, note);
    });

  /**
   * Counts one more of a source.
   * @returns the source as it is counted, and since when
   */
  const count = async (
    what: keyof typeof LIMITS,
    who: string,
    { actor, action }: Pick<AuditNote, 'actor' | 'action'>,
  ) => {
    const { most, windowMs } = LIMITS[what];
    const now = clock();
    const source = `${what} ${who}`;
    const begun = new Date(now.getTime() - windowMs).toISOString();
    await database.sql
      .deleteFrom('attempts')
      .where('source', 'like', `${what} %`)
      .where('since', '<=', begun)
      .execute();
    const counted = await database.sql
      .insertInto('attempts')
      .values({ source, count: 1, since: now.toISOString() })
      .onConflict((conflict) => conflict.column('source').doUpdateSet({ count: sql`attempts.count + 1` }))
      .returning(['count', 'since', 'told'])
      .executeTakeFirstOrThrow();
    const { since } = counted;
    if (counted.count > most) {
      const retryAfterS = Math.ceil((Date.parse(since) + windowMs - now.getTime()) / 1000);
      const details = { retryAfterS };
      const note: AuditNote = { actor, action, subject: `attempts/${what}`, outcome: 'refused', details };
      if (counted.told === 0) await tell(source, since, note);
      throw new Refusal('RATE_LIMITED', { retryAfterS });
    }
    return { source, since };
  };

  return {
    /**
     * Does `work` unless this address has failed too often at it within 15 minutes, whatever name or code was tried.
     * Counted before the work begins, so that many at once gain nothing, and given back when it succeeds.
     * @throws Refusal RATE_LIMITED with `retryAfterS`, and what `work` throws
     */
    async limit<T>(what: 'log-in' | 'enrolment', address: string, work: () => Promise<T>): Promise<T> {
      // The address itself is nobody's business.
      const note = { actor: { id: null, role: null }, action: 'attempts.limit' };
      const { source, since } = await count(what, sourceOfAttempts(address), note);
      const result = await work();
      await database.sql
        .updateTable('attempts')
        .set({ count: sql`count - 1` })
        .where('source', '=', source)
        .where('since', '=', since)
        .execute();
      return result;
    },

    /**
     * Counts what an account may do 20 times an hour, whatever comes of it.
     * @throws Refusal RATE_LIMITED with `retryAfterS`
     */
    async ration(what: 'technician-code', actor: Actor, action: Action): Promise<void> {
      await count(what, actor.id ?? '', { actor, action });
    },
  };
}

export type Attempts = ReturnType<typeof createAttempts>;

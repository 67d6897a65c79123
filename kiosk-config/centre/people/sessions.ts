import type { Audit } from '../audit/audit.ts';
import type { Officer } from '../contract/index.ts';
import type { CentreDatabase, Write } from '../database/database.ts';
import type { AccountRow } from '../database/tables/people.ts';
import type { Sealing } from '../keys/sealing.ts';
import type { Clock } from '../server/clock.ts';
import { Refusal } from '../server/refusal.ts';
import { passwordFits } from './passwords.ts';
import { hashOfToken, newToken } from './tokens.ts';
import { stepOfCode } from './totp.ts';

export const SESSION_LONGEST_MS = 12 * 3_600_000;
export const SESSION_IDLE_MS = 15 * 60_000;
/** How exactly activity is written down: not each request is a write. */
const SEEN_STEP_MS = 30_000;
const MOST_FAILURES = 5;
const LOCK_MS = 15 * 60_000;

interface Ground {
  readonly database: CentreDatabase;
  readonly clock: Clock;
  readonly audit: Audit;
  readonly sealing: Sealing;
}

export function createSessions({ database, clock, audit, sealing }: Ground) {
  const ago = (milliseconds: number): string => new Date(clock().getTime() - milliseconds).toISOString();

  const begin = async ({ sql }: Write, accountId: string): Promise<string> => {
    const token = newToken();
    const now = clock().toISOString();
    await sql.deleteFrom('sessions').where('created_at', '<', ago(SESSION_LONGEST_MS)).execute();
    await sql
      .insertInto('sessions')
      .values({ token_hash: hashOfToken(token), account_id: accountId, created_at: now, seen_at: now })
      .execute();
    return token;
  };

  /** Counts by name, whether there is such an account or not. @returns true when this locks the name */
  const countFailure = async ({ sql }: Write, name: string): Promise<boolean> => {
    const now = clock().toISOString();
    await sql.deleteFrom('log_in_failures').where('last_at', '<', ago(LOCK_MS)).execute();
    const before = await sql
      .selectFrom('log_in_failures')
      .select('failures')
      .where('name', '=', name)
      .executeTakeFirst();
    const failures = (before?.failures ?? 0) + 1;
    const locks = failures >= MOST_FAILURES;
    const row = { failures, last_at: now, locked_until: locks ? ago(-LOCK_MS) : null };
    await sql
      .insertInto('log_in_failures')
      .values({ name, ...row })
      .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
      .execute();
    return locks;
  };

  const lockOf = async (sql: CentreDatabase['sql'], name: string): Promise<Refusal | null> => {
    const row = await sql
      .selectFrom('log_in_failures')
      .select('locked_until')
      .where('name', '=', name)
      .executeTakeFirst();
    const leftMs = row?.locked_until ? Date.parse(row.locked_until) - clock().getTime() : 0;
    return leftMs > 0 ? lockedFor(leftMs) : null;
  };

  const findAccount = (sql: CentreDatabase['sql'], name: string) =>
    sql.selectFrom('accounts').selectAll().where('name', '=', name).executeTakeFirst();

  return {
    /**
     * @returns the token of the new session
     * @throws Refusal LOG_IN_REFUSED, LOG_IN_LOCKED with `retryAfterS`
     */
    async logIn(given: {
      name: string;
      password: string;
      code: string;
    }): Promise<{ token: string; officer: Officer }> {
      const name = given.name.toLowerCase();
      const lock = await lockOf(database.sql, name);
      if (lock) throw lock;
      const before = await findAccount(database.sql, name);
      const fits = await passwordFits(given.password, before?.password ?? null);
      const result = await database.change(async (change) => {
        const lockMeanwhile = await lockOf(change.sql, name);
        if (lockMeanwhile) return lockMeanwhile;
        const row = await findAccount(change.sql, name);
        // Decided on the row as it is now: another process may have used the code, or changed the password.
        const step =
          row?.state === 'active' && fits && row.password === before?.password && row.totp_secret !== null
            ? stepOfCode(sealing.open(`totp/${row.id}`, row.totp_secret), given.code, clock())
            : null;
        const actor = { id: row?.id ?? null, role: row?.role ?? null };
        const note = {
          actor,
          action: 'session.log-in',
          subject: row ? `account/${row.id}` : 'account/unknown',
        };
        if (row === undefined || step === null || step <= row.totp_step) {
          const locked = await countFailure(change, name);
          await audit.append(change, { ...note, outcome: 'refused', details: { locked } });
          return locked ? lockedFor(LOCK_MS) : new Refusal('LOG_IN_REFUSED');
        }
        await change.sql.updateTable('accounts').set({ totp_step: step }).where('id', '=', row.id).execute();
        await change.sql.deleteFrom('log_in_failures').where('name', '=', name).execute();
        await audit.append(change, note);
        return { token: await begin(change, row.id), officer: officerOf(row) };
      });
      // A refusal must not undo what was counted.
      if (result instanceof Refusal) throw result;
      return result;
    },

    /**
     * Whose session it is; null when it is over.
     * @param isActivity false for what a page asks by itself: that does not keep an officer logged in
     */
    async find(token: string, isActivity: boolean): Promise<Officer | null> {
      const hash = hashOfToken(token);
      const row = await database.sql
        .selectFrom('sessions')
        .innerJoin('accounts', 'accounts.id', 'sessions.account_id')
        .selectAll('accounts')
        .select(['seen_at', 'sessions.created_at as begun_at'])
        .where('token_hash', '=', hash)
        .executeTakeFirst();
      if (row === undefined || row.state !== 'active') return null;
      if (row.begun_at <= ago(SESSION_LONGEST_MS) || row.seen_at <= ago(SESSION_IDLE_MS)) return null;
      if (isActivity && row.seen_at <= ago(SEEN_STEP_MS)) {
        await database.sql
          .updateTable('sessions')
          .set({ seen_at: clock().toISOString() })
          .where('token_hash', '=', hash)
          .execute();
      }
      return officerOf(row);
    },

    async end(token: string, { accountId, role }: Officer): Promise<void> {
      await database.change(async (change) => {
        await change.sql.deleteFrom('sessions').where('token_hash', '=', hashOfToken(token)).execute();
        const actor = { id: accountId, role };
        await audit.append(change, { actor, action: 'session.log-out', subject: `account/${accountId}` });
      });
    },
  };
}

function lockedFor(milliseconds: number): Refusal {
  return new Refusal('LOG_IN_LOCKED', { retryAfterS: Math.ceil(milliseconds / 1000) });
}

function officerOf(row: AccountRow): Officer {
  return {
    ...{ accountId: row.id, name: row.name, displayName: row.display_name, role: row.role },
    ...{ unitCode: row.unit_code, siteCode: row.site_code },
  };
}

import { randomUUID } from 'node:crypto';
import type { Account, Role } from '../contract/index.ts';
import type { Audit, Actor } from '../audit/audit.ts';
import type { CentreDatabase, Change } from '../database/database.ts';
import type { AccountRow } from '../database/tables/people.ts';
import type { Clock } from '../server/clock.ts';
import { Refusal } from '../server/refusal.ts';
import { hashOfToken, newToken } from './tokens.ts';

const INVITATION_MS = 7 * 86_400_000;

export interface NewAccount {
  readonly name: string;
  readonly displayName: string;
  readonly role: Role;
  readonly unitCode: string | null;
  readonly siteCode: string | null;
}

export interface Invited {
  readonly account: Account;
  readonly invitation: { readonly token: string; readonly expiresAt: string };
}

interface Ground {
  readonly database: CentreDatabase;
  readonly clock: Clock;
  readonly audit: Audit;
}

export function createAccounts({ database, clock, audit }: Ground) {
  const invite = async ({ sql }: Change, accountId: string): Promise<Invited['invitation']> => {
    const token = newToken();
    const expiresAt = new Date(clock().getTime() + INVITATION_MS).toISOString();
    await sql.deleteFrom('invitations').where('account_id', '=', accountId).execute();
    await sql
      .insertInto('invitations')
      .values({
        token_hash: hashOfToken(token),
        account_id: accountId,
        expires_at: expiresAt,
        totp_secret: null,
      })
      .execute();
    return { token, expiresAt };
  };

  /** The row as the officer saw it. @throws Refusal NOT_FOUND, STALE */
  const seen = async ({ sql }: Change, accountId: string, revision: number): Promise<AccountRow> => {
    const row = await sql.selectFrom('accounts').selectAll().where('id', '=', accountId).executeTakeFirst();
    if (row === undefined) throw new Refusal('NOT_FOUND');
    if (row.revision !== revision) throw new Refusal('STALE', { current: accountOf(row) });
    return row;
  };

  const update = async ({ sql }: Change, row: AccountRow): Promise<Account> => {
    const next = { ...row, revision: row.revision + 1 };
    await sql.updateTable('accounts').set(next).where('id', '=', row.id).execute();
    await sql.deleteFrom('sessions').where('account_id', '=', row.id).execute();
    return accountOf(next);
  };

  return {
    async list(): Promise<Account[]> {
      const rows = await database.sql.selectFrom('accounts').selectAll().orderBy('name').execute();
      return rows.map(accountOf);
    },

    /** @throws Refusal REQUEST_INVALID, ALREADY_THERE */
    create(given: NewAccount, actor: Actor): Promise<Invited> {
      checkBinding(given);
      return database.change(async (change) => {
        const there = await change.sql
          .selectFrom('accounts')
          .select('id')
          .where('name', '=', given.name)
          .executeTakeFirst();
        if (there) throw new Refusal('ALREADY_THERE', { field: 'body/name' });
        const row: AccountRow = {
          ...{ id: randomUUID(), name: given.name, display_name: given.displayName, role: given.role },
          ...{ unit_code: given.unitCode, site_code: given.siteCode, state: 'invited' },
          ...{ password: null, totp_secret: null, totp_step: 0, revision: 1 },
          created_at: clock().toISOString(),
        };
        await change.sql.insertInto('accounts').values(row).execute();
        const details = { role: given.role, unit: given.unitCode, site: given.siteCode };
        await audit.append(change, {
          actor,
          action: 'account.manage',
          subject: `account/${row.id}`,
          details,
        });
        return { account: accountOf(row), invitation: await invite(change, row.id) };
      });
    },

    /** @throws Refusal NOT_FOUND, STALE, REQUEST_INVALID */
    change(
      accountId: string,
      given: Omit<NewAccount, 'name'> & { readonly revision: number; readonly disabled: boolean },
      actor: Actor,
    ): Promise<Account> {
      checkBinding(given);
      return database.change(async (change) => {
        const row = await seen(change, accountId, given.revision);
        const enabled = row.password === null ? ('invited' as const) : ('active' as const);
        const next: AccountRow = {
          ...row,
          ...{ display_name: given.displayName, role: given.role },
          ...{ unit_code: given.unitCode, site_code: given.siteCode },
          state: given.disabled ? 'disabled' : enabled,
        };
        const details = { role: next.role, unit: next.unit_code, site: next.site_code, state: next.state };
        await audit.append(change, {
          actor,
          action: 'account.manage',
          subject: `account/${row.id}`,
          details,
        });
        return update(change, next);
      });
    },

    /** @throws Refusal NOT_FOUND, STALE */
    inviteAgain(accountId: string, revision: number, actor: Actor): Promise<Invited> {
      return database.change(async (change) => {
        const row = await seen(change, accountId, revision);
        const account = await update(change, { ...row, state: 'invited', password: null, totp_secret: null });
        const details = { invitedAgain: true };
        await audit.append(change, {
          actor,
          action: 'account.manage',
          subject: `account/${row.id}`,
          details,
        });
        return { account, invitation: await invite(change, row.id) };
      });
    },
  };
}

/** @throws Refusal REQUEST_INVALID when a unit role has no unit, staff no site, or another has one */
function checkBinding({ role, unitCode, siteCode }: Omit<NewAccount, 'name' | 'displayName'>): void {
  const isUnit = role === 'unit-business' || role === 'unit-technical';
  if (isUnit !== (unitCode !== null)) throw new Refusal('REQUEST_INVALID', { field: 'body/unitCode' });
  if ((role === 'centre-staff') !== (siteCode !== null)) {
    throw new Refusal('REQUEST_INVALID', { field: 'body/siteCode' });
  }
}

function accountOf(row: AccountRow): Account {
  return {
    ...{ accountId: row.id, name: row.name, displayName: row.display_name, role: row.role },
    ...{ unitCode: row.unit_code, siteCode: row.site_code },
    ...{ state: row.state, revision: row.revision, createdAt: row.created_at },
  };
}

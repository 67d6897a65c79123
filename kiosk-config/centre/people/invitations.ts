import type { Audit } from '../audit/audit.ts';
import type { Kysely } from 'kysely';
import type { CentreDatabase } from '../database/database.ts';
import type { Schema } from '../database/schema.ts';
import type { Sealing } from '../keys/sealing.ts';
import type { Clock } from '../server/clock.ts';
import { Refusal } from '../server/refusal.ts';
import { hashPassword, isComplex } from './passwords.ts';
import { hashOfToken } from './tokens.ts';
import { newTotpSecret, stepOfCode, totpEnrolment } from './totp.ts';

interface Ground {
  readonly database: CentreDatabase;
  readonly clock: Clock;
  readonly audit: Audit;
  readonly sealing: Sealing;
}

/** How an officer comes to a password and an authenticator: by a link that works once. */
export function createInvitations({ database, clock, audit, sealing }: Ground) {
  const find = async (sql: Kysely<Schema>, token: string) => {
    const row = await sql
      .selectFrom('invitations')
      .innerJoin('accounts', 'accounts.id', 'invitations.account_id')
      .select(['account_id', 'name', 'role', 'state', 'expires_at', 'invitations.totp_secret as secret'])
      .where('token_hash', '=', hashOfToken(token))
      .executeTakeFirst();
    if (row === undefined || row.state !== 'invited' || row.expires_at <= clock().toISOString()) {
      throw new Refusal('INVITATION_UNUSABLE');
    }
    return row;
  };

  return {
    /** Opened again it names the same secret. @throws Refusal INVITATION_UNUSABLE */
    open(token: string): Promise<{ name: string; totpUri: string; totpSecret: string }> {
      return database.write(async (write) => {
        const { account_id, name, secret } = await find(write.sql, token);
        const bytes = secret === null ? newTotpSecret() : sealing.open(`totp/${account_id}`, secret);
        if (secret === null) {
          await write.sql
            .updateTable('invitations')
            .set({ totp_secret: sealing.seal(`totp/${account_id}`, bytes) })
            .where('token_hash', '=', hashOfToken(token))
            .execute();
        }
        return { name, ...totpEnrolment(bytes, name) };
      });
    },

    /** @throws Refusal INVITATION_UNUSABLE, PASSWORD_TOO_SIMPLE, LOG_IN_REFUSED */
    async accept(token: string, password: string, code: string): Promise<void> {
      const { name } = await find(database.sql, token);
      if (!isComplex(password, name)) throw new Refusal('PASSWORD_TOO_SIMPLE', { field: 'body/password' });
      const hashed = await hashPassword(password);
      await database.change(async (change) => {
        const { account_id: id, role, secret } = await find(change.sql, token);
        const step = secret === null ? null : stepOfCode(sealing.open(`totp/${id}`, secret), code, clock());
        if (step === null) throw new Refusal('LOG_IN_REFUSED', { field: 'body/code' });
        await change.sql
          .updateTable('accounts')
          .set((each) => ({
            ...{ password: hashed, totp_secret: secret, totp_step: step, state: 'active' as const },
            revision: each('revision', '+', 1),
          }))
          .where('id', '=', id)
          .execute();
        await change.sql.deleteFrom('invitations').where('account_id', '=', id).execute();
        const actor = { id, role };
        await audit.append(change, { actor, action: 'account.enrol', subject: `account/${id}` });
      });
    },
  };
}

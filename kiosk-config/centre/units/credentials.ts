import { randomUUID } from 'node:crypto';
import type { Actor, Audit } from '../audit/audit.ts';
import type { Credential } from '../contract/index.ts';
import type { CentreDatabase } from '../database/database.ts';
import { hashOfToken, newToken } from '../people/tokens.ts';
import type { CredentialCaller, ProvenRequest } from '../server/callers.ts';
import type { Clock } from '../server/clock.ts';
import { Refusal } from '../server/refusal.ts';
import { shanghaiDay } from '../../working-days/index.ts';
import { readUnit, rowOf } from './units.ts';

interface Ground {
  readonly database: CentreDatabase;
  readonly clock: Clock;
  readonly audit: Audit;
}

/** What the machines of a unit name themselves with: `Authorization: Bearer <secret>`. */
export function createCredentials({ database, clock, audit }: Ground) {
  return {
    /** @throws Refusal NOT_FOUND */
    async list(unitCode: string): Promise<Credential[]> {
      await rowOf(database, unitCode);
      const rows = await database.sql
        .selectFrom('unit_credentials')
        .selectAll()
        .where('unit_code', '=', unitCode)
        .orderBy('created_at')
        .orderBy('id')
        .execute();
      return rows.map((row) => ({
        ...{ id: row.id, purpose: row.purpose, createdAt: row.created_at, revokedAt: row.revoked_at },
      }));
    },

    /** @throws Refusal NOT_FOUND, SECURITY_RECORD_LACKING, PURPOSE_NOT_ALLOWED */
    issue(
      unitCode: string,
      purpose: Credential['purpose'],
      actor: Actor,
    ): Promise<{ credential: Credential; secret: string }> {
      return database.change(async (change) => {
        const unit = readUnit(await rowOf(change, unitCode), shanghaiDay(clock()));
        if (unit.lacks.length > 0) throw new Refusal('SECURITY_RECORD_LACKING', { lacks: unit.lacks });
        if (purpose === 'aggregation' && unit.type !== 'platform') throw new Refusal('PURPOSE_NOT_ALLOWED');
        const secret = newToken();
        const credential = { id: randomUUID(), purpose, createdAt: clock().toISOString(), revokedAt: null };
        await change.sql
          .insertInto('unit_credentials')
          .values({
            ...{ id: credential.id, unit_code: unitCode, purpose, secret_hash: hashOfToken(secret) },
            ...{ created_at: credential.createdAt, revoked_at: null },
          })
          .execute();
        const details = { credential: credential.id, purpose };
        await audit.append(change, {
          actor,
          action: 'unit.credential',
          subject: `unit/${unitCode}`,
          details,
        });
        return { credential, secret };
      });
    },

    /** @throws Refusal NOT_FOUND */
    revoke(unitCode: string, credentialId: string, actor: Actor): Promise<void> {
      return database.change(async (change) => {
        const { numUpdatedRows } = await change.sql
          .updateTable('unit_credentials')
          .set({ revoked_at: clock().toISOString() })
          .where('id', '=', credentialId)
          .where('unit_code', '=', unitCode)
          .where('revoked_at', 'is', null)
          .executeTakeFirstOrThrow();
        if (numUpdatedRows === 0n) throw new Refusal('NOT_FOUND');
        const details = { credential: credentialId, revoked: true };
        await audit.append(change, {
          actor,
          action: 'unit.credential',
          subject: `unit/${unitCode}`,
          details,
        });
      });
    },

    /** @throws Refusal CREDENTIAL_REFUSED */
    async recognise({ headers }: ProvenRequest): Promise<CredentialCaller> {
      const [, secret] = /^Bearer ([\w-]{43})$/.exec(headers.authorization ?? '') ?? [];
      if (secret === undefined) throw new Refusal('CREDENTIAL_REFUSED');
      const row = await database.sql
        .selectFrom('unit_credentials')
        .select(['id', 'unit_code', 'purpose'])
        .where('secret_hash', '=', hashOfToken(secret))
        .where('revoked_at', 'is', null)
        .executeTakeFirst();
      if (row === undefined) throw new Refusal('CREDENTIAL_REFUSED');
      return { credentialId: row.id, unitCode: row.unit_code, purpose: row.purpose };
    },
  };
}

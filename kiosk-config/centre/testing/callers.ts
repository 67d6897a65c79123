import { randomUUID } from 'node:crypto';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import type { Role } from '../contract/index.ts';
import type { CentreDatabase } from '../database/database.ts';
import { hashOfToken, newToken } from '../people/tokens.ts';
import { SESSION_COOKIE } from '../server/guard.ts';

export const UNIT_A = '310000999000TEST01';
export const UNIT_B = '310000999000TEST02';
export const SITE_A = 'TEST-SITE-A';
export const SITE_B = 'TEST-SITE-B';
const HOST = 'centre.test';

/** Who calls a centre in a test. */
export interface Callers {
  /** Somebody who is logged in with this role, without having gone through the log-in. */
  as(
    role: Role,
    binding?: { unitCode?: string; siteCode?: string; displayName?: string },
  ): Promise<TestOfficer>;
  /** A request as a page of the centre sends it. */
  ask(
    method: string,
    url: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<LightMyRequestResponse>;
}

export interface TestOfficer {
  readonly accountId: string;
  readonly cookie: string;
  ask(method: string, url: string, body?: unknown): Promise<LightMyRequestResponse>;
}

export function callersOf(app: FastifyInstance, database: CentreDatabase, now: () => Date): Callers {
  const ask: Callers['ask'] = (method, url, body, headers = {}) =>
    app.inject({
      ...{ method: method as 'GET', url },
      headers: { host: HOST, origin: `http://${HOST}`, ...headers },
      ...(body !== undefined && { payload: body as NonNullable<InjectOptions['payload']> }),
    });
  return {
    ask,
    async as(role, binding = {}) {
      const isUnit = role === 'unit-business' || role === 'unit-technical';
      const accountId = randomUUID();
      const token = newToken();
      const at = now().toISOString();
      await database.sql
        .insertInto('accounts')
        .values({
          ...{
            id: accountId,
            name: `test-${accountId.slice(0, 8)}`,
            display_name: binding.displayName ?? 'TEST',
            role,
            state: 'active',
          },
          unit_code: binding.unitCode ?? (isUnit ? UNIT_A : null),
          site_code: binding.siteCode ?? (role === 'centre-staff' ? SITE_A : null),
          ...{ password: null, totp_secret: null, totp_step: 0, revision: 1, created_at: at },
        })
        .execute();
      await database.sql
        .insertInto('sessions')
        .values({ token_hash: hashOfToken(token), account_id: accountId, created_at: at, seen_at: at })
        .execute();
      const cookie = `${SESSION_COOKIE}=${token}`;
      return { accountId, cookie, ask: (method, url, body) => ask(method, url, body, { cookie }) };
    },
  };
}

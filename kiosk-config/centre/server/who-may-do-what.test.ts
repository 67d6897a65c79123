import { expect, it } from 'vitest';
import {
  operationsByName,
  permissions,
  reachOf,
  ROLES,
  type Action,
  type Operation,
} from '../contract/index.ts';
import { eachDatabase } from '../testing/each-database.ts';
import { SITE_B, UNIT_B } from '../testing/callers.ts';
import { testCentre, type TestCentre } from '../testing/test-centre.ts';

/** Operations of this server that are let through by a role's action. */
async function guardedOf({ app }: TestCentre): Promise<{ operation: Operation; action: Action }[]> {
  await app.ready();
  const served = new Set(
    Object.values(app.swagger().paths ?? {}).flatMap((methods) =>
      Object.values(methods as Record<string, { operationId?: string }>).map((each) => each.operationId),
    ),
  );
  return Object.entries(operationsByName).flatMap(([name, operation]) => {
    const { access } = operation;
    return access in permissions && served.has(name) ? [{ operation, action: access as Action }] : [];
  });
}

/** An address that names somebody else's unit and site. */
function elsewhere({ path }: Operation): string {
  return path
    .replaceAll('{unitCode}', UNIT_B)
    .replaceAll('{siteCode}', SITE_B)
    .replaceAll(/\{\w+\}/g, '00000000-0000-4000-8000-000000000000');
}

function refusals({ database }: TestCentre, actor: string) {
  return database.sql
    .selectFrom('audit_entries')
    .select(['action', 'subject'])
    .where('actor', '=', actor)
    .where('outcome', '=', 'refused')
    .orderBy('seq')
    .execute();
}

eachDatabase('role by action', (engine) => {
  it('every forbidden pair is answered 403 and leaves an audit row', async () => {
    const centre = await testCentre(engine);
    const guarded = await guardedOf(centre);
    let pairs = 0;
    for (const role of ROLES) {
      const officer = await centre.as(role);
      const expected: { action: string; subject: string }[] = [];
      for (const { operation, action } of guarded) {
        const reach = reachOf(role, action);
        const isOthers =
          (reach === 'own-unit' && operation.path.includes('{unitCode}')) ||
          (reach === 'own-site' && operation.path.includes('{siteCode}'));
        if (reach !== null && !isOthers) continue;
        const path = elsewhere(operation);
        const answer = await officer.ask(operation.method, path);
        expect([role, path, answer.statusCode, answer.json().code]).toEqual([role, path, 403, 'FORBIDDEN']);
        expected.push({ action, subject: `${operation.method} ${path}` });
      }
      expect(await refusals(centre, officer.accountId), role).toEqual(expected);
      pairs += expected.length;
    }
    // Each operation is for some roles only.
    expect(pairs).toBeGreaterThan(guarded.length * (ROLES.length / 2));
    expect(await centre.services.audit.verify()).toMatchObject({ ok: true, entries: pairs });
  });

  it('nobody is let in without a session, and a page of another site moves nothing', async () => {
    const centre = await testCentre(engine);
    const guarded = await guardedOf(centre);
    const officer = await centre.as('administrator');
    for (const { operation } of guarded) {
      const answer = await centre.ask(operation.method, elsewhere(operation));
      expect([operation.path, answer.statusCode]).toEqual([operation.path, 401]);
      if (operation.method === 'GET') continue;
      for (const origin of ['https://elsewhere.test', 'null', '']) {
        const headers = { cookie: officer.cookie, origin };
        const refused = await centre.ask(operation.method, elsewhere(operation), {}, headers);
        expect([operation.path, refused.json().code]).toEqual([operation.path, 'ORIGIN_REFUSED']);
      }
    }
  });
});

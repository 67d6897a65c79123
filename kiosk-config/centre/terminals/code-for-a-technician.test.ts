import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { expect, it } from 'vitest';
import { certificateRequest } from '../../provisioning/certificate-request.ts';
import { enrol, renew } from '../../provisioning/enrol.ts';
import { readEnrolmentCode } from '../../provisioning/enrolment-code.ts';
import type { Identity } from '../../provisioning/identity-store.ts';
import { technicianCode, technicianNumber } from '../../provisioning/technician-code.ts';
import { renewalAnswer, ROLES, type Role } from '../contract/index.ts';
import { SITE_A } from '../testing/callers.ts';
import { eachDatabase } from '../testing/each-database.ts';
import { testCentre, type TestCentre } from '../testing/test-centre.ts';
import { CENTRE_URL, enrolled, fetchOf, inputOf, STAFF, type TestTerminal } from './test-support.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MOST_AN_HOUR = 20;
const pathOf = (terminalId: string) => `/v1/terminals/${terminalId}/technician-codes`;
const asked = (number = technicianNumber()) => ({ number, reason: 'network' });

/** As the terminal itself calculates it: with its own key and the certificate of the authority that it was given. */
function codeAt({ privateKey, authority, terminalId }: Identity, number: string): string {
  return technicianCode(privateKey, new X509Certificate(authority).publicKey, terminalId, number);
}

async function codeFrom(centre: TestCentre, terminalId: string, number: string): Promise<string> {
  const answer = await (await centre.as('technician')).ask('POST', pathOf(terminalId), asked(number));
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<{ code: string }>().code;
}

/** The centre issues a new certificate and the terminal does not hear of it. */
async function renewedInVain({ id, client }: TestTerminal): Promise<void> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const body = { request: await certificateRequest(key) };
  const path = `/v1/terminals/${id}/certificate`;
  expect(await client.call({ method: 'POST', path, body }, renewalAnswer)).toMatchObject({ kind: 'answer' });
}

eachDatabase('the code of the centre for a technician', (engine) => {
  it('is the one that the terminal waits for: enrolled and never heard of since, locked, expired', async () => {
    const centre = await testCentre(engine);
    const { id, identity } = await enrolled(centre);
    const number = technicianNumber();
    expect(await codeFrom(centre, id, number)).toBe(codeAt(identity, number));
    const { registry, reader } = centre.services.terminals;
    const { revision } = await reader.summary(id);
    await registry.lock(id, { reason: '搬迁', revision }, STAFF);
    expect(await codeFrom(centre, id, number)).toBe(codeAt(identity, number));
    centre.forward(40 * DAY_MS);
    expect(await codeFrom(centre, id, number)).toBe(codeAt(identity, number));
    const other = await enrolled(centre);
    expect(await codeFrom(centre, other.id, number)).not.toBe(codeAt(identity, number));
  });

  it('is of the new key once the terminal has come with it', async () => {
    const centre = await testCentre(engine);
    const { id, store, identity, client, beat } = await enrolled(centre);
    await beat();
    centre.forward(20 * DAY_MS);
    const outcome = await renew(store, identity, client);
    if (outcome.kind !== 'enrolled') throw new Error(JSON.stringify(outcome));
    expect((await beat()).kind).toBe('answer');
    const number = technicianNumber();
    const code = await codeFrom(centre, id, number);
    expect(code).toBe(codeAt(store.read()!, number));
    expect(code).not.toBe(codeAt(identity, number));
  });

  it('is of the key that the terminal has where the answer to its renewal was lost, for as long as that takes', async () => {
    const centre = await testCentre(engine);
    const terminal = await enrolled(centre);
    await terminal.beat();
    centre.forward(20 * DAY_MS);
    await renewedInVain(terminal);
    const number = technicianNumber();
    expect(await codeFrom(centre, terminal.id, number)).toBe(codeAt(terminal.identity, number));
    // The former certificate counts no more, and the terminal, which has no network, has no other.
    centre.forward(15 * DAY_MS);
    expect(await codeFrom(centre, terminal.id, number)).toBe(codeAt(terminal.identity, number));
  });

  it('is of the new key after the terminal was enrolled anew, however often the former one was proven', async () => {
    const centre = await testCentre(engine);
    const { id, store, identity, beat } = await enrolled(centre);
    await beat();
    centre.forward(DAY_MS);
    const { code } = await centre.services.terminals.enrolment.makeCode(id, CENTRE_URL, STAFF);
    const here = { terminalId: id, siteCode: SITE_A };
    const again = await enrol(store, readEnrolmentCode(code)!, CENTRE_URL, here, fetchOf(centre.app));
    if (again.kind !== 'enrolled') throw new Error(JSON.stringify(again));
    const number = technicianNumber();
    const given = await codeFrom(centre, id, number);
    expect(given).toBe(codeAt(again.identity, number));
    expect(given).not.toBe(codeAt(identity, number));
  });

  it('is given by technicians and the data centre alone, in an answer that nobody stores', async () => {
    const centre = await testCentre(engine);
    const { id } = await enrolled(centre);
    const may: Role[] = [];
    for (const role of ROLES) {
      const answer = await (await centre.as(role)).ask('POST', pathOf(id), asked());
      expect(answer.headers['cache-control']).toBe('no-store');
      if (answer.statusCode === 200) may.push(role);
      else expect([role, answer.json().code]).toEqual([role, 'FORBIDDEN']);
    }
    expect(may).toEqual(['data-centre', 'technician']);
  });

  it('is refused for a terminal that is not there, not enrolled yet or revoked, and for what is no number', async () => {
    const centre = await testCentre(engine);
    const technician = await centre.as('technician');
    const ask = async (id: string, body: object = asked()) =>
      (await technician.ask('POST', pathOf(id), body)).json<{ code: string }>().code;
    const { id } = await enrolled(centre);
    const { registry, reader } = centre.services.terminals;
    await registry.register(inputOf('TEST-NEW'), STAFF);
    await registry.revoke(id, { reason: '被盗', revision: (await reader.summary(id)).revision }, STAFF);
    expect([await ask('TEST-NONE'), await ask('TEST-NEW'), await ask(id)]).toEqual([
      'NOT_FOUND',
      'TERMINAL_STATE',
      'TERMINAL_STATE',
    ]);
    for (const body of [asked('1234567'), asked('12 34567'), { ...asked(), reason: '修网络' }]) {
      expect(await ask(id, body)).toBe('REQUEST_INVALID');
    }
  });

  it('leaves who, where and why in the audit, and neither number nor code in the database', async () => {
    const centre = await testCentre(engine);
    const { id } = await enrolled(centre);
    const technician = await centre.as('technician');
    const number = technicianNumber();
    const { code } = (await technician.ask('POST', pathOf(id), asked(number))).json<{ code: string }>();
    const [row] = await centre.services.audit.list({ limit: 1, actor: technician.accountId });
    expect(row).toMatchObject({
      ...{ role: 'technician', action: 'terminal.technician-code', subject: `terminal/${id}` },
      ...{ outcome: 'done', details: { reason: 'network' }, at: centre.now().toISOString() },
    });
    const tables = await centre.database.sql.introspection.getTables();
    expect(tables.length).toBeGreaterThan(20);
    for (const { name } of tables) {
      const rows = await centre.database.sql
        .selectFrom(name as 'terminals')
        .selectAll()
        .execute();
      const text = JSON.stringify(rows);
      expect([name, text.includes(number), text.includes(code)]).toEqual([name, false, false]);
    }
  });

  it('is given 20 times an hour by one account; that it wanted more stands in the audit once', async () => {
    const centre = await testCentre(engine);
    const { id } = await enrolled(centre);
    const technician = await centre.as('technician');
    // All at once: none slips through before the others are counted.
    const outcomes = await Promise.all(
      Array.from({ length: MOST_AN_HOUR + 4 }, () => technician.ask('POST', pathOf(id), asked())),
    );
    const statuses = outcomes.map(({ statusCode }) => statusCode).toSorted();
    expect(statuses).toEqual([...Array<number>(MOST_AN_HOUR).fill(200), 429, 429, 429, 429]);
    const stopped = await technician.ask('POST', pathOf(id), asked());
    expect([stopped.statusCode, stopped.headers['retry-after']]).toEqual([429, '3600']);
    const byAccount = { limit: 50, actor: technician.accountId };
    expect(await centre.services.audit.list({ ...byAccount, outcome: 'done' })).toHaveLength(MOST_AN_HOUR);
    expect(await centre.services.audit.list({ ...byAccount, outcome: 'refused' })).toMatchObject([
      {
        ...{ action: 'terminal.technician-code', subject: 'attempts/technician-code', outcome: 'refused' },
        details: { retryAfterS: 3600 },
      },
    ]);
    // Another account is not held up by it.
    await codeFrom(centre, id, technicianNumber());
    centre.forward(HOUR_MS);
    const actor = { id: technician.accountId, role: 'technician' };
    await centre.services.attempts.ration('technician-code', actor, 'terminal.technician-code');
  });
});

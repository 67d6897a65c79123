import { expect, it } from 'vitest';
import { eachDatabase } from '../testing/each-database.ts';
import { UNIT_A, UNIT_B } from '../testing/callers.ts';
import { testCentre, type TestCentre } from '../testing/test-centre.ts';
import { securityLacks } from './security-lacks.ts';

/** What the record is when nothing is missing; the centre's clock stands at 2026-03-02. */
const COMPLETE = {
  securityDepartment: 'TEST 信息安全科',
  securityPerson: 'TEST 负责人',
  grading: { level: 3, reportedOn: '2025-06-01', expiresOn: '2026-06-01' },
  usesVendors: true,
  agreements: [{ vendor: 'TEST 公司', fileSha256: 'a'.repeat(64), expiresOn: '2026-12-31' }],
};
const MASTER = { name: 'TEST 局', businessLead: 'TEST 甲', technicalLead: 'TEST 乙', budgetLevel: 'city' };

async function withUnit(centre: TestCentre, code = UNIT_A, type = 'city-department') {
  const dataCentre = await centre.as('data-centre');
  expect((await dataCentre.ask('POST', '/v1/units', { code, type, ...MASTER })).statusCode).toBe(200);
  return dataCentre;
}

it('what is missing or expired is named', () => {
  const today = '2026-03-02';
  const nothing = {
    securityDepartment: null,
    securityPerson: null,
    grading: null,
    usesVendors: true,
    agreements: [],
  };
  expect(securityLacks(COMPLETE, today)).toEqual([]);
  expect(securityLacks(nothing, today)).toEqual([
    ...['security-department', 'security-person', 'grading-missing', 'agreement-missing'],
  ]);
  expect(securityLacks(COMPLETE, '2026-06-01')).toEqual([]);
  expect(securityLacks(COMPLETE, '2026-06-02')).toEqual(['grading-expired']);
  expect(securityLacks(COMPLETE, '2027-01-01')).toEqual(['grading-expired', 'agreement-expired']);
  const renewed = [...COMPLETE.agreements, { ...COMPLETE.agreements[0]!, expiresOn: '2028-12-31' }];
  expect(securityLacks({ ...COMPLETE, agreements: renewed }, '2027-01-01')).toEqual(['grading-expired']);
});

eachDatabase('a credential', (engine) => {
  it('is refused until the record of art. 23 is whole, and again when it expires', async () => {
    const centre = await testCentre(engine);
    await withUnit(centre);
    const technical = await centre.as('unit-technical');
    const issue = () => technical.ask('POST', `/v1/units/${UNIT_A}/credentials`, { purpose: 'interface' });
    expect((await issue()).json()).toMatchObject({
      code: 'SECURITY_RECORD_LACKING',
      lacks: ['security-department', 'security-person', 'grading-missing'],
    });
    const recorded = await technical.ask('PUT', `/v1/units/${UNIT_A}/security`, { revision: 1, ...COMPLETE });
    expect(recorded.json()).toMatchObject({ revision: 2, lacks: [] });
    const issued = await issue();
    expect(issued.statusCode).toBe(200);
    const { secret, credential } = issued.json();
    const recognise = () =>
      centre.services.credentials.recognise({
        ...{ method: 'GET', url: '/', rawBody: Buffer.alloc(0) },
        headers: { authorization: `Bearer ${secret}` },
      });
    expect(await recognise()).toEqual({
      credentialId: credential.id,
      unitCode: UNIT_A,
      purpose: 'interface',
    });

    centre.forward(120 * 86_400_000);
    // The session is long over by then.
    const later = await centre.as('unit-technical');
    const refused = await later.ask('POST', `/v1/units/${UNIT_A}/credentials`, { purpose: 'interface' });
    expect(refused.json()).toMatchObject({ code: 'SECURITY_RECORD_LACKING', lacks: ['grading-expired'] });

    const path = `/v1/units/${UNIT_A}/credentials`;
    expect((await later.ask('DELETE', `${path}/${credential.id}`)).statusCode).toBe(204);
    expect((await later.ask('DELETE', `${path}/${credential.id}`)).statusCode).toBe(404);
    await expect(recognise()).rejects.toMatchObject({ code: 'CREDENTIAL_REFUSED' });
    expect((await later.ask('GET', path)).json().credentials).toMatchObject([{ id: credential.id }]);
    expect(JSON.stringify((await later.ask('GET', path)).json())).not.toContain(secret);
  });

  it('for figures is only for who runs the platform', async () => {
    const centre = await testCentre(engine);
    const dataCentre = await withUnit(centre);
    await dataCentre.ask('PUT', `/v1/units/${UNIT_A}/security`, { revision: 1, ...COMPLETE });
    const answer = await dataCentre.ask('POST', `/v1/units/${UNIT_A}/credentials`, {
      purpose: 'aggregation',
    });
    expect(answer.json()).toMatchObject({ code: 'PURPOSE_NOT_ALLOWED' });
  });
});

eachDatabase('a unit', (engine) => {
  it('sees and changes itself alone', async () => {
    const centre = await testCentre(engine);
    await withUnit(centre, UNIT_A);
    await withUnit(centre, UNIT_B);
    const own = await centre.as('unit-technical');
    expect((await own.ask('GET', '/v1/units')).json().units).toMatchObject([{ code: UNIT_A }]);
    for (const [method, path] of [
      ['GET', ''],
      ['PUT', '/security'],
      ['POST', '/credentials'],
    ] as const) {
      expect((await own.ask(method, `/v1/units/${UNIT_B}${path}`, COMPLETE)).statusCode, path).toBe(403);
    }
  });

  it('is changed by one of two who decide on the same revision', async () => {
    const centre = await testCentre(engine);
    const officers = [await withUnit(centre), await centre.as('data-centre')];
    const answers = await Promise.all(
      officers.map((officer, n) =>
        officer.ask('PUT', `/v1/units/${UNIT_A}`, {
          revision: 1,
          type: 'other',
          ...MASTER,
          name: `TEST ${n}`,
        }),
      ),
    );
    const winner = answers.find(({ statusCode }) => statusCode === 200);
    const loser = answers.find(({ statusCode }) => statusCode === 409);
    expect(loser?.json()).toMatchObject({ code: 'STALE', current: winner?.json() });
  });

  it('leaves its words out of the audit', async () => {
    const centre = await testCentre(engine);
    const dataCentre = await withUnit(centre);
    await dataCentre.ask('PUT', `/v1/units/${UNIT_A}/security`, { revision: 1, ...COMPLETE });
    const entries = await centre.services.audit.list({ limit: 50 });
    expect(entries.map(({ action }) => action)).toEqual(['unit.record-security', 'unit.manage']);
    expect(JSON.stringify(entries)).not.toContain('TEST 负责人');
    expect(entries[0]?.details).toMatchObject({ changed: expect.arrayContaining(['grading']) });
  });
});

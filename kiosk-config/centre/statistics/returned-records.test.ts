import { expect, it } from 'vitest';
import { eachDatabase } from '../testing/each-database.ts';
import { platformCredential } from '../testing/platform-credential.ts';
import { UNIT_A, UNIT_B } from '../testing/callers.ts';
import { testCentre } from '../testing/test-centre.ts';

const ITEM = `${UNIT_A}531010510900A01`;

function returned(state: string, stateAt: string, more: object = {}) {
  return {
    ...{ id: 'TEST-1', unitCode: UNIT_A, terminalId: 'TEST-T1', handleItem: ITEM, errType: 'incomplete' },
    ...{
      field: 'applicant/phone',
      returnedAt: '2026-02-20T01:00:00.000Z',
      due: '2026-02-27',
      state,
      stateAt,
    },
    ...more,
  };
}

function compared(comparedAt: string, missing: number, more: object = {}) {
  return {
    ...{ day: '2026-02-26', unitCode: UNIT_A, terminalId: 'TEST-T1', counted: 1000 },
    ...{ missing, extra: missing, altered: missing, comparedAt, ...more },
  };
}

eachDatabase('a record that was returned', (engine) => {
  it('is listed with its history until it is closed; a late report of an earlier state changes nothing', async () => {
    const centre = await testCentre(engine);
    const platform = await platformCredential(centre);
    const report = (...returns: unknown[]) =>
      centre.ask('POST', '/v1/quality/reports', { returns, reconciliations: [] }, platform);
    expect((await report(returned('open', '2026-02-20T01:00:00.000Z'))).statusCode).toBe(204);
    const bureau = await centre.as('bureau');
    const list = async () => (await bureau.ask('GET', '/v1/quality/returns')).json().returns;
    expect(await list()).toMatchObject([{ id: 'TEST-1', state: 'open', overdue: true }]);
    await report(
      returned('fixed', '2026-03-01T01:00:00.000Z'),
      returned('closed', '2026-03-02T01:00:00.000Z'),
    );
    await report(returned('fixed', '2026-03-01T01:00:00.000Z'));
    const [closed] = await list();
    expect(closed).toMatchObject({ state: 'closed', overdue: false });
    expect(closed.history.map((each: { state: string }) => each.state)).toEqual(['open', 'fixed', 'closed']);
  });

  it('is seen by its unit alone', async () => {
    const centre = await testCentre(engine);
    const platform = await platformCredential(centre);
    const others = returned('open', '2026-02-20T01:00:00.000Z', { id: 'TEST-2', unitCode: UNIT_B });
    const returns = [returned('open', '2026-02-20T01:00:00.000Z'), others];
    await centre.ask('POST', '/v1/quality/reports', { returns, reconciliations: [] }, platform);
    const unit = await centre.as('unit-business');
    expect((await unit.ask('GET', '/v1/quality/returns')).json().returns).toMatchObject([{ id: 'TEST-1' }]);
    expect((await unit.ask('GET', `/v1/quality/returns?unitCode=${UNIT_B}`)).statusCode).toBe(403);
  });
});

eachDatabase('a day that was compared', (engine) => {
  it('shows the youngest comparison, and can be listed only where something differs', async () => {
    const centre = await testCentre(engine);
    const platform = await platformCredential(centre);
    const report = (...reconciliations: unknown[]) =>
      centre.ask('POST', '/v1/quality/reports', { returns: [], reconciliations }, platform);
    await report(
      compared('2026-02-27T01:00:00.000Z', 1),
      compared('2026-02-27T01:00:00.000Z', 0, { terminalId: 'TEST-T2' }),
    );
    const bureau = await centre.as('bureau');
    const list = async (query = '') =>
      (await bureau.ask('GET', `/v1/quality/reconciliations${query}`)).json().reconciliations;
    expect(await list()).toHaveLength(2);
    expect(await list('?differing=true')).toMatchObject([
      { terminalId: 'TEST-T1', missing: 1, counted: 1000 },
    ]);
    await report(compared('2026-02-28T01:00:00.000Z', 0));
    await report(compared('2026-02-27T02:00:00.000Z', 5));
    expect(await list('?differing=true')).toEqual([]);
  });
});

import { expect, it } from 'vitest';
import { eachDatabase } from '../testing/each-database.ts';
import { testCentre } from '../testing/test-centre.ts';

const MINUTE_MS = 60_000;

eachDatabase('a session', (engine) => {
  it('ends fifteen minutes after the last activity, and what a page asks by itself is none', async () => {
    const centre = await testCentre(engine);
    const auditor = await centre.as('auditor');
    const background = () =>
      centre.ask('GET', '/v1/session', undefined, { cookie: auditor.cookie, 'tongban-background': '1' });
    centre.forward(14 * MINUTE_MS);
    expect((await auditor.ask('GET', '/v1/session')).statusCode).toBe(200);
    centre.forward(14 * MINUTE_MS);
    expect((await background()).statusCode).toBe(200);
    centre.forward(MINUTE_MS);
    expect((await background()).json()).toMatchObject({ code: 'NOT_LOGGED_IN' });
  });

  it('ends twelve hours after the log-in, whatever the activity', async () => {
    const centre = await testCentre(engine);
    const auditor = await centre.as('auditor');
    const statuses = [];
    for (let minutes = 0; minutes < 12 * 60; minutes += 10) {
      statuses.push((await auditor.ask('GET', '/v1/session')).statusCode);
      centre.forward(10 * MINUTE_MS);
    }
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect((await auditor.ask('GET', '/v1/session')).statusCode).toBe(401);
  });

  it('ends with the log-off and when the account is disabled', async () => {
    const centre = await testCentre(engine);
    const administrator = await centre.as('administrator');
    const [first, second] = [await centre.as('auditor'), await centre.as('auditor')];
    expect((await first.ask('DELETE', '/v1/session')).statusCode).toBe(204);
    expect((await first.ask('GET', '/v1/session')).statusCode).toBe(401);

    const binding = { role: 'auditor', unitCode: null, siteCode: null };
    const disable = { revision: 1, displayName: 'TEST', ...binding, disabled: true };
    const path = `/v1/accounts/${second.accountId}`;
    expect((await administrator.ask('PUT', path, disable)).json()).toMatchObject({
      state: 'disabled',
      revision: 2,
    });
    expect((await second.ask('GET', '/v1/session')).statusCode).toBe(401);
    expect((await administrator.ask('PUT', path, disable)).json()).toMatchObject({ code: 'STALE' });
  });
});

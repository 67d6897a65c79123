import { expect, it } from 'vitest';
import { eachDatabase, type Engine } from '../testing/each-database.ts';
import { testCentre, type TestCentre } from '../testing/test-centre.ts';
import { inviteFirstAdministrator } from './first-administrator.ts';
import { codeAt } from './totp.ts';

const PASSWORD = 'correct horse 2026';
const STEP_MS = 30_000;

/** An administrator who has gone through the invitation, and the secret of the authenticator. */
async function enrolled(engine: Engine): Promise<{ centre: TestCentre; secret: string }> {
  const centre = await testCentre(engine);
  const invited = await inviteFirstAdministrator(centre.services, 'admin');
  const token = invited!.invitation.token;
  const { totpSecret: secret } = (await centre.ask('POST', '/v1/invitation', { token })).json();
  const accepted = await centre.ask('POST', '/v1/invitation/acceptance', {
    ...{ token, password: PASSWORD },
    code: codeAt(secret, centre.now()),
  });
  expect(accepted.statusCode).toBe(204);
  centre.forward(STEP_MS);
  return { centre, secret };
}

function logIn(centre: TestCentre, code: string, password = PASSWORD, name = 'admin') {
  return centre.ask('POST', '/v1/session', { name, password, code });
}

const LOCKED_AT_THE_FIFTH = [...Array(4).fill('LOG_IN_REFUSED'), 'LOG_IN_LOCKED', 'LOG_IN_LOCKED'];

async function failures(centre: TestCentre, name: string): Promise<string[]> {
  const codes: string[] = [];
  for (let n = 0; n < 6; n += 1) {
    codes.push((await logIn(centre, '000000', 'wrong', name)).json<{ code: string }>().code);
  }
  return codes;
}

eachDatabase('a new centre', (engine) => {
  it('knows nobody and no password, and gives its first invitation once', async () => {
    const centre = await testCentre(engine);
    expect(await centre.services.accounts.list()).toEqual([]);
    expect((await logIn(centre, '000000', 'admin')).json()).toMatchObject({ code: 'LOG_IN_REFUSED' });
    expect(await inviteFirstAdministrator(centre.services, 'admin')).not.toBeNull();
    expect(await inviteFirstAdministrator(centre.services, 'another')).toBeNull();
  });
});

eachDatabase('logging in', (engine) => {
  it('takes password and code, and the cookie opens the session', async () => {
    const { centre, secret } = await enrolled(engine);
    const answer = await logIn(centre, codeAt(secret, centre.now()));
    expect(answer.json()).toMatchObject({ name: 'admin', role: 'administrator' });
    const cookie = String(answer.headers['set-cookie']);
    expect(cookie).toMatch(/^tongban_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/);
    const me = await centre.ask('GET', '/v1/session', undefined, { cookie: cookie.split(';')[0]! });
    expect(me.json()).toMatchObject({ name: 'admin' });
  });

  it('takes each code once, also that of the enrolment', async () => {
    const { centre, secret } = await enrolled(engine);
    const used = codeAt(secret, new Date(centre.now().getTime() - STEP_MS));
    expect((await logIn(centre, used)).json()).toMatchObject({ code: 'LOG_IN_REFUSED' });
    const code = codeAt(secret, centre.now());
    const both = await Promise.all([logIn(centre, code), logIn(centre, code)]);
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 401]);
  });

  it('locks a name after five failures, and opens it fifteen minutes later', async () => {
    const { centre, secret } = await enrolled(engine);
    expect(await failures(centre, 'admin')).toEqual(LOCKED_AT_THE_FIFTH);
    centre.forward(60_000);
    const locked = await logIn(centre, codeAt(secret, centre.now()));
    expect([locked.statusCode, locked.headers['retry-after']]).toEqual([429, String(14 * 60)]);
    centre.forward(14 * 60_000);
    expect((await logIn(centre, codeAt(secret, centre.now()))).statusCode).toBe(200);
  });

  it('locks a name that does not exist in the same way, so that a lock tells nothing', async () => {
    const centre = await testCentre(engine);
    expect(await failures(centre, 'nobody')).toEqual(LOCKED_AT_THE_FIFTH);
    const locked = await logIn(centre, '000000', 'wrong', 'nobody');
    expect(locked.headers['retry-after']).toBe(String(15 * 60));
  });
});

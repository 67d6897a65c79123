import { expect, it } from 'vitest';
import { eachDatabase, type Engine } from '../testing/each-database.ts';
import { testCentre } from '../testing/test-centre.ts';
import { isComplex } from './passwords.ts';
import { codeAt } from './totp.ts';

const PASSWORD = 'Correct horse 2026';
const DAY_MS = 86_400_000;

async function invited(engine: Engine) {
  const centre = await testCentre(engine);
  const administrator = await centre.as('administrator');
  const answer = await administrator.ask('POST', '/v1/accounts', {
    ...{ name: 'test-officer', displayName: 'TEST', role: 'bureau', unitCode: null, siteCode: null },
  });
  const { account, invitation } = answer.json();
  const open = () => centre.ask('POST', '/v1/invitation', { token: invitation.token });
  const accept = (password: string, code: string) =>
    centre.ask('POST', '/v1/invitation/acceptance', { token: invitation.token, password, code });
  return { centre, administrator, account, open, accept };
}

it('a password has twelve characters of three kinds, and not the name', () => {
  expect(isComplex('Correct horse 2026', 'officer')).toBe(true);
  expect(isComplex('密码密码密码密码Ab12', 'officer')).toBe(true);
  expect(isComplex('Short 2026!', 'officer')).toBe(false);
  expect(isComplex('onlylowercase123', 'officer')).toBe(false);
  expect(isComplex('Officer-in-2026!', 'officer')).toBe(false);
});

eachDatabase('an invitation', (engine) => {
  it('is used once, with a good password and a code of the authenticator it gave', async () => {
    const { centre, open, accept, account } = await invited(engine);
    const { totpSecret, totpUri } = (await open()).json();
    expect(totpUri).toContain(`secret=${totpSecret}`);
    // Opened again, on another page: the same.
    expect((await open()).json()).toEqual({ name: 'test-officer', totpSecret, totpUri });
    const code = () => codeAt(totpSecret, centre.now());
    expect((await accept('too simple', code())).json()).toMatchObject({ code: 'PASSWORD_TOO_SIMPLE' });
    const wrong = String((Number(code()) + 1) % 1_000_000).padStart(6, '0');
    expect((await accept(PASSWORD, wrong)).json()).toMatchObject({ code: 'LOG_IN_REFUSED' });
    const answers = await Promise.all([accept(PASSWORD, code()), accept(PASSWORD, code())]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([204, 410]);
    expect((await open()).json()).toMatchObject({ code: 'INVITATION_UNUSABLE' });
    const stored = await centre.database.sql
      .selectFrom('accounts')
      .select(['password', 'totp_secret'])
      .where('id', '=', account.accountId)
      .executeTakeFirstOrThrow();
    expect(stored.password).toMatch(/^scrypt\$32768\$8\$3\$/);
    expect(stored.totp_secret).not.toContain(totpSecret);
  });

  it('is worth nothing after a week, and not after a newer one', async () => {
    const { centre, administrator, account, open } = await invited(engine);
    const again = await administrator.ask('POST', `/v1/accounts/${account.accountId}/invitation`, {
      revision: 1,
    });
    expect((await open()).statusCode).toBe(410);
    const { token } = again.json().invitation;
    expect((await centre.ask('POST', '/v1/invitation', { token })).statusCode).toBe(200);
    centre.forward(7 * DAY_MS);
    expect((await centre.ask('POST', '/v1/invitation', { token })).statusCode).toBe(410);
  });
});

eachDatabase('an account', (engine) => {
  it('of a unit names its unit, and a name is given once', async () => {
    const { administrator } = await invited(engine);
    const create = (more: object) =>
      administrator.ask('POST', '/v1/accounts', {
        ...{
          name: 'test-other',
          displayName: 'TEST',
          role: 'bureau',
          unitCode: null,
          siteCode: null,
          ...more,
        },
      });
    expect((await create({ role: 'unit-business' })).json()).toMatchObject({ field: 'body/unitCode' });
    expect((await create({ role: 'centre-staff' })).json()).toMatchObject({ field: 'body/siteCode' });
    expect((await create({ unitCode: '310000999000TEST01' })).json()).toMatchObject({
      field: 'body/unitCode',
    });
    const both = await Promise.all([create({}), create({})]);
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
  });
});

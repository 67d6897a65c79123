import { expect, it } from 'vitest';
import { eachDatabase } from '../testing/each-database.ts';
import { testCentre, type TestCentre } from '../testing/test-centre.ts';

const MOST_FAILED = 30;
const WINDOW_S = 15 * 60;

/** Fails as often as it may, and once more. */
async function exhaust({ services }: TestCentre, address: string): Promise<void> {
  for (let n = 0; n <= MOST_FAILED; n += 1) {
    const fails = services.attempts.limit('log-in', address, () => Promise.reject(new Error('wrong')));
    await expect(fails).rejects.toThrow();
  }
}

async function toldToAudit({ services }: TestCentre) {
  const rows = await services.audit.list({ limit: 200, outcome: 'refused' });
  return rows
    .filter(({ action }) => action === 'attempts.limit')
    .map(({ subject, details }) => ({ subject, details }));
}

eachDatabase('who tries one name after the other from one address', (engine) => {
  it('is stopped at every server of the centre, told how long, and let in again afterwards', async () => {
    const centre = await testCentre(engine);
    const beside = await testCentre(engine, centre.database);
    const logIn = (remoteAddress: string) =>
      centre.app.inject({
        ...{ method: 'POST', url: '/v1/session', remoteAddress },
        headers: { host: 'centre.test', origin: 'http://centre.test' },
        payload: { name: 'nobody', password: 'wrong', code: '000000' },
      });
    // All at once, at two servers: none slips through before the others are counted.
    const fail = () => Promise.reject(new Error('wrong'));
    const outcomes = await Promise.allSettled(
      Array.from({ length: MOST_FAILED + 5 }, (_, n) =>
        (n % 2 ? beside : centre).services.attempts.limit('log-in', '192.0.2.1', fail),
      ),
    );
    const words = outcomes.map((outcome) => outcome.status === 'rejected' && String(outcome.reason));
    expect(words.filter((each) => each === 'Error: wrong')).toHaveLength(MOST_FAILED);
    expect(words.filter((each) => each === 'Error: RATE_LIMITED')).toHaveLength(5);

    expect(await toldToAudit(centre)).toEqual([
      { subject: 'attempts/log-in', details: { retryAfterS: WINDOW_S } },
    ]);

    centre.forward(60_000);
    const stopped = await logIn('192.0.2.1');
    expect([stopped.statusCode, stopped.headers['retry-after']]).toEqual([429, String(WINDOW_S - 60)]);
    expect(stopped.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect((await logIn('192.0.2.2')).json()).toMatchObject({ code: 'LOG_IN_REFUSED' });
    expect(await toldToAudit(centre)).toHaveLength(1);
    centre.forward((WINDOW_S - 60) * 1000);
    expect((await logIn('192.0.2.1')).json()).toMatchObject({ code: 'LOG_IN_REFUSED' });

    await exhaust(centre, '192.0.2.1');
    expect(await toldToAudit(centre)).toHaveLength(2);
    expect(await centre.services.audit.verify()).toMatchObject({ ok: true });
  });

  it('counts as one over all addresses of an IPv6 network, and as the same in either way to write IPv4', async () => {
    const centre = await testCentre(engine);
    const tries = (address: string) =>
      centre.services.attempts.limit('log-in', address, async () => 'let in');
    await exhaust(centre, '2001:db8:0:1::1');
    await expect(tries('2001:db8:0:1:ffff::7')).rejects.toThrow('RATE_LIMITED');
    expect(await tries('2001:db8:0:2::1')).toBe('let in');
    await exhaust(centre, '::ffff:192.0.2.7');
    await expect(tries('192.0.2.7')).rejects.toThrow('RATE_LIMITED');
    expect(await tries('::ffff:192.0.2.8')).toBe('let in');
  });

  it('with codes of terminals is stopped likewise', async () => {
    const centre = await testCentre(engine);
    const body = { code: 'TBE1-AAAAA', terminalId: 'TEST-1', siteCode: 'TEST-SITE-A', request: '' };
    const codes: string[] = [];
    for (let n = 0; n <= MOST_FAILED; n += 1) {
      codes.push((await centre.ask('POST', '/v1/enrolments', body)).json<{ code: string }>().code);
    }
    expect(codes).toEqual([...Array<string>(MOST_FAILED).fill('CODE_UNKNOWN'), 'RATE_LIMITED']);
  });

  it('is known by the address that a named proxy tells, and by no other', async () => {
    const centre = await testCentre(engine);
    const from = async (remoteAddress: string, forwarded: string) => {
      await centre.app.inject({
        ...{ method: 'POST', url: '/v1/session', remoteAddress },
        headers: { host: 'centre.test', origin: 'http://centre.test', 'x-forwarded-for': forwarded },
        payload: { name: 'nobody', password: 'wrong', code: '000000' },
      });
    };
    await from('192.0.2.9', '198.51.100.1');
    await from('192.0.2.10', '198.51.100.2');
    const counted = await centre.database.sql.selectFrom('attempts').select('source').execute();
    expect(counted.map(({ source }) => source).toSorted()).toEqual([
      'log-in 192.0.2.10',
      'log-in 198.51.100.1',
    ]);
  });
});

import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { enrol, type EnrolmentOutcome } from '../../provisioning/enrol.ts';
import { readEnrolmentCode } from '../../provisioning/enrolment-code.ts';
import { IdentityStore } from '../../provisioning/identity-store.ts';
import { createSealing } from '../keys/sealing.ts';
import { buildServer } from '../server/server.ts';
import { createServices } from '../server/services.ts';
import { eachDatabase } from '../testing/each-database.ts';
import { testCentre, type TestCentre } from '../testing/test-centre.ts';
import { CENTRE_URL, dataFolder, fetchOf, inputOf, STAFF } from './test-support.ts';

async function registered(centre: Pick<TestCentre, 'services'>, id = 'TEST-1') {
  await centre.services.terminals.registry.register(inputOf(id), STAFF);
  const made = await centre.services.terminals.enrolment.makeCode(id, CENTRE_URL, STAFF);
  return { ...made, ticket: readEnrolmentCode(made.qrText)! };
}
const certificates = ({ services }: Pick<TestCentre, 'services'>) =>
  services.database.sql.selectFrom('terminal_certificates').selectAll().execute();
const HERE = { terminalId: 'TEST-1', siteCode: 'TEST-SITE-A' };
const THERE = { ...HERE, terminalId: 'TEST-2' };
const codeOf = (outcome: EnrolmentOutcome) => (outcome.kind === 'refused' ? outcome.code : outcome.kind);

eachDatabase('an enrolment code', (engine) => {
  it('admits its terminal, over the QR code with the pin of the authority', async () => {
    const centre = await testCentre(engine);
    const { ticket } = await registered(centre);
    const store = new IdentityStore(dataFolder());
    const outcome = await enrol(store, ticket, CENTRE_URL, HERE, fetchOf(centre.app));
    expect(outcome).toMatchObject({
      kind: 'enrolled',
      identity: { terminalId: 'TEST-1', siteCode: 'TEST-SITE-A' },
    });
    expect(store.read()).toMatchObject({ terminalId: 'TEST-1' });
    expect(await centre.services.terminals.reader.detail('TEST-1')).toMatchObject({
      certificates: [{ endedAt: null }],
    });
  });

  it('used by another key is refused; by the same key it gives the same certificate again', async () => {
    const centre = await testCentre(engine);
    const { ticket } = await registered(centre);
    const folder = dataFolder();
    const lost = new IdentityStore(folder);
    const key = lost.nextKey();
    // The centre answers and the terminal dies before it has kept the answer.
    const first = await enrol(
      { ...lost, nextKey: () => key, keep: () => null, forgetOrder: () => {} } as never,
      ticket,
      CENTRE_URL,
      HERE,
      fetchOf(centre.app),
    );
    expect(first.kind).toBe('enrolled');
    const [issued] = await certificates(centre);
    const again = await enrol(new IdentityStore(folder), ticket, CENTRE_URL, HERE, fetchOf(centre.app));
    expect(again).toMatchObject({ kind: 'enrolled', identity: { thumbprint: issued!.thumbprint } });
    const other = await enrol(new IdentityStore(dataFolder()), ticket, CENTRE_URL, HERE, fetchOf(centre.app));
    expect(codeOf(other)).toBe('CODE_USED');
    expect(await certificates(centre)).toHaveLength(1);
  });

  it('is good for fifteen minutes and until a younger one is made; another one is unknown', async () => {
    const centre = await testCentre(engine);
    const { ticket } = await registered(centre);
    const younger = await centre.services.terminals.enrolment.makeCode('TEST-1', CENTRE_URL, STAFF);
    const ask = (text: string) =>
      enrol(
        new IdentityStore(dataFolder()),
        readEnrolmentCode(text)!,
        CENTRE_URL,
        HERE,
        fetchOf(centre.app),
      ).then(codeOf);
    expect(await ask(ticket.code)).toBe('CODE_USED');
    expect(await ask('TBE1-00000-00000-00000-00000-00000')).toBe('CODE_UNKNOWN');
    centre.forward(15 * 60_000);
    expect(await ask(younger.code)).toBe('CODE_EXPIRED');
    expect(await certificates(centre)).toEqual([]);
  });

  it('of another centre is noticed by its pin, and nothing is kept', async () => {
    const centre = await testCentre(engine);
    const { ticket } = await registered(centre);
    const store = new IdentityStore(dataFolder());
    const misled = { ...ticket, centre: { url: CENTRE_URL, pin: 'A'.repeat(43) } };
    expect(await enrol(store, misled, CENTRE_URL, HERE, fetchOf(centre.app))).toEqual({
      kind: 'not-the-centre',
    });
    expect(store.read()).toBeNull();
  });

  it('typed at another terminal, or at this one when it stands elsewhere, is refused there and stays good', async () => {
    const centre = await testCentre(engine);
    const { ticket } = await registered(centre);
    const at = (terminal: typeof HERE) =>
      enrol(new IdentityStore(dataFolder()), ticket, CENTRE_URL, terminal, fetchOf(centre.app)).then(codeOf);
    expect(await at(THERE)).toBe('CODE_OF_ANOTHER');
    expect(await at({ ...HERE, siteCode: 'TEST-SITE-B' })).toBe('CODE_OF_ANOTHER');
    expect(await at(HERE)).toBe('enrolled');
  });

  it('with a request that is none, or of a key that another terminal has, is refused and stays good', async () => {
    const centre = await testCentre(engine);
    const first = await registered(centre);
    const second = await registered(centre, 'TEST-2');
    const folder = dataFolder();
    const key = new IdentityStore(folder).nextKey();
    const { enrolment } = centre.services.terminals;
    await expect(
      enrolment.redeem({ code: first.code, ...HERE, request: 'no request' }),
    ).rejects.toMatchObject({
      code: 'CERTIFICATE_REQUEST_INVALID',
    });
    expect(
      (await enrol(new IdentityStore(folder), first.ticket, CENTRE_URL, HERE, fetchOf(centre.app))).kind,
    ).toBe('enrolled');
    const twin = Object.assign(new IdentityStore(dataFolder()), { nextKey: () => key });
    expect(codeOf(await enrol(twin, second.ticket, CENTRE_URL, THERE, fetchOf(centre.app)))).toBe(
      'CERTIFICATE_REQUEST_INVALID',
    );
    expect(
      (await enrol(new IdentityStore(dataFolder()), second.ticket, CENTRE_URL, THERE, fetchOf(centre.app)))
        .kind,
    ).toBe('enrolled');
  });

  it('redeemed by several at once, where there are processes on two of them, admits exactly one', async () => {
    const source = await engine.place();
    const sealing = createSealing(randomBytes(32));
    const clock = () => new Date('2026-03-02T01:00:00.000Z');
    // SQLite has one process.
    const processes = await Promise.all(
      Array.from({ length: engine.name === 'SQLite' ? 1 : 2 }, async () => {
        const services = createServices({
          database: await engine.open(source),
          clock,
          sealing,
          checkpointFile: null,
        });
        return {
          services,
          app: await buildServer({ services, origin: null, proxies: [], pages: null, log: false }),
        };
      }),
    );
    const { ticket } = await registered(processes[0]!);
    const outcomes = await Promise.all(
      [0, 1, 2, 3].map((at) =>
        enrol(
          new IdentityStore(dataFolder()),
          ticket,
          CENTRE_URL,
          HERE,
          fetchOf(processes[at % processes.length]!.app),
        ).then(codeOf),
      ),
    );
    expect(outcomes.toSorted()).toEqual(['CODE_USED', 'CODE_USED', 'CODE_USED', 'enrolled']);
    expect(await certificates(processes.at(-1)!)).toHaveLength(1);
  });
});

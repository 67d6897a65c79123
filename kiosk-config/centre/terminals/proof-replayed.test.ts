import { expect, it } from 'vitest';
import { renew } from '../../provisioning/enrol.ts';
import { readOrder } from '../../provisioning/orders.ts';
import { PROOF_HEADER, signProof } from '../../provisioning/proof.ts';
import { CentreClient } from '../../provisioning/centre-client.ts';
import { heartbeatAnswer } from '../contract/index.ts';
import { eachDatabase } from '../testing/each-database.ts';
import { testCentre } from '../testing/test-centre.ts';
import { CENTRE_URL, enrolled, fetchOf, STAFF } from './test-support.ts';

const DAY_MS = 86_400_000;

eachDatabase('a request of a terminal', (engine) => {
  it('that comes a second time is refused, also when both come at once', async () => {
    const centre = await testCentre(engine);
    const { id, identity } = await enrolled(centre);
    const path = `/v1/terminals/${id}/heartbeat`;
    const sent = () => {
      const proof = signProof(
        { method: 'POST', path, body: '{}' },
        { key: identity.privateKey, thumbprint: identity.thumbprint },
        centre.now().getTime(),
      );
      const headers = { [PROOF_HEADER]: proof, 'content-type': 'application/json' };
      return () =>
        centre.app
          .inject({ method: 'POST', url: path, headers, payload: '{}' })
          .then((each) => each.json<{ code: string }>().code);
    };
    const send = sent();
    // Let in by its proof; that the body is no heartbeat is found later.
    expect(await send()).toBe('REQUEST_INVALID');
    expect(await send()).toBe('PROOF_REPLAYED');
    const twice = sent();
    expect((await Promise.all([twice(), twice()])).toSorted()).toEqual(['PROOF_REPLAYED', 'REQUEST_INVALID']);
  });

  it('for another terminal, without a proof or by an unknown key is refused', async () => {
    const centre = await testCentre(engine);
    const [one, other] = [await enrolled(centre), await enrolled(centre)];
    const beat = (client: CentreClient) =>
      client.call(
        { method: 'POST', path: `/v1/terminals/${other.id}/certificate`, body: { request: 'x' } },
        heartbeatAnswer,
      );
    expect(await beat(one.client)).toMatchObject({ kind: 'refused', code: 'TERMINAL_REFUSED' });
    const nobody = new CentreClient(CENTRE_URL, null, fetchOf(centre.app));
    expect(await beat(nobody)).toMatchObject({ kind: 'refused', status: 401, code: 'TERMINAL_REFUSED' });
    const mixed = { privateKey: one.identity.privateKey, thumbprint: other.identity.thumbprint };
    const liar = new CentreClient(CENTRE_URL, mixed, fetchOf(centre.app), () => centre.now().getTime());
    expect(await beat(liar)).toMatchObject({ kind: 'refused', code: 'TERMINAL_REFUSED' });
  });

  it('with a clock that is off learns the time and signs again by it', async () => {
    const centre = await testCentre(engine);
    const { identity, id } = await enrolled(centre);
    const slow = new CentreClient(
      CENTRE_URL,
      identity,
      fetchOf(centre.app),
      () => centre.now().getTime() - 3_600_000,
    );
    const reply = await slow.call(
      { method: 'POST', path: `/v1/terminals/${id}/certificate`, body: { request: 'x' } },
      heartbeatAnswer,
    );
    expect(reply).toMatchObject({ kind: 'refused', code: 'CERTIFICATE_REQUEST_INVALID' });
    expect(slow.centreAheadMs).toBe(3_600_000);
  });

  it('that is revoked is refused from its next request on, with a signed order to destroy the keys', async () => {
    const centre = await testCentre(engine);
    const { id, identity, beat } = await enrolled(centre);
    expect((await beat()).kind).toBe('answer');
    const { revision } = await centre.services.terminals.reader.summary(id);
    await centre.services.terminals.registry.revoke(id, { reason: '被盗', revision }, STAFF);
    const reply = await beat();
    expect(reply).toMatchObject({ kind: 'refused', status: 403, code: 'TERMINAL_REVOKED' });
    const order = reply.kind === 'refused' ? reply.problem.order : undefined;
    expect(readOrder(order ?? '', id, identity.authority)).toMatchObject({
      kind: 'shred',
      number: 1,
      reason: '被盗',
    });
  });

  it('is let in with the old and the new certificate after a renewal, and a day later with the new one alone', async () => {
    const centre = await testCentre(engine);
    const { id, store, identity, client, beat } = await enrolled(centre);
    const old = new CentreClient(CENTRE_URL, identity, fetchOf(centre.app), () => centre.now().getTime());
    const kindOf = async (by: CentreClient) =>
      (await by.call(
        { method: 'POST', path: `/v1/terminals/${id}/heartbeat`, body: {} },
        heartbeatAnswer,
      )) as { code?: string };
    centre.forward(20 * DAY_MS);
    const renewed = await renew(store, identity, client);
    expect(renewed).toMatchObject({ kind: 'enrolled' });
    expect(store.read()?.thumbprint).not.toBe(identity.thumbprint);
    expect((await kindOf(old)).code).toBe('REQUEST_INVALID');
    expect((await beat()).kind).toBe('answer');
    centre.forward(DAY_MS);
    expect((await kindOf(old)).code).toBe('TERMINAL_REFUSED');
    expect((await beat()).kind).toBe('answer');
  });

  it('with a certificate that has expired is refused with that reason', async () => {
    const centre = await testCentre(engine);
    const { beat } = await enrolled(centre);
    centre.forward(30 * DAY_MS);
    expect(await beat()).toMatchObject({ kind: 'refused', code: 'CERTIFICATE_EXPIRED' });
  });
});

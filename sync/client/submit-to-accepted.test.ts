import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { startLine, untilChange } from '../testing/line.ts';
import { citizen, inputOf, instantMatter, scanBytes } from '../testing/test-matters.ts';

describe('from submit to accepted', () => {
  it('stores first, then is accepted with a number, a limit and an opinion', async () => {
    const { sync, sandbox } = await startLine({ now: () => new Date('2026-02-13T10:00:00+08:00') });
    const card = await sync.cardKey(citizen);
    const id = randomUUID();
    const stored = await sync.submit(inputOf(id, { card }));
    expect(stored).toMatchObject({
      id,
      state: 'sealed',
      applyNo: null,
      capturedAt: '2026-02-13T01:30:00.000Z',
    });
    expect(stored.tempNo).toMatch(/^T199T01260213\d{4}[0-9A-Z]$/);

    const accepted = await sync.waitForOutcome(id, 5000);
    expect(accepted).toMatchObject({
      state: 'accepted',
      receivedAt: '2026-02-13T02:00:00.000Z',
      limitDate: '2026-02-24',
      limitProvisional: false,
      problem: null,
    });
    const [application] = sandbox.applications();
    expect(application).toMatchObject({
      applyNo: accepted.applyNo,
      idempotencyKey: id,
      submits: 1,
      form: { idNumber: citizen.idNumber, name: citizen.name },
    });

    await untilChange(sync, () => sync.submissionsOf(card)[0]?.opinion?.zh === '已受理。');
    expect(sync.submissionsOf(card)[0]).toMatchObject({ finished: false, opinion: { zh: '已受理。' } });
    expect(sync.heldCount).toBe(0);
  });

  it('finishes an instant matter with an opinion and a next step', async () => {
    const { sync } = await startLine();
    const card = await sync.cardKey(citizen);
    await sync.submit(inputOf(randomUUID(), { card, matter: instantMatter }));
    await untilChange(sync, () => sync.submissionsOf(card)[0]?.finished === true);
    const [record] = sync.submissionsOf(card);
    expect(record?.nextStep?.zh).toContain('证明');
    expect(record?.nextStep?.en).toContain('Certificate');
  });

  it('uploads a material of several chunks', async () => {
    const { sync, sandbox } = await startLine();
    const id = randomUUID();
    const materials = [{ code: 'CARD-01', stuffType: 0 as const, mediaType: 'image/png', bytes: scanBytes }];
    await sync.submit(inputOf(id, { materials }));
    expect((await sync.waitForOutcome(id, 5000)).state).toBe('accepted');
    expect(sandbox.applications()).toHaveLength(1);
  });

  it('answers the same record for the same key, also at the same moment', async () => {
    const { sync, sandbox } = await startLine();
    const id = randomUUID();
    const [first, second] = await Promise.all([sync.submit(inputOf(id)), sync.submit(inputOf(id))]);
    expect(second.tempNo).toBe(first.tempNo);
    await sync.waitForOutcome(id, 5000);
    const again = await sync.submit(inputOf(id));
    expect(again).toMatchObject({ state: 'accepted', tempNo: first.tempNo });
    expect(sandbox.applications()).toHaveLength(1);
  });

  it('gives every submission of a day its own temporary number and lists the newest first', async () => {
    const { sync, sandbox } = await startLine();
    sandbox.faults.failRepeatedly('any', 'reset');
    const card = await sync.cardKey(citizen);
    const records = [];
    for (let count = 0; count < 3; count++) records.push(await sync.submit(inputOf(randomUUID(), { card })));
    expect(new Set(records.map((record) => record.tempNo)).size).toBe(3);
    expect(sync.submissionsOf(card).map((record) => record.id)).toEqual(
      records.map((record) => record.id).reverse(),
    );
    expect(sync.heldCount).toBe(3);
  });
});

import { expect, it } from 'vitest';
import type { Role } from '../contract/index.ts';
import { eachDatabase } from '../testing/each-database.ts';
import { matterDesks, testDocument } from '../testing/matter-desk.ts';

eachDatabase('what officers decide', (engine) => {
  it('is in the audit with person, role, time, object and outcome, in the order in which it was decided', async () => {
    const desk = await matterDesks(engine)();
    const before = (await desk.services.audit.list({ limit: 1 }))[0]?.seq ?? 0;
    const opened = await desk.apply('open', testDocument({ sunkDown: true }));
    desk.forward(60_000);
    await desk.passThrough(opened);
    desk.forward(60_000);
    const suspended = await desk.send('suspend');
    const refused = await desk.post('auditor', `/v1/matter-requests/${suspended}/mz-review`, {
      approve: true,
    });
    expect(refused.statusCode).toBe(403);

    const rows = (await desk.services.audit.list({ limit: 200 })).filter(({ seq }) => seq > before).reverse();
    const done = (role: Role) => ({
      ...{ actor: desk.officers[role].accountId, role, outcome: 'done', at: expect.any(String) },
    });
    // Version, joint test, request; three reviews; the next request, and who may not.
    expect(rows).toMatchObject([
      done('unit-business'),
      done('unit-technical'),
      done('unit-business'),
      done('bureau'),
      done('reform'),
      done('data-centre'),
      done('unit-business'),
      { ...done('auditor'), outcome: 'refused' },
    ]);
    for (const { action, subject } of rows) expect([action, subject]).not.toContain('');
    expect(rows.map(({ at }) => at)).toEqual(rows.map(({ at }) => at).toSorted());
    expect(new Set(rows.map(({ at }) => at)).size).toBe(3);
    expect(await desk.services.audit.verify()).toMatchObject({ ok: true });
  });
});

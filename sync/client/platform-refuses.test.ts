import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { SubmissionInput } from './facade.ts';
import { startLine, untilChange } from '../testing/line.ts';
import { citizen, inputOf, promisedMatter } from '../testing/test-matters.ts';

type Case = [
  what: string,
  changes: Partial<SubmissionInput>,
  state: string,
  code: string,
  field: string | null,
];

const refusals: Case[] = [
  [
    'a wrong field',
    { form: { name: citizen.name, idNumber: citizen.idNumber, phone: '12' } },
    'needs-citizen',
    'VALIDATION_FAILED',
    'phone',
  ],
  [
    'a field that the matter does not have',
    { form: { name: citizen.name, idNumber: citizen.idNumber, phone: citizen.phone, extra: true } },
    'needs-citizen',
    'VALIDATION_FAILED',
    'extra',
  ],
  ['a missing material', { materials: [] }, 'needs-citizen', 'MATERIAL_MISSING', 'CARD-01'],
  [
    'a material that the matter does not ask for',
    { materials: [{ code: 'OTHER', stuffType: 0, mediaType: 'image/png', bytes: Buffer.from('x') }] },
    'needs-citizen',
    'VALIDATION_FAILED',
    'OTHER',
  ],
  [
    'an old version',
    { matter: { ...promisedMatter, version: '2025.9' } },
    'needs-citizen',
    'VERSION_STALE',
    'version',
  ],
  [
    'an unknown matter',
    { matter: { ...promisedMatter, handleItem: promisedMatter.handleItem.replace('GA', 'XX') } },
    'rejected',
    'ITEM_UNKNOWN',
    'handleItem',
  ],
];

describe('the platform refuses', () => {
  it.each(refusals)(
    '%s: kept with code and field, never sent again',
    async (_what, changes, state, code, field) => {
      const { sync, sandbox, reopen } = await startLine();
      const id = randomUUID();
      await sync.submit(inputOf(id, changes));
      const record = await sync.waitForOutcome(id, 5000);
      expect(record).toMatchObject({ state, problem: { code, field }, applyNo: null });
      expect(sync.heldCount).toBe(0);
      await sync.close();
      // Any further request of a submission would meet this fault and be counted.
      for (const step of ['getApplyNo', 'saveApplyInfo', 'submitApplyInfo'] as const) {
        sandbox.faults.failRepeatedly(step, 'error-500');
      }
      const again = await reopen();
      await untilChange(again, () => again.network === 'online');
      expect(again.heldCount).toBe(0);
      expect(await again.waitForOutcome(id, 1000)).toMatchObject({ state, problem: { code, field } });
      expect(sandbox.faults.taken).toBe(0);
    },
  );

  it('a suspended matter is held, and accepted when it is resumed', async () => {
    const { sync, sandbox } = await startLine();
    sandbox.suspend(promisedMatter.handleItem);
    const id = randomUUID();
    const card = await sync.cardKey(citizen);
    await sync.submit(inputOf(id, { card }));
    await untilChange(sync, () => sync.submissionsOf(card)[0]?.state === 'held');
    expect(sync.submissionsOf(card)[0]?.problem).toEqual({ code: 'ITEM_SUSPENDED', field: null });
    expect(sync.heldCount).toBe(1);
    sandbox.resume(promisedMatter.handleItem);
    expect(await sync.waitForOutcome(id, 5000)).toMatchObject({ state: 'accepted', problem: null });
  });
});

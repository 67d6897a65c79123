import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { startLine, untilChange, type Line } from '../testing/line.ts';
import { inputOf } from '../testing/test-matters.ts';

/** All records that were ever stored, oldest first, of the sandbox's newest state of each. */
function cases({ sandbox }: Line) {
  return sandbox.libraryRecords().flatMap(({ record }) => (record.library === 'case' ? [record] : []));
}

function materials({ sandbox }: Line) {
  return sandbox.libraryRecords().flatMap(({ record }) => (record.library === 'material' ? [record] : []));
}

async function allReported({ sync }: Line): Promise<void> {
  await expect.poll(() => sync.state.unreported, { interval: 5, timeout: 10_000 }).toBe(0);
}

describe('aggregation (art. 17)', () => {
  it('reports each step of the case and its materials, in order, without anything personal', async () => {
    const line = await startLine();
    const id = randomUUID();
    await line.sync.submit(inputOf(id));
    const { applyNo, receivedAt, limitDate } = await line.sync.waitForOutcome(id, 5000);
    await allReported(line);
    expect(cases(line)).toMatchObject([
      {
        ...{ business_key: id, project_no: applyNo, step: 'accepted', channel: 'KIOSK', cd_operation: 'U' },
        ...{ accept_date: receivedAt, promise_date: limitDate },
      },
    ]);
    expect(materials(line)).toMatchObject([
      { business_key: id, project_no: applyNo, material_code: 'CARD-01', provide_type: 0 },
    ]);
  });

  it('what the platform says at the end is a step as well, and so is a refusal', async () => {
    const line = await startLine();
    const [id, refused] = [randomUUID(), randomUUID()];
    await line.sync.submit(inputOf(id));
    await line.sync.submit(inputOf(refused, { materials: [] }));
    const { applyNo } = await line.sync.waitForOutcome(id, 5000);
    await line.sync.waitForOutcome(refused, 5000);
    line.sandbox.order({ verb: 'finish', applyNo: applyNo ?? '' });
    const stepOf = (key: string) => cases(line).find(({ business_key }) => business_key === key)?.step;
    await expect.poll(() => stepOf(id), { interval: 5, timeout: 5000 }).toBe('finished');
    expect(stepOf(refused)).toBe('needs-citizen');
  });

  it.each(['drop-reply-after-commit', 'duplicate', 'error-503', 'truncated'] as const)(
    'an answer lost by %s: everything is there once, in its newest state',
    async (kind) => {
      const line = await startLine({ delays: { retryAfterS: 0 } });
      await untilChange(line.sync, () => line.sync.network === 'online');
      line.sandbox.faults.failNext('reportEvents', kind);
      const ids = Array.from({ length: 4 }, () => randomUUID());
      for (const id of ids) await line.sync.submit(inputOf(id));
      for (const id of ids) await line.sync.waitForOutcome(id, 5000);
      await allReported(line);
      expect(
        cases(line)
          .map(({ business_key, step }) => [business_key, step])
          .sort(),
      ).toEqual(ids.map((id) => [id, 'accepted']).sort());
    },
  );

  it('what was done offline is reported after the network is back, also by the next process', async () => {
    const line = await startLine();
    await line.sync.close();
    await line.sandbox.close();
    const offline = await line.reopen();
    const ids = Array.from({ length: 20 }, () => randomUUID());
    for (const id of ids) await offline.submit(inputOf(id));
    expect(offline.state.unreported).toBe(20);
    await offline.close();
    const sandbox = await line.restartPlatform();
    const sync = await line.reopen();
    for (const id of ids) await sync.waitForOutcome(id, 10_000);
    await allReported({ ...line, sync });
    expect(cases({ ...line, sandbox }).filter(({ step }) => step === 'accepted')).toHaveLength(20);
  });
});

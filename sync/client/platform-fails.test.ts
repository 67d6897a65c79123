import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { FaultKind } from '../sandbox/index.ts';
import { impatientDelays, shortDelays, startLine, untilChange } from '../testing/line.ts';
import { inputOf } from '../testing/test-matters.ts';

describe('the platform fails before it has acted', () => {
  it.each<FaultKind>(['error-500', 'hang', 'reset'])(
    '%s at every step: accepted once all the same',
    async (kind) => {
      const { sync, sandbox } = await startLine({}, impatientDelays);
      for (const step of ['getApplyNo', 'saveApplyInfo', 'putChunk', 'submitApplyInfo'] as const) {
        sandbox.faults.failNext(step, kind);
      }
      const id = randomUUID();
      await sync.submit(inputOf(id));
      expect((await sync.waitForOutcome(id, 8000)).state).toBe('accepted');
      expect(sandbox.faults.taken).toBe(4);
      expect(sandbox.applications()).toMatchObject([{ idempotencyKey: id, state: 'submitted' }]);
    },
  );

  it('429: comes back no sooner than Retry-After says', async () => {
    const { sync, sandbox } = await startLine({ delays: { retryAfterS: 1 } });
    sandbox.faults.failNext('getApplyNo', 'error-429');
    const id = randomUUID();
    const begun = performance.now();
    await sync.submit(inputOf(id));
    expect((await sync.waitForOutcome(id, 5000)).state).toBe('accepted');
    expect(performance.now() - begun).toBeGreaterThan(1000);
  });

  it('an answer later than the time-out counts as none', async () => {
    const { sync, sandbox, logged } = await startLine({ delays: { latencyMs: 600 } }, impatientDelays);
    sandbox.faults.failNext('submitApplyInfo', 'latency');
    const id = randomUUID();
    await sync.submit(inputOf(id));
    expect((await sync.waitForOutcome(id, 5000)).state).toBe('accepted');
    expect(logged.some((line) => line.includes('"reason":"timeout"'))).toBe(true);
    expect(sandbox.applications()).toHaveLength(1);
  });

  it('one that always fails holds up no other', async () => {
    const { sync, sandbox } = await startLine({}, { ...shortDelays, requestTimeoutMs: 1200 });
    sandbox.faults.failNext('getApplyNo', 'hang');
    const [stuck, other] = [randomUUID(), randomUUID()];
    await untilChange(sync, () => sync.network === 'online');
    await sync.submit(inputOf(stuck));
    await sync.submit(inputOf(other));
    expect((await sync.waitForOutcome(other, 1100)).state).toBe('accepted');
    expect((await sync.waitForOutcome(stuck, 5000)).state).toBe('accepted');
  });

  it('close gives up at once what is under way, and the next start goes on', async () => {
    const { sync, sandbox, reopen } = await startLine();
    sandbox.faults.failRepeatedly('submitApplyInfo', 'hang');
    const id = randomUUID();
    await sync.submit(inputOf(id));
    const outcome = sync.waitForOutcome(id, 60_000);
    await expect.poll(() => sandbox.faults.taken, { interval: 5 }).toBe(1);
    await sync.close();
    expect((await outcome).state).toBe('sending');
    sandbox.faults.clear();
    const again = await reopen();
    expect(again.heldCount).toBe(1);
    expect((await again.waitForOutcome(id, 5000)).state).toBe('accepted');
    expect(sandbox.applications()).toMatchObject([{ submits: 1 }]);
  });
});

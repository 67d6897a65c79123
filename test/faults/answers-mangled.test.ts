import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { OperationName } from '@tongban/sync/contract';
import type { FaultKind } from '@tongban/sync/sandbox';
import { shortDelays, startLine } from '../../sync/testing/line.ts';
import { inputOf } from '../../sync/testing/test-matters.ts';
import { everyAcknowledgedOnce } from './oracle.ts';
import { between, random, seedOf, times } from './seed.ts';

const ROUNDS = times(6, 300);
const TOGETHER = 4;
const LONG_MS = 1_800_000;
const PATIENCE_MS = 20_000;

const steps: readonly OperationName[] = [
  'getApplyNo',
  'saveApplyInfo',
  'uploadApplyStuff',
  'putChunk',
  'completeUpload',
  'submitApplyInfo',
];
const ways: readonly (readonly [string, FaultKind])[] = [
  ['lost', 'drop-reply-after-commit'],
  ['never coming', 'hang-after-commit'],
  ['repeated', 'duplicate'],
  ['reordered', 'reordered'],
  ['truncated', 'truncated'],
  ['slow', 'slow-body'],
  ['late', 'latency'],
  ['wrongly signed', 'wrong-signature'],
];

const sandboxDelays = { latencyMs: 120, retryAfterS: 1, reorderMs: 120, slowBodyMs: 120 };

describe('the platform acts and its answers are mangled', () => {
  it.each(ways)('%s, at each step, four submissions together: each accepted once', async (_name, kind) => {
    const { sync, sandbox, dataFolder } = await startLine(
      { delays: sandboxDelays },
      // Longer than what is late or slow here; what never comes is given up.
      { ...shortDelays, requestTimeoutMs: 500 },
    );
    const ids: string[] = [];
    for (const step of steps) {
      for (let count = 0; count < 2; count++) sandbox.faults.failNext(step, kind);
      const wave = Array.from({ length: TOGETHER }, () => randomUUID());
      await Promise.all(wave.map((id) => sync.submit(inputOf(id))));
      const records = await Promise.all(wave.map((id) => sync.waitForOutcome(id, PATIENCE_MS)));
      expect(records.map(({ state }) => state)).toEqual(wave.map(() => 'accepted'));
      ids.push(...wave);
    }
    expect(sandbox.faults.taken).toBe(2 * steps.length);
    await sync.close();
    const { wrong } = await everyAcknowledgedOnce(dataFolder, sandbox, ids, { send: true });
    expect(wrong).toEqual([]);
  });

  it(
    `all of that at once, ${ROUNDS} times`,
    async () => {
      const draw = random(seedOf('answers-mangled'));
      const { sync, sandbox, dataFolder } = await startLine(
        { delays: sandboxDelays },
        { ...shortDelays, requestTimeoutMs: 500 },
      );
      const ids: string[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        for (let count = 0; count < 6; count++) {
          const step = steps[between(draw, 0, steps.length - 1)];
          const [, kind] = ways[between(draw, 0, ways.length - 1)] ?? [];
          if (step && kind) sandbox.faults.failNext(step, kind);
        }
        const wave = Array.from({ length: between(draw, 1, 8) }, () => randomUUID());
        await Promise.all(wave.map((id) => sync.submit(inputOf(id))));
        const records = await Promise.all(wave.map((id) => sync.waitForOutcome(id, PATIENCE_MS)));
        expect(records.map(({ state }) => state)).toEqual(wave.map(() => 'accepted'));
        ids.push(...wave);
      }
      await sync.close();
      const { wrong } = await everyAcknowledgedOnce(dataFolder, sandbox, ids, { send: true });
      expect(wrong).toEqual([]);
    },
    LONG_MS,
  );
});

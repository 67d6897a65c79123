import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { OperationName } from '../contract/index.ts';
import type { FaultKind } from '../sandbox/index.ts';
import { impatientDelays, startLine } from '../testing/line.ts';
import { inputOf } from '../testing/test-matters.ts';

const steps: OperationName[] = [
  'getApplyNo',
  'saveApplyInfo',
  'uploadApplyStuff',
  'putChunk',
  'completeUpload',
  'submitApplyInfo',
];

const ways: FaultKind[] = ['drop-reply-after-commit', 'hang-after-commit'];

describe('the platform has acted but its answer is lost', () => {
  it.each(steps.flatMap((step) => ways.map((way) => [step, way] as const)))(
    'at %s by %s: sent again under the same key, accepted once',
    async (step, way) => {
      const { sync, sandbox } = await startLine({}, impatientDelays);
      sandbox.faults.failNext(step, way);
      const id = randomUUID();
      await sync.submit(inputOf(id));
      const record = await sync.waitForOutcome(id, 5000);
      expect(record.state).toBe('accepted');
      expect(sandbox.faults.taken).toBe(1);
      expect(sandbox.applications()).toMatchObject([{ applyNo: record.applyNo, state: 'submitted' }]);
      if (step === 'submitApplyInfo') expect(sandbox.applications()[0]?.submits).toBeGreaterThan(1);
    },
  );
});

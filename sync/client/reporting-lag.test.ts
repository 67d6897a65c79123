import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ReportedStep } from '../submissions/case-rows.ts';
import { terminal } from '../testing/fixed.ts';
import { promisedMatter } from '../testing/test-matters.ts';
import type { PlatformApi } from './api.ts';
import { Reporter } from './reporter.ts';
import { defaultDelays } from './retry.ts';

/** Rule: 5 s from a step to the platform, at the 95th percentile while online. */
const RULE_MS = 5000;

function step(sequence: number): ReportedStep {
  return {
    audit: {
      ...{
        sequence,
        at: Date.now(),
        submission_id: `submission-${sequence}`,
        event: 'sealed',
        state: 'sealed',
      },
      ...{ detail: null, hash: '0'.repeat(64) },
    },
    row: {
      ...{ n: sequence, id: `submission-${sequence}`, temp_no: 'T', state: 'sealed', digest: '0'.repeat(64) },
      ...{
        handle_item: promisedMatter.handleItem,
        matter_version: '2026.1',
        unit_code: promisedMatter.unitCode,
      },
      ...{ captured_at: new Date().toISOString(), apply_no: null, receipt: null, received_at: null },
      ...{ limit_date: null, limit_provisional: 0, opinion: null, next_step: null, finished: 0 },
      ...{
        problem_code: null,
        problem_field: null,
        problem_words: null,
        corrects: null,
        batch: 1,
        by_agent: 0,
      },
      ...{ return_id: null, sent_version: null, need: null, pre_review: null },
    },
    parts: [],
  };
}

/** A reporter with the real delays, to a platform that answers in 200 ms. */
function startReporter({ lostEvery, isDelivering }: { lostEvery: number; isDelivering: () => boolean }) {
  const steps: ReportedStep[] = [];
  const lags: number[] = [];
  let [reported, calls] = [0, 0];
  const api = {
    async call(_operation: string, { body }: { body: { records: { cd_time: string }[] } }) {
      calls += 1;
      await new Promise((resolve) => setTimeout(resolve, 200));
      if (lostEvery > 0 && calls % lostEvery === 0)
        return { kind: 'later', reason: 'http-503', retryAfterMs: null };
      for (const { cd_time: at } of body.records) lags.push(Date.now() - Date.parse(at));
      return { kind: 'answer', value: { results: [] } };
    },
  } as unknown as Pick<PlatformApi, 'call'>;
  const cases = {
    unreported: (limit: number) => {
      const next = steps.slice(reported, reported + limit);
      return Promise.resolve({ steps: next, last: next.at(-1)?.audit.sequence ?? null });
    },
    markReported: (sequence: number) => {
      reported = sequence;
      return Promise.resolve();
    },
    reporting: { reported: 0, last: 0 },
  } as unknown as ConstructorParameters<typeof Reporter>[0]['store']['cases'];
  const reporter = new Reporter({
    ...{ api, store: { cases }, terminal, delays: defaultDelays, log: () => undefined, isDelivering },
    ...{ mayReport: () => true, onSilence: () => undefined },
  });
  const happen = (): void => {
    steps.push(step(steps.length + 1));
    reporter.soon();
  };
  return { reporter, happen, lags, calls: () => calls };
}

describe('the lag of the aggregation, by the schedule with the real delays', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each([
    ['a platform that answers in 200 ms', 0, false],
    ['a platform of which every tenth answer is lost', 10, false],
    ['submissions are delivered without end', 0, true],
    ['submissions without end, and every tenth answer is lost', 10, true],
  ])(
    '%s: 95 of 100 steps are there within 5 s, in batches, each step once',
    async (_what, lostEvery, busy) => {
      const { reporter, happen, lags, calls } = startReporter({ lostEvery, isDelivering: () => busy });
      // A busy hour: a step every 150 ms for two minutes.
      for (let sequence = 1; sequence <= 800; sequence++) {
        happen();
        await vi.advanceTimersByTimeAsync(150);
      }
      await vi.advanceTimersByTimeAsync(10_000);
      expect(lags).toHaveLength(800);
      const sorted = lags.sort((a, b) => a - b);
      expect(sorted[759] ?? Infinity).toBeLessThanOrEqual(RULE_MS);
      expect(calls()).toBeLessThan(300);
      await reporter.stop();
    },
  );

  it('submissions go first: steps gather while they are delivered, half of the rule at most', async () => {
    let isDelivering = true;
    const { reporter, happen, lags, calls } = startReporter({
      lostEvery: 0,
      isDelivering: () => isDelivering,
    });
    happen();
    await vi.advanceTimersByTimeAsync(RULE_MS / 2 - 1);
    expect(calls()).toBe(0);
    await vi.advanceTimersByTimeAsync(1000);
    expect(lags).toHaveLength(1);
    happen();
    await vi.advanceTimersByTimeAsync(1000);
    expect(calls()).toBe(1);
    isDelivering = false;
    await vi.advanceTimersByTimeAsync(1000);
    expect(lags).toHaveLength(2);
    await reporter.stop();
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextStep, ringOf, ringsUpTo, rolloutLimits, type Progress } from './rings.ts';

const since = '2026-11-27T08:00:00.000Z';
const after = (ms: number) => new Date(Date.parse(since) + ms);
const soaked = after(rolloutLimits.soakMs);
const progress = (change: Partial<Progress>): Progress => ({
  ...{ ring: 'first', ringSince: since, assigned: 100, applied: 100, failed: 0 },
  ...change,
});

describe('a configuration on its way through the rings', () => {
  it('goes on when a ring has answered well and was watched long enough', () => {
    expect(nextStep(progress({}), soaked)).toEqual({ step: 'advance', ring: 'early' });
    expect(nextStep(progress({ ring: 'early' }), soaked)).toEqual({ step: 'advance', ring: 'all' });
    expect(nextStep(progress({ ring: 'all' }), soaked)).toEqual({ step: 'done' });
  });

  it('waits as long as too few have answered, or the time is not over', () => {
    expect(nextStep(progress({ applied: 89 }), soaked)).toEqual({ step: 'wait' });
    expect(nextStep(progress({}), after(rolloutLimits.soakMs - 1))).toEqual({ step: 'wait' });
  });

  it('stops at once when too many fail, whatever the time', () => {
    expect(nextStep(progress({ applied: 10, failed: 1 }), after(1))).toEqual({
      step: 'stop',
      failed: 1,
      answered: 11,
    });
    expect(nextStep(progress({ applied: 0, failed: 1, assigned: 1 }), after(1))).toMatchObject({
      step: 'stop',
    });
    expect(nextStep(progress({ applied: 95, failed: 5 }), soaked)).toMatchObject({ step: 'advance' });
    expect(nextStep(progress({ applied: 94, failed: 6 }), soaked)).toMatchObject({ step: 'stop' });
  });

  it('does not wait for a ring without terminals', () => {
    expect(nextStep(progress({ assigned: 0, applied: 0 }), after(0))).toMatchObject({ step: 'advance' });
  });

  it('never goes on with more failures than allowed', () => {
    const count = fc.nat(1000);
    fc.assert(
      fc.property(count, count, count, (assigned, applied, failed) => {
        const { step } = nextStep(progress({ assigned, applied, failed }), soaked);
        return failed / (applied + failed || 1) <= rolloutLimits.failedShare || step === 'stop';
      }),
    );
  });
});

describe('the rings', () => {
  it('are about 1, 9 and 90 of a hundred, and a terminal stays where it is', () => {
    const ids = Array.from({ length: 10_000 }, (_, index) => `SH-${index}`);
    const share = (ring: string) => ids.filter((id) => ringOf(id) === ring).length / ids.length;
    expect(share('first')).toBeCloseTo(0.01, 2);
    expect(share('early')).toBeCloseTo(0.09, 1);
    expect(ringOf('SH-1')).toBe(ringOf('SH-1'));
  });

  it('hold those before them', () => {
    expect(ringsUpTo('first')).toEqual(['first']);
    expect(ringsUpTo('all')).toEqual(['first', 'early', 'all']);
  });
});

import { expect, test } from 'vitest';
import { FailureLimit } from './failure-limit.ts';

test('five failures in a minute are mended, the sixth is not', () => {
  const limit = new FailureLimit();
  const answers = [0, 1000, 2000, 3000, 4000, 5000].map((now) => limit.exceeded(now));
  expect(answers).toEqual([false, false, false, false, false, true]);
});

test('failures that are far apart are always mended', () => {
  const limit = new FailureLimit();
  const answers = Array.from({ length: 50 }, (_, index) => limit.exceeded(index * 13_000));
  expect(answers).not.toContain(true);
});

import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { startLine } from '../testing/line.ts';
import { inputOf, instantMatter, promisedMatter } from '../testing/test-matters.ts';

const CAPTURED = new Date('2026-02-13T09:30:00+08:00');
const after = (ms: number): Date => new Date(CAPTURED.getTime() + ms);

it('a matter is known to have been submitted of late from its commit on, and others are not', async () => {
  const { sync } = await startLine();
  expect(sync.hasSubmissionOf(promisedMatter.handleItem, after(0))).toBe(false);
  await sync.submit(inputOf(randomUUID(), { capturedAt: CAPTURED, matter: promisedMatter }));
  expect(sync.hasSubmissionOf(promisedMatter.handleItem, after(0))).toBe(true);
  expect(sync.hasSubmissionOf(promisedMatter.handleItem, after(1))).toBe(false);
  expect(sync.hasSubmissionOf(instantMatter.handleItem, after(-1))).toBe(false);
});

import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { promisedMatter } from '../testing/test-matters.ts';
import { startModulesLine, until } from './testing/modules-line.ts';

const rating = { handleItem: promisedMatter.handleItem, stars: 2 as const, reasons: ['took-too-long'] };

const countOf = async (url: string): Promise<number> =>
  ((await (await fetch(`${url}/sandbox/state`)).json()) as { ratings: number }).ratings;

it('reaches the platform once, over a restart and a lost answer, however often it is given', async () => {
  const { line, modules, open } = await startModulesLine();
  const about = { submissionId: randomUUID(), applyNo: null };
  await line.sandbox.close();
  await until(modules, () => modules.state('customer-service') === 'down');
  await modules.ratings.rate({ ...rating, ...about });
  // A second finger, or a program that was killed between the disk and the thanks.
  await modules.ratings.rate({ ...rating, ...about, stars: 5 });
  expect(modules.waitingCount).toBe(1);
  await modules.close();

  const again = await open();
  expect(again.waitingCount).toBe(1);
  const sandbox = await line.restartPlatform();
  sandbox.faults.failNext('rate', 'drop-reply-after-commit');
  await until(again, () => again.waitingCount === 0);
  expect(sandbox.faults.taken).toBe(1);
  expect(await countOf(sandbox.url)).toBe(1);
});

it('goes with the number of what it is about when there is one', async () => {
  const { line, modules, accepted } = await startModulesLine();
  const { id, applyNo } = await accepted();
  await modules.ratings.rate({ ...rating, submissionId: id, applyNo });
  await until(modules, () => modules.waitingCount === 0);
  expect(await countOf(line.sandbox.url)).toBe(1);
});

import { expect, it } from 'vitest';
import { OneAtATime } from './one-at-a-time.ts';

it('runs in order, and a failure holds up nothing behind it', async () => {
  const line = new OneAtATime();
  const told: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = line.run(async () => {
    await gate.promise;
    told.push('first');
  });
  const second = line.run(async () => {
    told.push('second');
    throw new Error('jammed');
  });
  const third = line.run(async () => {
    told.push('third');
    return 3;
  });
  expect(told).toEqual([]);
  gate.resolve();
  await first;
  await expect(second).rejects.toThrow('jammed');
  expect(await third).toBe(3);
  await line.idle();
  expect(told).toEqual(['first', 'second', 'third']);
});

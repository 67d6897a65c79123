import { expect, it } from 'vitest';
import { Terminal, isAlive } from './test-support.ts';

it('a driver that dies again and again is started ever more rarely, and at once again after a quiet time', async () => {
  const stableMs = 800;
  await using terminal = await Terminal.start({
    delays: { firstRestartMs: 20, longestRestartMs: 80, stableMs },
  });
  await terminal.ready();
  const dead: number[] = [];
  for (let time = 0; time < 4; time++) {
    await terminal.until(() => terminal.reader.status.kind === 'no-card');
    dead.push(terminal.pid('reader'));
    process.kill(dead.at(-1)!, 'SIGKILL');
    await terminal.until(() => terminal.ended.length === time + 1);
  }
  const pauses = terminal.ended.map(({ restartMs }) => restartMs);
  // The first may have lived long enough, the others follow too soon.
  expect(pauses).toEqual([20, 40, 80, 80]);
  expect(dead.filter(isAlive)).toEqual([]);
  expect(new Set(dead).size).toBe(4);

  await terminal.until(() => terminal.reader.status.kind === 'no-card');
  await new Promise((resolve) => setTimeout(resolve, stableMs));
  process.kill(terminal.pid('reader'), 'SIGKILL');
  await terminal.until(() => terminal.ended.length === 5);
  expect(terminal.ended.at(-1)?.restartMs).toBe(20);
});

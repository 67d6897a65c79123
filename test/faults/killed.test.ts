import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { everyAcknowledgedOnce } from './oracle.ts';
import { startPlatform } from './platform.ts';
import { between, random, seedOf, times } from './seed.ts';
import { TerminalProcess } from './terminal-process.ts';

/** Beside those of the whole core: test/core-killed-while-submitting.test.ts. */
const KILLS = times(8, 960);
/** Before the first commit, between commits, while sending, while the WAL is emptied 500 ms after an acceptance. */
const LONGEST_MS = 650;
const LONG_MS = 7_200_000;

it(
  `the sync of a terminal is killed with SIGKILL at ${KILLS} random points: whatever was acknowledged is accepted once`,
  async () => {
    const seed = seedOf('killed');
    const draw = random(seed);
    const dataFolder = mkdtempSync(join(tmpdir(), 'tongban-killed-'));
    onTestFinished(() => rmSync(dataFolder, { recursive: true, force: true }));
    const platform = await startPlatform();
    const points = { beforeAny: 0, between: 0, afterAll: 0 };
    const acknowledged: string[] = [];
    // The next one loads its code while this one works.
    let next = new TerminalProcess();
    onTestFinished(() => next.kill());
    for (let kill = 0; kill < KILLS; kill++) {
      const terminal = next;
      next = new TerminalProcess();
      await terminal.open(dataFolder, platform);
      const ids: string[] = [];
      // The clock of each second one begins with the first commit: on a slow machine none of the others may reach it.
      const begun = kill % 2 === 0 ? Promise.resolve() : terminal.storedCount(1);
      const killed = begun.then(() => pause(draw() ** 2 * LONGEST_MS)).then(() => terminal.kill());
      for (let wave = 0; wave < 6; wave++) ids.push(...terminal.submit(between(draw, 1, 3)));
      await killed;
      acknowledged.push(...terminal.stored);
      if (terminal.stored.length === 0) points.beforeAny += 1;
      else if (terminal.stored.length === ids.length) points.afterAll += 1;
      else points.between += 1;
      // Look at each tenth store before the next one opens it; sending makes room in memory as well.
      if (kill % 10 === 9 || kill === KILLS - 1) {
        const { wrong } = await everyAcknowledgedOnce(dataFolder, platform, acknowledged, { send: true });
        expect(wrong, `after kill ${kill}`).toEqual([]);
      }
    }
    console.log(`killed ${KILLS} times, ${acknowledged.length} acknowledged: ${JSON.stringify(points)}`);
    // The points must really lie around the commits, otherwise this test proves nothing.
    expect(points.between + points.afterAll).toBeGreaterThan(0);
    expect(acknowledged.length).toBeGreaterThan(KILLS);
  },
  LONG_MS,
);

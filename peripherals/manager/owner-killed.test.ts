import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { isAlive } from './test-support.ts';

const MANAGER = join(import.meta.dirname, 'index.ts');
const GONE_WITHIN_MS = 3000;

/** An owner in a process of its own, which tells the process ids of its devices. */
const OWNER = `
import { createDeviceManager } from ${JSON.stringify(MANAGER)};
const line = { type: 'tcp', host: '127.0.0.1', port: 9 };
const manager = createDeviceManager(['one', 'two'].map((id) => ({ id, family: 'receipt-printer', settings: { line } })));
for (const id of ['one', 'two']) manager.claim('receipt-printer', id).claim.enable();
setTimeout(() => process.send(manager.list().map(({ pid }) => pid)), 0);
`;

it.each(['at work', 'blocked'])(
  'killed with SIGKILL, it leaves no process of a device that is %s',
  async (state) => {
    const folder = mkdtempSync(join(tmpdir(), 'device-owner-'));
    try {
      const script = join(folder, 'owner.mts');
      writeFileSync(script, OWNER);
      const owner = fork(script, [], { execArgv: [] });
      const [pids] = (await once(owner, 'message')) as [number[]];
      expect(pids.map(isAlive)).toEqual([true, true]);
      // Let them load their driver, so that they are at work and not at their start.
      await pause(500);
      if (state === 'blocked') process.kill(pids[0]!, 'SIGSTOP');
      owner.kill('SIGKILL');
      const killedAt = performance.now();
      while (pids.some(isAlive) && performance.now() - killedAt < GONE_WITHIN_MS) await pause(20);
      expect(pids.map(isAlive)).toEqual([false, false]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

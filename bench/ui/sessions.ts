import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { CitizenAtCore, MATTERS } from '../../test/support/citizen-at-core.ts';
import { electronPath, launchArgs } from '../../tools/setup/setup.mjs';
import { memoryBytes } from '../memory.ts';
import { median, ratio, type Result } from '../result.ts';
import { SIZE, startStage } from './stage.ts';

const SESSIONS = 1000;
/** Until caches are full and code is compiled. */
const BEFORE = 100;
/** Memory is looked at after each of the last so many sessions: garbage comes and goes between two of them. */
const LOOKS = 20;
const GOAL = 1.05;

/**
 * Memory of the whole terminal (Electron's processes, core and its devices) after a thousand citizens, each with a window
 * of their own as always, to that after the first hundred.
 */
export async function measureSessions(): Promise<Result[]> {
  await using stage = await startStage();
  const { stack, display } = stage;
  const shell = spawn(
    electronPath(),
    launchArgs({ socketPath: stack.socketPath, userData: stack.shellDataFolder, size: SIZE }),
    { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, DISPLAY: display.display } },
  );
  const ended = once(shell, 'exit');
  try {
    const lines = createInterface({ input: shell.stdout })[Symbol.asyncIterator]();
    const windowShown = async (): Promise<void> => {
      for (;;) {
        const { value, done } = await lines.next();
        if (done) throw new Error('the shell ended');
        if (value.includes('"window-shown"')) return;
      }
    };
    await windowShown();
    const citizens = async (count: number): Promise<number> => {
      const looks: number[] = [];
      for (let at = 0; at < count; at += 1) {
        const citizen = await CitizenAtCore.arrive(stack);
        await citizen.choose(MATTERS.insurance);
        await citizen.call('session.finish', {});
        await windowShown();
        citizen.leave();
        if (at >= count - LOOKS) looks.push(memoryBytes([stack.core.process.pid ?? 0, shell.pid ?? 0]));
      }
      return median(looks);
    };
    const first = await citizens(BEFORE);
    const last = await citizens(SESSIONS);
    return [
      ratio(`memory-after-${SESSIONS}-sessions`, last / first, GOAL, 'lower'),
      { name: 'memory-of-the-terminal', value: last / 2 ** 20, unit: 'MiB', goal: 0, better: 'lower' },
    ];
  } finally {
    shell.kill('SIGTERM');
    await ended;
  }
}

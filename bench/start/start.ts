import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { CitizenAtCore } from '../../test/support/citizen-at-core.ts';
import { electronPath, launchArgs, PROGRAM_FOLDER } from '../../tools/setup/setup.mjs';
import { memoryBytes } from '../memory.ts';
import { median, ratio, type Result } from '../result.ts';
import { SIZE, startStage, type Stage } from '../ui/stage.ts';

const ROUNDS = 5;
const GOAL = 1.5;
const MEMORY_GOAL = 1.3;
/** What the package runs. */
const CORE = join(PROGRAM_FOLDER, 'core.js');
const BARE = join(import.meta.dirname, '../ui/bare-window');
const ANSWER_LIMIT_MS = 30_000;
/** An impatient finger. */
const BETWEEN_TOUCHES_MS = 20;
/** Memory is looked at so often, this far apart, once the window stands: what starting needed is given back. */
const LOOKS = 10;
const BETWEEN_LOOKS_MS = 500;

/**
 * From the start of core and shell until the greeting has answered a finger; and the memory of both. They are what the
 * package holds, the bundle of core and the built shell, started as the services of an installed terminal start them
 * (terminal/debian): `tongban-core` counts as started with its exec, so `tongban-kiosk` begins beside it and waits for the
 * socket; and Node finds what it compiled at an earlier start. What chooses the version before both (`begin-version`) is
 * not in it. Beside it, in turns on the same display, a bare window of
 * Electron, and for memory a Node that does nothing.
 */
export async function measureStart(): Promise<Result[]> {
  await using cleanUp = new AsyncDisposableStack();
  const compiled = mkdtempSync(join(tmpdir(), 'bench-start-'));
  cleanUp.defer(() => rmSync(compiled, { recursive: true, force: true }));
  const environment = { NODE_COMPILE_CACHE: compiled };
  // This first start of core, and its end in order, fill the cache.
  const stage = cleanUp.use(await startStage({ module: CORE, environment }));
  const own: Started[] = [];
  const bare: Started[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    own.push(await startTerminal(stage));
    bare.push(await startBare(stage));
  }
  const of = (started: readonly Started[], what: keyof Started): number =>
    median(started.map((each) => each[what]));
  const stated = (name: string, value: number, unit: string): Result => ({
    ...{ name, value, unit, goal: 0, better: 'lower' },
  });
  return [
    ratio('start-to-bare-window', of(own, 'ms') / of(bare, 'ms'), GOAL, 'lower'),
    stated('start-to-answered-touch', of(own, 'ms'), 'ms'),
    stated('start-of-core', of(own, 'coreMs'), 'ms'),
    ratio('memory-to-bare-window-and-node', of(own, 'bytes') / of(bare, 'bytes'), MEMORY_GOAL, 'lower'),
    stated('memory-of-the-terminal', of(own, 'bytes') / 2 ** 20, 'MiB'),
  ];
}

interface Started {
  readonly ms: number;
  /** Of it, until core is ready. */
  readonly coreMs: number;
  readonly bytes: number;
}

async function startTerminal({ stack, display }: Stage): Promise<Started> {
  await stack.core.stop();
  const begun = performance.now();
  const core = stack.restartCore().then(() => performance.now() - begun);
  const shell = start(
    launchArgs({ socketPath: stack.socketPath, userData: stack.shellDataFolder, size: SIZE }),
    display.display,
  );
  await using leaving = new AsyncDisposableStack();
  leaving.defer(() => end(shell));
  // Who sees the answer is there before it can come.
  const watching = core.then(async (coreMs) => ({ coreMs, citizen: await CitizenAtCore.arrive(stack) }));
  const [{ coreMs, citizen }] = await Promise.all([watching, windowShown(shell)]);
  leaving.defer(() => citizen.leave());
  const environment = { env: { ...process.env, DISPLAY: display.display } };
  const middle = [String(SIZE.width / 2), String(SIZE.height / 2)];
  // The end of the program that touches takes longer than the answer.
  let ms: number | null = null;
  const answered = citizen
    .until('an answer to a touch', ({ session }) => session.screen !== 'attract', ANSWER_LIMIT_MS)
    .then(() => (ms = performance.now() - begun));
  while (ms === null) {
    await promisify(execFile)('xdotool', ['mousemove', ...middle, 'click', '1'], environment);
    await pause(BETWEEN_TOUCHES_MS);
  }
  await answered;
  await citizen.call('session.finish', {});
  const bytes = await memoryAtRest([stack.core.process.pid ?? 0, shell.pid ?? 0]);
  return { ms, coreMs, bytes };
}

async function startBare({ display, folder }: Stage): Promise<Started> {
  const begun = performance.now();
  const args = launchArgs({ socketPath: '', userData: join(folder, 'bare'), size: SIZE }).slice(1);
  const shell = start([BARE, ...args], display.display);
  const node = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' });
  try {
    await windowShown(shell);
    const ms = performance.now() - begun;
    return { ms, coreMs: 0, bytes: await memoryAtRest([shell.pid ?? 0, node.pid ?? 0]) };
  } finally {
    await end(shell);
    await end(node);
  }
}

function start(args: readonly string[], display: string): ChildProcess {
  return spawn(electronPath(), args, {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, DISPLAY: display },
  });
}

/** What it prints is read on: a pipe that nobody empties stops it. */
function windowShown(shell: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    shell.stdout?.on('data', (chunk: Buffer) => {
      output += String(chunk);
      if (output.includes('"window-shown"')) resolve();
    });
    shell.once('exit', () => reject(new Error('Electron ended without a window')));
  });
}

async function memoryAtRest(roots: readonly number[]): Promise<number> {
  const looks: number[] = [];
  for (let look = 0; look < LOOKS; look += 1) {
    await pause(BETWEEN_LOOKS_MS);
    looks.push(memoryBytes(roots));
  }
  return median(looks);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

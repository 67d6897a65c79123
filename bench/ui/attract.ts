import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { electronPath, launchArgs } from '../../tools/setup/setup.mjs';
import { median, ratio, type Result } from '../result.ts';
import { SIZE, startStage } from './stage.ts';

const ROUNDS = 9;
const GOAL = 1.5;
const BARE = join(import.meta.dirname, 'bare-window');

/**
 * From the start of Electron's process until its window is painted: the attract screen with a core that waits for it,
 * and a window with a heading and nothing else, in turns on the same display.
 */
export async function measureAttract(): Promise<Result[]> {
  await using stage = await startStage();
  const { stack, display, folder } = stage;
  const args = (userData: string) =>
    launchArgs({ socketPath: stack.socketPath, userData: join(folder, userData), size: SIZE });
  const own: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    own.push(await untilShown(args('own'), display.display));
    bare.push(await untilShown([BARE, ...args('bare').slice(1)], display.display));
  }
  return [
    ratio('attract-to-bare-window', median(own) / median(bare), GOAL, 'lower'),
    { name: 'attract-shown', value: median(own), unit: 'ms', goal: 0, better: 'lower' },
  ];
}

async function untilShown(args: readonly string[], display: string): Promise<number> {
  const begun = performance.now();
  const shell = spawn(electronPath(), args, {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, DISPLAY: display },
  });
  const ended = once(shell, 'exit');
  let output = '';
  for await (const chunk of shell.stdout) {
    output += String(chunk);
    if (output.includes('"window-shown"')) break;
  }
  const tookMs = performance.now() - begun;
  if (!output.includes('"window-shown"')) throw new Error('Electron ended without a window');
  shell.kill('SIGTERM');
  await ended;
  return tookMs;
}

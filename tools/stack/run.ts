import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { electronPath, launchArgs } from '../setup/setup.mjs';
import { startVirtualDisplay } from './display.ts';
import { startStack, type Stack } from './stack.ts';

/**
 * `npm start` after the set-up: sandbox platform, device bench, core and shell; ends them all on Ctrl-C.
 * TONGBAN_LANDSCAPE=1 turns the screen, TONGBAN_BENCH_PORT, TONGBAN_SANDBOX_PORT and TONGBAN_PHONE_PORT move the
 * addresses.
 */
const DEFAULT_BENCH_PORT = 7310;
const DEFAULT_SANDBOX_PORT = 7311;
const DEFAULT_PHONE_PORT = 7312;
const WINDOW_TIMEOUT_MS = 30_000;

const startedAt = performance.now();
const env = process.env;
const size = env['TONGBAN_LANDSCAPE'] === '1' ? { width: 1920, height: 1080 } : { width: 1080, height: 1920 };
const hasDisplay = Boolean(env['DISPLAY'] ?? env['WAYLAND_DISPLAY']);

const started = new AsyncDisposableStack();
let stopping = false;
/** Stops what was started, in reverse order, and ends. */
async function stop(code: number, why?: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  if (why) console.error(`✗ ${why}`);
  await started.disposeAsync();
  console.log('✓ everything stopped');
  process.exit(code);
}
process.on('SIGINT', () => void stop(0));
process.on('SIGTERM', () => void stop(0));

/** Starts the shell and waits until its window is painted. */
async function startShell(stack: Stack, display: string | null): Promise<ChildProcess> {
  const args = launchArgs({
    socketPath: stack.socketPath,
    userData: stack.shellDataFolder,
    size,
    windowed: hasDisplay,
  });
  const shell = spawn(electronPath(), [...args, ...stack.cameraArgs], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...env, TMPDIR: join(stack.terminalFolder, 'tmp'), ...(display ? { DISPLAY: display } : {}) },
  });
  const gone = new Promise<void>((resolve) => shell.once('exit', () => resolve()));
  started.defer(async () => {
    shell.kill('SIGTERM');
    await gone;
  });
  const logFile = join(stack.terminalFolder, 'shell.log');
  const log = createWriteStream(logFile);
  shell.stderr.pipe(log);
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no window came; see ${logFile}`)), WINDOW_TIMEOUT_MS);
    shell.once('exit', (code) => reject(new Error(`the shell ended with ${code}; see ${logFile}`)));
    let output = '';
    shell.stdout.on('data', (chunk: Buffer) => {
      log.write(chunk);
      output = (output + chunk.toString('utf8')).slice(-4000);
      if (!output.includes('"window-shown"')) return;
      clearTimeout(timer);
      resolve();
    });
  });
  return shell;
}

try {
  const folder = mkdtempSync(join(tmpdir(), 'tongban-'));
  started.defer(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const display = hasDisplay ? null : await startVirtualDisplay(join(folder, 'display'), size);
  if (display) {
    started.defer(() => display.stop());
    console.log(
      `✓ no display here: Xvfb ${display.display} (${size.width}×${size.height}), live on the bench page`,
    );
  }
  const stack = await startStack({
    folder,
    devices: 'all',
    benchPort: Number(env['TONGBAN_BENCH_PORT'] ?? DEFAULT_BENCH_PORT),
    sandboxPort: Number(env['TONGBAN_SANDBOX_PORT'] ?? DEFAULT_SANDBOX_PORT),
    phonePort: Number(env['TONGBAN_PHONE_PORT'] ?? DEFAULT_PHONE_PORT),
    ...(display ? { screen: { framebufferFile: display.framebufferFile, display: display.display } } : {}),
  });
  started.defer(() => stack.stop());
  const shell = await startShell(stack, display?.display ?? null);
  shell.once('exit', (code) => void stop(code ?? 1, `the shell ended with ${code}`));
  stack.core.process.once('exit', (code) => void stop(1, `core ended with ${code}`));

  console.log(`
  Tongban 通办 is running (started in ${((performance.now() - startedAt) / 1000).toFixed(1)} s).

  Device bench 设备台   ${stack.benchUrl}   put a card, pull a cable, see the paper${display ? ', and the kiosk screen live' : ''}
  Sandbox platform      ${stack.sandboxUrl}/sandbox/applications
  Centre 管理中心       npm run centre, in a second terminal
  Ctrl-C stops everything.
`);
} catch (error) {
  // When somebody stops it meanwhile, what was being started fails; that is no news.
  if (!stopping) await stop(1, error instanceof Error ? error.message : 'cannot start');
}

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { electronPath, launchArgs } from '../setup/setup.mjs';
import { startVirtualDisplay, type VirtualDisplay } from './display.ts';
import { startStack } from './stack.ts';

/**
 * `npm start` after the set-up: sandbox platform, device bench, core and shell; ends them all on Ctrl-C.
 * TONGBAN_LANDSCAPE=1 turns the screen, TONGBAN_BENCH_PORT and TONGBAN_SANDBOX_PORT move the addresses.
 */
const startedAt = performance.now();
const landscape = process.env['TONGBAN_LANDSCAPE'] === '1';
const size = landscape ? { width: 1920, height: 1080 } : { width: 1080, height: 1920 };
const hasDisplay = Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
const DEFAULT_BENCH_PORT = 7310;
const DEFAULT_SANDBOX_PORT = 7311;

const folder = mkdtempSync(join(tmpdir(), 'tongban-'));
let display: VirtualDisplay | null = null;
if (!hasDisplay) {
  display = await startVirtualDisplay(join(folder, 'display'), size);
  console.log(
    `✓ no display here: Xvfb ${display.display} (${size.width}×${size.height}), shown live on the bench page`,
  );
}
const stack = await startStack({
  folder,
  benchPort: Number(process.env['TONGBAN_BENCH_PORT'] ?? DEFAULT_BENCH_PORT),
  sandboxPort: Number(process.env['TONGBAN_SANDBOX_PORT'] ?? DEFAULT_SANDBOX_PORT),
  ...(display ? { screen: display } : {}),
});
const shell = spawn(
  electronPath(),
  launchArgs({ socketPath: stack.socketPath, userData: stack.shellDataFolder, size, windowed: hasDisplay }),
  {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      TMPDIR: join(stack.terminalFolder, 'tmp'),
      ...(display ? { DISPLAY: display.display } : {}),
    },
  },
);
let output = '';
await new Promise<void>((resolve, reject) => {
  shell.once('exit', (code) => reject(new Error(`the shell ended with ${code}:\n${output}`)));
  shell.stdout.on('data', (chunk: Buffer) => {
    output = (output + chunk.toString('utf8')).slice(-4000);
    if (output.includes('"window.shown"')) resolve();
  });
});

let stopping = false;
async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  shell.kill('SIGTERM');
  await stack.stop();
  await display?.stop();
  rmSync(folder, { recursive: true, force: true });
  console.log('✓ everything stopped');
  process.exit(code);
}
process.on('SIGINT', () => void stop(0));
process.on('SIGTERM', () => void stop(0));
shell.removeAllListeners('exit');
shell.once('exit', (code) => void stop(code ?? 1));
stack.core.process.once('exit', (code) => {
  if (stopping) return;
  console.error(`core ended with ${code}; its log is in ${stack.terminalFolder}`);
  void stop(1);
});

console.log(`
  Tongban 通办 is running (started in ${((performance.now() - startedAt) / 1000).toFixed(1)} s).

  Device bench 设备台   ${stack.benchUrl}   put a card, pull a cable, see the paper${display ? ', and the kiosk screen live' : ''}
  Sandbox platform      ${stack.sandboxUrl}/sandbox/applications
  Ctrl-C stops everything.
`);

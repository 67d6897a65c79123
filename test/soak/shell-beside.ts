import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { electronPath, launchArgs } from '../../tools/setup/setup.mjs';
import { startVirtualDisplay, type VirtualDisplay } from '../../tools/stack/display.ts';
import type { Stack } from '../../tools/stack/stack.ts';

/** However slow the machine is. */
const HANGS_MS = 120_000;

/** The real shell, which follows every view of a run and takes a new window after each visit. */
export class ShellBeside implements AsyncDisposable {
  readonly #display: VirtualDisplay;
  readonly #process: ChildProcess;
  readonly #ended: Promise<unknown>;
  readonly #lines: AsyncIterator<string>;

  private constructor(display: VirtualDisplay, process: ChildProcess, lines: AsyncIterator<string>) {
    this.#display = display;
    this.#process = process;
    this.#ended = once(process, 'exit');
    this.#lines = lines;
  }

  /** @param size of the display in pixels */
  static async start(stack: Stack, size: { width: number; height: number }): Promise<ShellBeside> {
    const display = await startVirtualDisplay(join(stack.terminalFolder, '../display'), size);
    const args = launchArgs({ socketPath: stack.socketPath, userData: stack.shellDataFolder, size });
    const child = spawn(electronPath(), [...args, ...stack.cameraArgs], {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, DISPLAY: display.display, TMPDIR: join(stack.terminalFolder, 'tmp') },
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const shell = new ShellBeside(display, child, lines);
    await shell.windowShown();
    return shell;
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** The next window stands. @throws Error when the shell has ended, or hangs */
  async windowShown(): Promise<void> {
    const stop = new AbortController();
    const hangs = pause(HANGS_MS, undefined, { signal: stop.signal }).then(() => {
      throw new Error('the shell shows no new window');
    });
    try {
      await Promise.race([this.#nextWindow(), hangs]);
    } finally {
      stop.abort();
    }
  }

  async #nextWindow(): Promise<void> {
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done) throw new Error('the shell has ended');
      if (value.includes('"window-shown"')) return;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill('SIGTERM');
    await this.#ended;
    await this.#display.stop();
  }
}

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A display of our own for machines without one. */
export interface VirtualDisplay {
  /** `:101`, for DISPLAY. */
  readonly display: string;
  /** XWD file that always holds the current picture. */
  readonly framebufferFile: string;
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 10_000;
const POLL_MS = 50;

/** Starts Xvfb of the given size in pixels; it picks a free display number itself. */
export async function startVirtualDisplay(
  folder: string,
  size: { width: number; height: number },
): Promise<VirtualDisplay> {
  mkdirSync(folder, { recursive: true });
  // -displayfd lets the server choose a free number and write it to file descriptor 3.
  const server = spawn(
    'Xvfb',
    [
      '-displayfd',
      '3',
      '-screen',
      '0',
      `${size.width}x${size.height}x24`,
      '-fbdir',
      folder,
      '-noreset',
      '-nolisten',
      'tcp',
      '-nocursor',
    ],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const gone = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const number = await new Promise<string>((resolve, reject) => {
    let text = '';
    server.once('error', (error) => reject(new Error(`Xvfb cannot be started: ${error.message}`)));
    server.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)));
    server.stdio[3]?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\n')) resolve(text.trim());
    });
  });
  const framebufferFile = join(folder, 'Xvfb_screen0');
  for (const until = Date.now() + START_TIMEOUT_MS; !existsSync(framebufferFile) && Date.now() < until;)
    await pause(POLL_MS);
  return {
    display: `:${number}`,
    framebufferFile,
    async stop() {
      server.kill('SIGTERM');
      await gone;
    },
  };
}

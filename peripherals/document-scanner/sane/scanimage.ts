/** SANE's own program, run without a shell. */
import { spawn } from 'node:child_process';
import { hasSaidWhy } from '../protocol/sane-status.ts';

export interface ScanimageRun {
  readonly args: readonly string[];
  /** A folder with dll.conf and the drivers' files, instead of the machine's (SANE_CONFIG_DIR). */
  readonly configFolder: string | undefined;
  /** When it fires, the program is told to stop: it brings the paper to rest and ends. */
  readonly signal: AbortSignal;
  /** Then it is killed. */
  readonly stopGraceMs: number;
  /** `workIsDone` is called when nothing more is awaited but the program's end. */
  readonly onOutput: (chunk: Uint8Array, workIsDone: () => void) => void;
}

export type ScanimageEnd =
  | { readonly kind: 'exited'; readonly code: number; readonly errorOutput: string }
  /** Ended by a signal, or could not be started because it is not installed. */
  | { readonly kind: 'killed' }
  | { readonly kind: 'not-installed' };

/** The last thing that scanimage says about a feeder, before it takes leave of the device. */
const BATCH_IS_OVER = /^Batch terminated/m;

/** Enough for the sentence that says why; the rest of it is progress. */
const MAX_ERROR_CHARACTERS = 20_000;

/** Runs it to its end. What it writes to its error output is for the driver alone: it holds paths and names. */
export function runScanimage(run: ScanimageRun): Promise<ScanimageEnd> {
  const { args, configFolder, signal, stopGraceMs, onOutput } = run;
  return new Promise((resolve, reject) => {
    const child = spawn('scanimage', args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      // Drivers of SANE start processes of their own; as a group they can be ended together.
      detached: true,
      // Statuses are told apart by their English words.
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        LC_ALL: 'C',
        ...(configFolder === undefined ? {} : { SANE_CONFIG_DIR: configFolder }),
      },
    });
    const kill = (name: 'SIGTERM' | 'SIGKILL'): void => {
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, name);
      } catch (error) {
        if (!isErrorWithCode(error, 'ESRCH')) throw error;
      }
    };
    let grace: NodeJS.Timeout | undefined;
    const stop = (): void => {
      // The program alone: it ends its own helpers in order.
      child.kill('SIGTERM');
      grace = setTimeout(() => kill('SIGKILL'), stopGraceMs);
    };
    // Drivers now and then never return from sane_cancel or sane_close: airscan 0.99.27 when the last picture is long
    // there, the `test` driver one time in eight after a status that ended the scan.
    let leave: NodeJS.Timeout | undefined;
    let codeOfTooLong: number | null = null;
    const workIsOver = (code: number): void => {
      leave ??= setTimeout(() => {
        codeOfTooLong = code;
        kill('SIGKILL');
      }, stopGraceMs);
    };
    let errorOutput = '';
    child.stdout.on('data', (chunk: Buffer) => onOutput(chunk, () => workIsOver(0)));
    child.stderr.on('data', (chunk: Buffer) => {
      errorOutput = (errorOutput + chunk.toString('utf8')).slice(-MAX_ERROR_CHARACTERS);
      if (BATCH_IS_OVER.test(errorOutput)) workIsOver(0);
      else if (hasSaidWhy(errorOutput)) workIsOver(1);
    });
    child.once('error', (error) => {
      signal.removeEventListener('abort', stop);
      if (isErrorWithCode(error, 'ENOENT')) resolve({ kind: 'not-installed' });
      else reject(error);
    });
    // A helper that outlived the program would hold the device and the pipes.
    child.once('exit', () => kill('SIGKILL'));
    child.once('close', (code) => {
      clearTimeout(grace);
      clearTimeout(leave);
      signal.removeEventListener('abort', stop);
      const exitCode = codeOfTooLong ?? code;
      resolve(exitCode === null ? { kind: 'killed' } : { kind: 'exited', code: exitCode, errorOutput });
    });
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
  });
}

function isErrorWithCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

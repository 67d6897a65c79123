import { fork, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** One process of the stack: started by fork, ready when it says so, its output kept in a file. */
export interface Service<R> {
  readonly ready: R;
  readonly process: ChildProcess;
  /** Ends it with a signal and waits until it is gone. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** A process that ends is seen at once; only one that hangs on a busy machine is waited for so long. */
const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 5_000;

/**
 * Forks a module and waits for its `{ready: true, …}` message.
 * @throws Error with the last lines that it printed when it ends or stays silent instead
 */
export async function startService<R>(
  name: string,
  module: string,
  argument: string,
  logFile: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Service<R>> {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile, { flags: 'a' });
  const child = fork(module, [argument], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, ...env },
  });
  let tail = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      log.write(chunk);
      tail = (tail + chunk.toString('utf8')).slice(-2000);
    });
  }
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ready = await new Promise<R>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`${name} was not ready within ${START_TIMEOUT_MS / 1000} s:\n${tail}`));
    }, START_TIMEOUT_MS);
    child.once('message', (message) => {
      clearTimeout(timer);
      resolve(message as R);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      // Let the pipes drain: the reason is in the last line.
      setImmediate(() => reject(new Error(`${name} ended with ${code}:\n${tail}`)));
    });
  });
  return {
    ready,
    process: child,
    async stop(signal = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill(signal);
        const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
        await gone;
        clearTimeout(timer);
      }
      log.end();
    },
  };
}

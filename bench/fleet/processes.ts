import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/**
 * A program of this folder; it ends when it is disconnected.
 * @param flags of Node
 */
export function startProcess(
  program: string,
  args: readonly string[] = [],
  flags: readonly string[] = [],
): ChildProcess {
  return fork(join(import.meta.dirname, program), args, { execArgv: [...flags] });
}

/**
 * Sends a message, or nothing, and waits for the next answer; one question at a time.
 * @throws Error when the process ends instead
 */
export async function ask<T>(child: ChildProcess, message?: object | string): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const onExit = (): void => reject(new Error(`a process of the bench ended: ${child.spawnargs.join(' ')}`));
  const onMessage = (answer: unknown): void => resolve(answer as T);
  child.once('message', onMessage).once('exit', onExit);
  if (message !== undefined) child.send(message);
  try {
    return await promise;
  } finally {
    child.off('message', onMessage).off('exit', onExit);
  }
}

export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.disconnect();
  await ended;
}

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

const LOOK_MS = 20;
const START_MS = 15_000;
const TERMINATE_MS = 5000;

/** A server that a test starts and stops. */
export interface Part {
  stop(): Promise<void>;
}

/**
 * Starts a server and waits until it is there.
 * @throws Error with the package's name when the program is missing, and with the server's last words when it ends
 */
export async function startPart(
  program: string,
  args: readonly string[],
  debianPackage: string,
  isThere: () => Promise<boolean>,
  env: Readonly<Record<string, string>> = {},
): Promise<Part> {
  if (!existsSync(program))
    throw new Error(`${program} is missing: install the Debian package ${debianPackage}`);
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let words = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (words = (words + chunk.toString()).slice(-2000)));
  }
  const deadline = Date.now() + START_MS;
  while (!(await isThere())) {
    if (isOver(child) || Date.now() > deadline) {
      await end(child);
      throw new Error(`${program} did not start: ${words}`);
    }
    await wait(LOOK_MS);
  }
  return { stop: () => end(child) };
}

/** True when something listens at the port of this machine. */
export async function listens(port: number): Promise<boolean> {
  const socket = createConnection(port, '127.0.0.1');
  const listening = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  });
  socket.destroy();
  return listening;
}

/** A port that is free now: for servers that cannot choose one themselves. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Waits for a condition of the outside world that tells nobody when it changes. */
export async function eventually(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + START_MS;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`waited in vain for: ${what}`);
    await wait(LOOK_MS);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (isOver(child)) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const kill = setTimeout(() => child.kill('SIGKILL'), TERMINATE_MS);
  await exited;
  clearTimeout(kill);
}

function isOver({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

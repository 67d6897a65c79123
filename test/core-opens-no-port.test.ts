import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { CitizenAtCore } from './support/citizen-at-core.ts';
import { temporaryStack } from './support/temporary-stack.ts';

/** proc(5): the states of a TCP socket that waits for connections and of a UDP socket that takes whatever comes. */
const OPEN: Readonly<Record<string, string>> = { tcp: '0A', tcp6: '0A', udp: '07', udp6: '07' };

/** What is read of a process that may have ended meanwhile. */
function orGone<T>(read: () => T[]): T[] {
  try {
    return read();
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}

/** A process and those that it has started. */
function familyOf(pid: number): number[] {
  const children = orGone(() =>
    readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean),
  );
  return [pid, ...children.flatMap((child) => familyOf(Number(child)))];
}

/** Where somebody could speak to the process from the network, in the kernel's own words. */
function openPortsOf(pid: number): string[] {
  const files = orGone(() => readdirSync(`/proc/${pid}/fd`));
  const links = files.flatMap((fd) => orGone(() => [readlinkSync(`/proc/${pid}/fd/${fd}`)]));
  const sockets = new Set(links.map((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1]));
  return Object.entries(OPEN).flatMap(([kind, open]) =>
    orGone(() => readFileSync(`/proc/${pid}/net/${kind}`, 'utf8').trim().split('\n').slice(1))
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode]) => state === open && sockets.has(inode))
      .map(([, address]) => `${kind} ${address}`),
  );
}

it('core and the processes of its devices can be spoken to by nobody on the network', async () => {
  await using stack = await temporaryStack();
  const own = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void own.close());
  await once(own, 'listening');
  expect(openPortsOf(process.pid)).not.toEqual([]);

  // Core listens before it starts its drivers.
  const citizen = await CitizenAtCore.arrive(stack);
  onTestFinished(() => citizen.leave());
  const { devices } = await citizen.until(
    'every device',
    (view) => view.devices.length > 0 && view.devices.every(({ availability }) => availability === 'ready'),
  );
  const family = familyOf(stack.core.process.pid!);
  // Core, and a process for each of them; what reads handwriting runs only while somebody writes.
  expect(devices.length).toBeGreaterThan(1);
  expect(family.length).toBeGreaterThan(devices.length);
  expect(family.flatMap(openPortsOf)).toEqual([]);
});

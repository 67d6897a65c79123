import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import type { TerminalConfigInput } from '../../terminal/core/config.ts';
import type { World } from '../../tools/stack/world.ts';
import type { DebianRoot } from './debian-root.ts';

/** Where the installed terminal finds its card reader: a name as udev gives it to a socket. */
export const READER = '/dev/serial/by-path/usb-socket-2';

/**
 * Connects an installed terminal, which has no network, with the world outside: a line each for the card reader, the
 * printer and the platform, through sockets in the folder that both see.
 * @returns what the terminal's configuration says of platform and devices
 */
export async function plugIn(
  debian: DebianRoot,
  { config }: World,
): Promise<{ readonly places: Pick<TerminalConfigInput, 'platform' | 'devices'> } & AsyncDisposable> {
  const { idCardReader, receiptPrinter } = config.devices;
  if (!('line' in idCardReader) || idCardReader.line.type !== 'serial' || receiptPrinter.line.type !== 'tcp')
    throw new Error('the bench has other lines than these cables fit');
  const platformPort = Number(new URL(config.platform.url).port);
  const printerPort = receiptPrinter.line.port ?? 9100;
  const cables = {
    reader: [
      `FILE:${idCardReader.line.path},raw,echo=0`,
      `PTY,link=${READER},raw,echo=0,group=dialout,mode=660`,
    ],
    printer: [`TCP:127.0.0.1:${printerPort}`, tcp(printerPort)],
    platform: [`TCP:127.0.0.1:${platformPort}`, tcp(platformPort)],
  } as const;
  const outside: ChildProcess[] = [];
  for (const [name, [there, here]] of Object.entries(cables)) {
    outside.push(await lay(debian, name, there, here));
  }
  return {
    places: {
      ...config,
      devices: { idCardReader: { line: { type: 'serial', path: READER } }, receiptPrinter },
    },
    async [Symbol.asyncDispose]() {
      for (const child of outside) child.kill();
    },
  };
}

/** A port of the loopback within, which leads to a place outside. */
export async function laysCable(
  debian: DebianRoot,
  name: string,
  there: string,
  port: number,
): Promise<AsyncDisposable> {
  const outside = await lay(debian, name, there, tcp(port));
  return {
    async [Symbol.asyncDispose]() {
      outside.kill();
    },
  };
}

function tcp(port: number): string {
  return `TCP-LISTEN:${port},bind=127.0.0.1,reuseaddr,fork`;
}

async function lay(debian: DebianRoot, name: string, there: string, here: string): Promise<ChildProcess> {
  const socket = join(debian.shared, `${name}.sock`);
  const outside = spawn('socat', [`UNIX-LISTEN:${socket},fork,unlink-early`, there], { stdio: 'ignore' });
  await expect.poll(() => existsSync(socket)).toBe(true);
  debian.write(
    `/etc/systemd/system/cable-${name}.service`,
    `[Service]\nExecStartPre=/usr/bin/mkdir -p ${dirname(READER)}\nExecStart=/usr/bin/socat ${here} UNIX-CONNECT:/outside/${name}.sock\nRestart=always\nRestartSec=1\n` +
      '[Install]\nWantedBy=multi-user.target\n',
  );
  await debian.must('systemctl', 'enable', '--now', `cable-${name}.service`);
  return outside;
}

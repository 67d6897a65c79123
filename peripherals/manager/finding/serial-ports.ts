import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { basename } from 'node:path';

export interface SerialPlace {
  readonly folder: string;
  readonly pattern: RegExp;
}

/**
 * Where serial ports appear. Names by path are those of the socket, and so the same on every terminal of one model; names by
 * id stay the same wherever the cable is put.
 */
export const SERIAL_PLACES: readonly SerialPlace[] = [
  { folder: '/dev/serial/by-path', pattern: /./ },
  { folder: '/dev/serial/by-id', pattern: /./ },
  { folder: '/dev', pattern: /^tty(USB|ACM|S)\d+$/ },
];

/** Every name of a serial port of this machine. */
export function serialNames(places: readonly SerialPlace[] = SERIAL_PLACES): string[] {
  return places.flatMap(({ folder, pattern }) =>
    entriesOf(folder)
      .filter((name) => pattern.test(name) && !isEmptySocket(name))
      .map((name) => `${folder}/${name}`),
  );
}

/** Every serial port at which a device may be, once, by the first of its names. Nothing is asked of the machine's own console. */
export function serialPorts(places: readonly SerialPlace[] = SERIAL_PLACES): string[] {
  const byDevice = new Map<string, string>();
  const consoles = consolesOf();
  for (const name of serialNames(places)) {
    const device = deviceBehind(name);
    if (device === null || byDevice.has(device) || consoles.includes(basename(device))) continue;
    byDevice.set(device, name);
  }
  return [...byDevice.values()];
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return []; // the folder exists only while such a port does
  }
}

function deviceBehind(name: string): string | null {
  try {
    return realpathSync(name);
  } catch {
    return null; // pulled out in this moment
  }
}

/** Where the kernel writes, and a person may log in (Documentation/ABI/testing/sysfs-tty). */
function consolesOf(): string[] {
  try {
    return readFileSync('/sys/class/tty/console/active', 'latin1').trim().split(' ');
  } catch {
    return []; // no kernel of ours
  }
}

/** The kernel keeps four nodes for ports on the board, there or not; type 0 is none (Documentation/ABI/stable/sysfs-tty). */
function isEmptySocket(name: string): boolean {
  if (!/^ttyS\d+$/.test(name)) return false;
  try {
    return readFileSync(`/sys/class/tty/${name}/type`, 'latin1').trim() === '0';
  } catch {
    return false; // a driver that does not tell: it is asked
  }
}

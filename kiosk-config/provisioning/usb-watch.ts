import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the kernel lists what is plugged in. */
const SYSFS = '/sys/bus/usb/devices';
const LOOK_EVERY_MS = 5000;

/**
 * Tells of every USB device that appears or goes after the start, by its place and `vendor:product`. Polled: a listing
 * of a few links costs less than a process that follows udev.
 * @returns ends it
 */
export function watchUsb(
  onChange: (kind: 'usb-appeared' | 'usb-gone', detail: string) => void,
  folder: string = SYSFS,
): () => void {
  let known = plugged(folder);
  const timer = setInterval(() => {
    const now = plugged(folder);
    for (const [place, number] of now) if (known.get(place) !== number) onChange('usb-appeared', number);
    for (const [place, number] of known) if (now.get(place) !== number) onChange('usb-gone', number);
    known = now;
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

function plugged(folder: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const place of list(folder)) {
    // Interfaces (`1-1:1.0`) have no number of their own; nor has what is pulled out just now.
    const numbers = ['idVendor', 'idProduct'].map((name) => text(join(folder, place, name)));
    if (numbers.every((number) => /^[0-9a-f]{4}$/.test(number))) found.set(place, numbers.join(':'));
  }
  return found;
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // a machine without USB
  }
}

function text(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}

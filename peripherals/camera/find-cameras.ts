import { readdir, readFile } from 'node:fs/promises';
import type { CameraDescription } from './status.ts';

export interface CameraFolders {
  /** Where the kernel lists video devices. */
  readonly sysfsFolder?: string;
  /** Where their nodes are. */
  readonly devFolder?: string;
}

export const SYSFS_FOLDER = '/sys/class/video4linux';
export const DEV_FOLDER = '/dev';

const NODE = /^video(\d{1,4})$/;
const USB_NUMBER = /^[0-9a-f]{4}$/;
const MAX_NAME_CHARACTERS = 64;

/**
 * The cameras of this machine, in the order of their nodes; none when there is nothing that could be one.
 *
 * A camera has several nodes: the one with index 0 gives pictures, the next ones metadata and the like. The folder of
 * its USB device is the one above that of its interface, which `device` leads to.
 * Source: Linux, Documentation/driver-api/media/v4l2-dev.rst (name, index), Documentation/ABI/stable/sysfs-bus-usb.
 */
export async function findCameras({
  sysfsFolder = SYSFS_FOLDER,
  devFolder = DEV_FOLDER,
}: CameraFolders = {}): Promise<CameraDescription[]> {
  // Without any video device there is no such folder.
  const entries = await readdir(sysfsFolder).catch(() => []);
  const nodes = entries.filter((entry) => NODE.test(entry)).sort((a, b) => numberOf(a) - numberOf(b));
  const cameras: CameraDescription[] = [];
  for (const node of nodes) {
    const folder = `${sysfsFolder}/${node}`;
    if ((await attribute(`${folder}/index`)) !== '0') continue;
    // Not path.join: it would take `device/..` away, and the link's own parent is meant.
    const vendor = await attribute(`${folder}/device/../idVendor`);
    const product = await attribute(`${folder}/device/../idProduct`);
    cameras.push({
      name: toName(await attribute(`${folder}/name`)) ?? node,
      usbId: USB_NUMBER.test(vendor ?? '') && USB_NUMBER.test(product ?? '') ? `${vendor}:${product}` : null,
      node: `${devFolder}/${node}`,
    });
  }
  return cameras;
}

function numberOf(node: string): number {
  return Number(NODE.exec(node)?.[1]);
}

/** Null when there is none: also when the camera was pulled while it was looked at. */
async function attribute(path: string): Promise<string | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  return text?.trimEnd() ?? null;
}

/** The name comes out of the device: it is shown, so nothing in it may steer a terminal or fill a screen. */
function toName(raw: string | null): string | null {
  const name = (raw ?? '').replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '').trim();
  return name === '' ? null : Array.from(name).slice(0, MAX_NAME_CHARACTERS).join('');
}

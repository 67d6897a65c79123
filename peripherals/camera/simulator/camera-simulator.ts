import { mkdirSync, mkdtempSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SimulatedCamera {
  readonly name: string;
  /** `vvvv:pppp`; null for one that is not on USB. */
  readonly usbId: string | null;
}

export const DOCUMENT_CAMERA: SimulatedCamera = { name: 'TEST Document Camera', usbId: '1bcf:2c99' };
export const FACE_CAMERA: SimulatedCamera = { name: 'TEST Face Camera', usbId: '0c45:6366' };

/** How a camera's entry in sysfs can be spoilt. */
export type SpoiltEntry = 'name' | 'index' | 'usb-id' | 'device';

interface Plugged {
  readonly nodes: readonly string[];
  readonly usbFolder: string;
}

/** A folder built as sysfs and one built as /dev, with the cameras that were plugged in. */
export class CameraSimulator implements Disposable {
  readonly #root = mkdtempSync(join(tmpdir(), 'tongban-camera-'));
  readonly sysfsFolder = join(this.#root, 'sys/class/video4linux');
  readonly devFolder = join(this.#root, 'dev');
  readonly #plugged = new Map<SimulatedCamera, Plugged>();
  #ports = 0;

  constructor() {
    mkdirSync(this.devFolder);
  }

  /**
   * Plugs a camera in. As with every UVC camera of Linux the first node gives pictures and the second one metadata; they
   * take the lowest numbers that are free.
   */
  plugIn(camera: SimulatedCamera = DOCUMENT_CAMERA): void {
    if (this.#plugged.has(camera)) return;
    const port = `1-${++this.#ports}`;
    const usbFolder = join(this.#root, 'sys/devices/usb1', port);
    const videoFolder = join(usbFolder, `${port}:1.0`, 'video4linux');
    mkdirSync(videoFolder, { recursive: true });
    mkdirSync(this.sysfsFolder, { recursive: true });
    if (camera.usbId !== null) {
      const [vendor, product] = camera.usbId.split(':');
      writeFileSync(join(usbFolder, 'idVendor'), `${vendor}\n`);
      writeFileSync(join(usbFolder, 'idProduct'), `${product}\n`);
    }
    const nodes = this.#freeNodes(2);
    for (const [index, node] of nodes.entries()) {
      const folder = join(videoFolder, node);
      mkdirSync(folder);
      writeFileSync(join(folder, 'name'), `${camera.name}\n`);
      writeFileSync(join(folder, 'index'), `${index}\n`);
      symlinkSync('../..', join(folder, 'device'));
      writeFileSync(join(this.devFolder, node), '');
      symlinkSync(folder, join(this.sysfsFolder, node));
    }
    this.#plugged.set(camera, { nodes, usbFolder });
  }

  unplug(camera: SimulatedCamera = DOCUMENT_CAMERA): void {
    const plugged = this.#plugged.get(camera);
    if (plugged === undefined) return;
    this.#plugged.delete(camera);
    for (const node of plugged.nodes) {
      unlinkSync(join(this.sysfsFolder, node));
      unlinkSync(join(this.devFolder, node));
    }
    rmSync(plugged.usbFolder, { recursive: true });
    // The kernel's class folder goes with the module, which stays after the first camera.
  }

  /** Writes something else where the kernel tells about a camera that is plugged in. */
  spoil(entry: SpoiltEntry, content: Uint8Array, camera: SimulatedCamera = DOCUMENT_CAMERA): void {
    const plugged = this.#plugged.get(camera);
    if (plugged === undefined) throw new Error('a camera that is not plugged in has no entry');
    const folder = join(this.sysfsFolder, plugged.nodes[0]!);
    const target = entry === 'usb-id' ? join(plugged.usbFolder, 'idVendor') : join(folder, entry);
    if (entry === 'device') unlinkSync(target);
    writeFileSync(target, content);
  }

  /** Pulls everything and takes the folders away. */
  [Symbol.dispose](): void {
    rmSync(this.#root, { recursive: true });
  }

  #freeNodes(count: number): string[] {
    const taken = new Set([...this.#plugged.values()].flatMap(({ nodes }) => nodes));
    const free: string[] = [];
    for (let number = 0; free.length < count; number++) {
      if (!taken.has(`video${number}`)) free.push(`video${number}`);
    }
    return free;
  }
}

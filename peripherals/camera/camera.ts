import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import type { Device } from '../device.ts';
import { DEFAULT_DELAYS } from './delays.ts';
import type { CameraDelays } from './delays.ts';
import { findCameras } from './find-cameras.ts';
import type { CameraFolders } from './find-cameras.ts';
import { ACCESS_DENIED, DISCONNECTED, READY } from './status.ts';
import type { CameraDescription, CameraStatus } from './status.ts';

export interface CameraOptions extends CameraFolders {
  /** Vendor and product, `vvvv:pppp` in lower-case hex; without it the first camera is taken. */
  readonly usbId?: string;
  readonly delays?: Partial<CameraDelays>;
}

/**
 * A document camera. Its pictures go to the page by way of Chromium; this side tells whether it is there, and never
 * opens it: a camera has one user.
 */
export interface Camera extends Device<CameraStatus> {
  /** The camera that is meant by the status; null while `disconnected`. */
  describe(): CameraDescription | null;
}

/** `disconnected` until `open` has found one. */
export function createCamera(options: CameraOptions = {}): Camera {
  return new SysfsCamera(options);
}

class SysfsCamera implements Camera {
  readonly #folders: CameraFolders;
  readonly #usbId: string | null;
  readonly #delays: CameraDelays;
  readonly #listeners = new Set<(status: CameraStatus) => void>();
  #status = DISCONNECTED;
  #description: CameraDescription | null = null;
  #isOpen = false;
  #loop: Promise<void> = Promise.resolve();
  #wake: () => void = () => undefined;

  constructor({ usbId, delays, ...folders }: CameraOptions) {
    this.#folders = folders;
    this.#usbId = usbId ?? null;
    this.#delays = { ...DEFAULT_DELAYS, ...delays };
  }

  get status(): CameraStatus {
    return this.#status;
  }

  describe(): CameraDescription | null {
    return this.#description;
  }

  open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#loop = this.#loop.then(() => this.#run());
  }

  async close(): Promise<void> {
    this.#isOpen = false;
    this.#wake();
    await this.#loop;
  }

  onStatus(listener: (status: CameraStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #run(): Promise<void> {
    while (this.#isOpen) {
      const cameras = await findCameras(this.#folders);
      const camera = cameras.find(({ usbId }) => this.#usbId === null || usbId === this.#usbId) ?? null;
      // Pulled and put back between two looks: whoever shows its picture has lost it, and has to be told.
      if (this.#description !== null && camera !== null && !isSame(this.#description, camera)) {
        this.#tell(DISCONNECTED, null);
      }
      if (camera === null) this.#tell(DISCONNECTED, null);
      else this.#tell((await isRefused(camera.node)) ? ACCESS_DENIED : READY, camera);
      if (this.#isOpen) await this.#pause(this.#delays.pollMs);
    }
    this.#tell(DISCONNECTED, null);
  }

  #tell(status: CameraStatus, description: CameraDescription | null): void {
    this.#description = description;
    if (status.kind === this.#status.kind) return;
    this.#status = status;
    for (const listener of [...this.#listeners]) listener(status);
  }

  /** A pause that `close` ends early. */
  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#wake = () => undefined;
        resolve();
      };
      const timer = setTimeout(end, ms);
      this.#wake = end;
    });
  }
}

function isSame(a: CameraDescription, b: CameraDescription): boolean {
  return a.node === b.node && a.usbId === b.usbId && a.name === b.name;
}

/** A node that is not there is no refusal: a service may run without device nodes, and what uses the camera is the page. */
async function isRefused(node: string): Promise<boolean> {
  return access(node, constants.R_OK | constants.W_OK).then(
    () => false,
    (error: NodeJS.ErrnoException) => error.code === 'EACCES' || error.code === 'EPERM',
  );
}

import { createCamera } from './index.ts';
import type { Camera, CameraOptions, CameraStatus } from './index.ts';
import { CameraSimulator } from './simulator/index.ts';

/** What a whole life of a camera told, in order. */
export class Observed {
  readonly camera: Camera;
  readonly statuses: CameraStatus['kind'][] = [];
  readonly #checks = new Set<() => void>();

  constructor(camera: Camera) {
    this.camera = camera;
    camera.onStatus(({ kind }) => {
      this.statuses.push(kind);
      for (const check of [...this.#checks]) check();
    });
  }

  /** Resolves when the status is of that kind, asked at once and after each edge. */
  status(kind: CameraStatus['kind']): Promise<void> {
    return this.until(() => this.camera.status.kind === kind);
  }

  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (!condition()) return;
        this.#checks.delete(check);
        resolve();
      };
      this.#checks.add(check);
      check();
    });
  }
}

export interface CameraSetup extends AsyncDisposable {
  readonly simulator: CameraSimulator;
  readonly camera: Camera;
  readonly observed: Observed;
}

/** A camera over a simulated sysfs, opened. */
export function openCamera(options: CameraOptions = {}): CameraSetup {
  const simulator = new CameraSimulator();
  const { sysfsFolder, devFolder } = simulator;
  const camera = createCamera({ sysfsFolder, devFolder, delays: { pollMs: 5 }, ...options });
  const observed = new Observed(camera);
  camera.open();
  return {
    simulator,
    camera,
    observed,
    async [Symbol.asyncDispose]() {
      await camera.close();
      simulator[Symbol.dispose]();
    },
  };
}

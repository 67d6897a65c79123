import type { DeviceSearchView } from '@tongban/contract';
import { familyOf, type FoundDevice } from '@tongban/peripherals/manager';
import type { Devices } from '../devices.ts';

/** To be read before the terminal starts anew. */
const USED_SHOWN_MS = 3000;

export interface SearchParts {
  /** Null when the look came to no end. */
  readonly look: () => Promise<readonly FoundDevice[] | null>;
  /** With these in the place of what is configured core has to start anew. */
  readonly use: (found: readonly FoundDevice[]) => void;
}

interface Found {
  readonly device: FoundDevice;
  /** It takes the place of one that is configured and does not answer. */
  readonly isNew: boolean;
}

/**
 * Looks where devices are plugged in, for who installs a terminal: what the configuration says may be another socket, or
 * another device. Their drivers let go meanwhile, since a port is asked by one at a time. What works stays as it is.
 */
export class DeviceSearch {
  readonly #devices: Devices['all'];
  readonly #parts: SearchParts;
  readonly #onChange: () => void;
  #state: DeviceSearchView['state'] | null = null;
  #found: readonly Found[] = [];
  #isClosed = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(devices: Devices['all'], parts: SearchParts, onChange: () => void) {
    this.#devices = devices;
    this.#parts = parts;
    this.#onChange = onChange;
  }

  /** The one that is under way, or what the last one found. */
  get current(): DeviceSearchView | null {
    if (this.#state === null) return null;
    const found = this.#found.map(({ device: { family, where }, isNew }) => ({
      ...{ family, name: familyOf(family).name, where, isNew },
    }));
    return { state: this.#state, found };
  }

  get isUnderWay(): boolean {
    return this.#state === 'looks' || this.#state === 'used';
  }

  async begin(): Promise<void> {
    if (this.isUnderWay) return;
    const works = new Set<string>(
      this.#devices
        .filter(({ device }) => device.status.availability !== 'offline')
        .map(({ family }) => family),
    );
    this.#become('looks', []);
    await Promise.all(this.#devices.map(({ device }) => device.close()));
    const found = this.#isClosed ? null : await this.#parts.look();
    if (this.#isClosed) return;
    for (const { device } of this.#devices) device.open();
    if (!found) return this.#become('failed', []);
    // Of two readers the first one found is taken: the screens know one of each kind.
    const isFirst = (device: FoundDevice): boolean =>
      found.find(({ family }) => family === device.family) === device;
    this.#become(
      'ended',
      found.map((device) => ({ device, isNew: !works.has(device.family) && isFirst(device) })),
    );
  }

  /** Those that are new. */
  use(): void {
    const found = this.#found.filter(({ isNew }) => isNew).map(({ device }) => device);
    if (this.#state !== 'ended' || found.length === 0) return;
    this.#become('used', this.#found);
    this.#timer = setTimeout(() => this.#parts.use(found), USED_SHOWN_MS);
  }

  /** What was found is of no interest any more. */
  forget(): void {
    if (!this.isUnderWay) this.#state = null;
  }

  /** Core ends: nothing is opened any more. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  #become(state: DeviceSearchView['state'], found: readonly Found[]): void {
    [this.#state, this.#found] = [state, found];
    this.#onChange();
  }
}

import { z } from 'zod';
import type { DeviceAvailability } from '../device.ts';
import { DEFAULT_MANAGER_DELAYS, DeviceProcess } from './device-process.ts';
import type { HostEnded, ManagerDelays } from './device-process.ts';
import { FAMILIES, familyOf } from './families/index.ts';
import type { DeviceOf, FamilyName } from './families/index.ts';
import type { Attendant, HealthLevel, HealthReport } from './health.ts';

/** One device of a terminal. Its settings are those of its family; a line is a real one. */
export interface DeviceConfig<F extends FamilyName = FamilyName> {
  readonly id: string;
  readonly family: F;
  readonly settings: z.input<(typeof FAMILIES)[F]['settings']>;
}

/** Words of UPOS. `opened`: known, nobody's. `claimed`: it has its one owner. `enabled`: its process runs. */
export type DeviceLifecycle = 'opened' | 'claimed' | 'enabled';

export interface DeviceInfo {
  readonly id: string;
  readonly family: FamilyName;
  readonly lifecycle: DeviceLifecycle;
  readonly status: string;
  readonly availability: DeviceAvailability;
  readonly capabilities: Readonly<Record<string, boolean>>;
  /** The process that runs the driver, if there is one now. */
  readonly pid: number | null;
}

/** A status has changed. Facts only: fit for log, screens and centre. */
export interface StatusEdge {
  readonly deviceId: string;
  readonly family: FamilyName;
  readonly status: string;
  readonly availability: DeviceAvailability;
}

/** What the one owner of a device holds. */
export interface Claim<F extends FamilyName> {
  /** `disconnected` until enabled, and whenever its process is away. */
  readonly device: DeviceOf<F>;
  /** Starts the process of the device and with it the search for the hardware; again and again if need be. */
  enable(): void;
  /** Never at the same time as the owner's own use: an interactive check reads and prints. */
  checkHealth(level: HealthLevel, attendant: Attendant): Promise<HealthReport>;
  /** Ends the process of the device; then somebody else may claim it. */
  release(): Promise<void>;
}

export type ClaimOutcome<F extends FamilyName> =
  | { readonly ok: true; readonly claim: Claim<F> }
  | { readonly ok: false; readonly reason: 'no-such-device' | 'already-claimed' };

export interface DeviceManager {
  claim<F extends FamilyName>(family: F, id: string): ClaimOutcome<F>;
  list(): DeviceInfo[];
  /** One stream for all devices; answers a function that stops it. */
  onStatus(listener: (edge: StatusEdge) => void): () => void;
  /** The process of a device has ended by itself or was ended because it hung. */
  onHostEnded(listener: (deviceId: string, ended: HostEnded) => void): () => void;
  /** Ends every process. */
  close(): Promise<void>;
}

interface Entry {
  readonly config: DeviceConfig;
  readonly process: DeviceProcess<{ readonly kind: string; readonly availability: DeviceAvailability }>;
  readonly capabilities: Readonly<Record<string, boolean>>;
  lifecycle: DeviceLifecycle;
}

/**
 * The devices of a terminal: each with one owner and a process of its own.
 * @throws Error that names the device and the setting when a device cannot be configured in this way
 */
export function createDeviceManager(
  devices: readonly DeviceConfig[],
  delays: Partial<ManagerDelays> = {},
): DeviceManager {
  const statusListeners = new Set<(edge: StatusEdge) => void>();
  const endedListeners = new Set<(deviceId: string, ended: HostEnded) => void>();
  const entries = new Map<string, Entry>();

  for (const config of devices) {
    const { id, family } = config;
    if (entries.has(id)) throw new Error(`Device ${id} is configured twice`);
    if (!Object.hasOwn(FAMILIES, family)) throw new Error(`Device ${id}: there is no family ${family}`);
    const { settings: schema, away, capabilities } = familyOf(family);
    const parsed = schema.safeParse(config.settings);
    if (!parsed.success) throw new Error(`Device ${id}: ${z.prettifyError(parsed.error)}`);
    const settings = parsed.data;
    const process = new DeviceProcess(
      { family, settings },
      away,
      { ...DEFAULT_MANAGER_DELAYS, ...delays },
      (ended) => {
        for (const listener of [...endedListeners]) listener(id, ended);
      },
    );
    process.onStatus(({ kind, availability }) => {
      const edge: StatusEdge = { deviceId: id, family, status: kind, availability };
      for (const listener of [...statusListeners]) listener(edge);
    });
    entries.set(id, { config, process, capabilities: capabilities(settings), lifecycle: 'opened' });
  }

  return {
    claim<F extends FamilyName>(family: F, id: string): ClaimOutcome<F> {
      const entry = entries.get(id);
      if (entry === undefined || entry.config.family !== family)
        return { ok: false, reason: 'no-such-device' };
      if (entry.lifecycle !== 'opened') return { ok: false, reason: 'already-claimed' };
      entry.lifecycle = 'claimed';
      const { proxy, checkHealth } = familyOf(family);
      const device = proxy(entry.process);
      let isReleased = false;
      return {
        ok: true,
        claim: {
          device: device as DeviceOf<F>,
          enable() {
            if (isReleased) throw new Error(`${id} was released`);
            entry.lifecycle = 'enabled';
            device.open();
          },
          checkHealth: (level, attendant) => checkHealth(device, level, attendant),
          async release() {
            if (isReleased) return;
            isReleased = true;
            await device.close();
            entry.process.forgetOwner();
            entry.lifecycle = 'opened';
          },
        },
      };
    },
    list() {
      return [...entries.values()].map(({ config: { id, family }, process, capabilities, lifecycle }) => ({
        id,
        family,
        lifecycle,
        status: process.status.kind,
        availability: process.status.availability,
        capabilities,
        pid: process.pid,
      }));
    },
    onStatus(listener) {
      statusListeners.add(listener);
      return () => statusListeners.delete(listener);
    },
    onHostEnded(listener) {
      endedListeners.add(listener);
      return () => endedListeners.delete(listener);
    },
    async close() {
      await Promise.all([...entries.values()].map(({ process }) => process.close()));
    },
  };
}

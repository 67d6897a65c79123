import type { z } from 'zod';
import type { Device, DeviceStatus } from '../device.ts';
import type { ByteTransport } from '../transport/index.ts';
import type { Attendant, HealthLevel, HealthReport, StatusWords } from './health.ts';
import type { DeviceLink } from './link.ts';
import type { StaffWords } from './words.ts';

/** What the owner may ask of a device in its process: by name, one argument, one answer. */
export type Calls = Readonly<Record<string, (argument: unknown) => unknown>>;

/**
 * A device family as the manager needs it: one object in one table (families/index.ts) makes a family known to manager,
 * device process and command line. The functions that touch a driver load it themselves: only the process of the device
 * (and the command line) may hold native code.
 */
export interface Family<D extends Device<DeviceStatus>, C, I = unknown> {
  readonly name: StaffWords;
  /** The settings of one device: real lines only, there is no way to write a simulated one. */
  readonly settings: z.ZodType<C, I>;
  /** How a technician writes where such a device is, for words of help. */
  readonly addressForm: string;
  /** Settings for a device at an address; whether they are any is for `settings` to say. */
  settingsAt(address: string): unknown;
  /** What the owner sees while the process of the device is away. */
  readonly away: D['status'];
  readonly statusWords: Readonly<Record<D['status']['kind'], StatusWords>>;
  /** What this device can do and what it cannot, for screens, staff and the centre. */
  capabilities(settings: C): Readonly<Record<string, boolean>>;
  /**
   * Makes the device itself, not opened.
   * @param openTransport instead of the line that the settings name: for families that speak bytes over a line
   */
  create(settings: C, openTransport?: () => ByteTransport): Promise<D>;
  /** In the device's process: what the owner can call, and what the device tells besides its status. */
  serve(device: D, emit: (event: string, value: unknown) => void): Calls;
  /** In the owner's process: the same interface, without the driver. */
  proxy(link: DeviceLink<D['status']>): D;
  checkHealth(device: D, level: HealthLevel, attendant: Attendant): Promise<HealthReport>;
}

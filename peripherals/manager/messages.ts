import type { DeviceStatus } from '../device.ts';
import type { FoundDevice } from './finding/found-device.ts';
import type { SerialPlace } from './finding/serial-ports.ts';

/**
 * What passes between the owner and the process of a device, over node's own IPC pipe: the only way that personal data
 * takes. Nothing of it is logged.
 */
export type ToHost =
  | { readonly type: 'start'; readonly family: string; readonly settings: unknown; readonly beatMs: number }
  | { readonly type: 'call'; readonly id: number; readonly name: string; readonly argument: unknown }
  /** In the place of `start`: no driver, but a look at what is plugged in. */
  | { readonly type: 'find'; readonly places: readonly SerialPlace[] }
  | { readonly type: 'close' };

export type FromHost =
  /** The driver is loaded and looks for its device. */
  | { readonly type: 'ready' }
  | { readonly type: 'beat' }
  | { readonly type: 'status'; readonly status: DeviceStatus }
  | { readonly type: 'event'; readonly name: string; readonly value: unknown }
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  /** The answer to `find`, and the last that is heard. */
  | { readonly type: 'found'; readonly devices: readonly FoundDevice[] }
  /** A native call hangs: this process cannot even end itself in order, and asks for its end. */
  | { readonly type: 'broken'; readonly what: string }
  /** Name of the error alone: its message may quote what was printed or read. */
  | { readonly type: 'threw'; readonly id: number; readonly error: string }
  | { readonly type: 'crashed'; readonly error: string; readonly at: string };

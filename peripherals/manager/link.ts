import type { Device, DeviceStatus } from '../device.ts';

/**
 * How a call to the device's process ended. `away`: it was not sent, so nothing has happened. `lost`: it was sent, and
 * then the process ended: nobody knows how far it came.
 */
export type CallOutcome =
  | { readonly kind: 'answer'; readonly value: unknown }
  | { readonly kind: 'threw'; readonly error: string }
  | { readonly kind: 'away' }
  | { readonly kind: 'lost' };

/** The owner's end of the pipe to the process of one device, which ends and comes back below it. */
export interface DeviceLink<S extends DeviceStatus> {
  readonly status: S;
  onStatus(listener: (status: S) => void): () => void;
  open(): void;
  close(): Promise<void>;
  /** @param limitMs a call without an answer for so long means a stuck driver: its process is ended, the call is `lost` */
  call(name: string, argument: unknown, limitMs: number): Promise<CallOutcome>;
  onEvent(name: string, listener: (value: unknown) => void): void;
  /** A process has come (again): what it has to know before anything else is sent now. */
  onReady(listener: () => void): void;
}

/** What every proxy has of a Device: it passes on. */
export class DeviceProxy<S extends DeviceStatus> implements Device<S> {
  protected readonly link: DeviceLink<S>;

  constructor(link: DeviceLink<S>) {
    this.link = link;
  }

  get status(): S {
    return this.link.status;
  }

  open(): void {
    this.link.open();
  }

  close(): Promise<void> {
    return this.link.close();
  }

  onStatus(listener: (status: S) => void): () => void {
    return this.link.onStatus(listener);
  }
}

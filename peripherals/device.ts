/**
 * The Device contract: what every family shows to core, whatever speaks below it.
 * Words follow UPOS (open, close) and XFS4IoT (availability).
 */

/** What screens and the centre need to know: can it be used, does somebody have to come, or is it not there. */
export type DeviceAvailability = 'ready' | 'needs-attention' | 'offline';

/** A status is a small closed union per family; `kind` is its discriminant. */
export interface DeviceStatus {
  readonly kind: string;
  readonly availability: DeviceAvailability;
}

/**
 * One device with one owner. `open` begins to look for the hardware and returns at once; a device that is not there
 * is a status, never an exception, and comes back by itself when it is plugged in.
 */
export interface Device<S extends DeviceStatus> {
  readonly status: S;
  open(): void;
  close(): Promise<void>;
  /** Calls back only when the status has changed (edges, not polls); answers a function that stops it. */
  onStatus(listener: (status: S) => void): () => void;
  /**
   * For drivers over a native library whose calls may never return: calls back, with a word for the log, when one of them
   * hangs. Such a driver cannot mend itself; its process has to be ended and started anew.
   */
  onBroken?(listener: (what: string) => void): void;
}

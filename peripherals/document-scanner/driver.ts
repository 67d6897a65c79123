import type { DocumentScannerCapabilities, ScanColour, ScanFailure, ScanSource } from './scan.ts';
import type { ScannerCondition } from './status.ts';

/** What the adapter asks of either driver. Nothing here throws for what a device does. */
export interface ScannerDriver {
  /** One look: what the device can do and how it is. */
  look(signal: AbortSignal): Promise<Look>;
  /**
   * One scan from the source's paper to its end. Each picture is given to `take` as it came; when `take` answers a
   * reason, the scan is stopped and ends with it. When `signal` is aborted the device is told to stop, and only then
   * the promise is fulfilled.
   */
  scan(job: ScanJob, take: TakePicture, signal: AbortSignal): Promise<ScanEnd>;
}

export type Look =
  | {
      readonly kind: 'answered';
      readonly condition: Exclude<ScannerCondition, 'disconnected'>;
      readonly capabilities: DocumentScannerCapabilities;
    }
  /** Not there, or there and not willing to say what it is. */
  | { readonly kind: 'refused'; readonly condition: Exclude<ScannerCondition, 'ready'> };

/** A request that fits what the device can do. */
export interface ScanJob {
  readonly source: ScanSource;
  readonly colour: ScanColour;
  readonly resolutionDpi: number;
  /** From the top left corner, in millimetres. */
  readonly widthMm: number;
  readonly heightMm: number;
}

export type TakePicture = (bytes: Uint8Array) => ScanFailure | null;

export type ScanEnd =
  /** The paper has come to its end. */
  | { readonly kind: 'finished' }
  | { readonly kind: 'failed'; readonly reason: ScanFailure }
  /** By the signal, or by a button of the device. */
  | { readonly kind: 'cancelled' };

export const FINISHED: ScanEnd = { kind: 'finished' };
export const CANCELLED: ScanEnd = { kind: 'cancelled' };

export function failed(reason: ScanFailure): ScanEnd {
  return { kind: 'failed', reason };
}

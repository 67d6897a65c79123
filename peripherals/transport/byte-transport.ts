/**
 * The one way in which drivers move bytes. Whatever carries them (serial, TCP, memory) behaves the same and passes
 * the same contract test.
 */

/** What every call that can fail answers; `reason` is the system's own words and holds no bytes of the traffic. */
export type TransportResult = { readonly ok: true } | { readonly ok: false; readonly reason: string };

export interface TransportClosed {
  /** True when the line went away by itself (cable, power, peer, stuck write); false when `close()` was called. */
  readonly disconnected: boolean;
  readonly reason: string;
}

/**
 * One connection, from `open` to its end; for another try make another transport. A device that is not there is a
 * value: nothing here rejects or throws.
 */
export interface ByteTransport {
  /** Connects; answers within the open time-out. To be called once. */
  open(): Promise<TransportResult>;
  /**
   * Sends all bytes, in the order of the calls; answers within the write time-out. A write that timed out leaves an
   * unknown part of the bytes on the line, so the transport then closes itself as disconnected.
   */
  write(bytes: Uint8Array): Promise<TransportResult>;
  /** Chunks as they arrive, cut anywhere; answers a function that stops it. Attach before `open`. */
  onData(listener: (chunk: Uint8Array) => void): () => void;
  /** Called exactly once after a successful `open`; answers a function that stops it. */
  onClosed(listener: (closed: TransportClosed) => void): () => void;
  /** Ends the connection; may be called at any time and again. Pending writes fail at once. */
  close(): Promise<void>;
}

export interface TransportLimits {
  readonly openTimeoutMs: number;
  readonly writeTimeoutMs: number;
}

export const DEFAULT_TRANSPORT_LIMITS: TransportLimits = { openTimeoutMs: 2000, writeTimeoutMs: 2000 };

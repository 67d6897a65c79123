import type { Duplex } from 'node:stream';
import type { ByteTransport, TransportClosed, TransportLimits, TransportResult } from './byte-transport.ts';
import { DEFAULT_TRANSPORT_LIMITS } from './byte-transport.ts';

/** A connected stream and the way to let go of it: a serial port is not released by `destroy`. */
export interface Connection {
  readonly stream: Duplex;
  release(): Promise<void>;
}

/**
 * The behaviour that all transports share, over any Node stream.
 * @param connect answers the connected stream or rejects; after a time-out a late connection is released at once.
 */
export function createStreamTransport(
  connect: () => Promise<Connection>,
  limits: Partial<TransportLimits> = {},
): ByteTransport {
  const { openTimeoutMs, writeTimeoutMs } = { ...DEFAULT_TRANSPORT_LIMITS, ...limits };
  const dataListeners = new Set<(chunk: Uint8Array) => void>();
  const closedListeners = new Set<(closed: TransportClosed) => void>();
  const pendingWrites = new Set<(result: TransportResult) => void>();
  let state: 'new' | 'opening' | 'open' | 'closed' = 'new';
  let connection: Connection | null = null;
  let abandonOpening: (reason: string) => void = () => {};
  let released: Promise<void> = Promise.resolve();

  function end(disconnected: boolean, reason: string): void {
    if (state === 'closed') return;
    const wasOpen = state === 'open';
    state = 'closed';
    abandonOpening(reason);
    for (const settle of [...pendingWrites]) settle({ ok: false, reason });
    if (connection !== null) released = connection.release();
    if (wasOpen) for (const listener of [...closedListeners]) listener({ disconnected, reason });
  }

  function attach(opened: Connection): void {
    connection = opened;
    state = 'open';
    const { stream } = opened;
    stream.on('data', (chunk: Uint8Array) => {
      if (state === 'open') for (const listener of [...dataListeners]) listener(chunk);
    });
    stream.on('end', () => end(true, 'the other side closed the line'));
    stream.on('error', (error) => end(true, error.message));
    stream.on('close', () => end(true, 'the line went away'));
  }

  return {
    open() {
      if (state === 'closed') return Promise.resolve({ ok: false, reason: 'closed' });
      if (state !== 'new') throw new Error('a transport is opened once; make another one');
      state = 'opening';
      return new Promise((resolve) => {
        const timer = setTimeout(() => end(true, `no connection within ${openTimeoutMs} ms`), openTimeoutMs);
        abandonOpening = (reason) => {
          clearTimeout(timer);
          resolve({ ok: false, reason });
        };
        connect().then(
          (opened) => {
            if (state === 'closed') {
              // Too late: nobody waits any more, but the port must become free for the next try.
              opened.stream.on('error', () => undefined);
              released = opened.release();
              return;
            }
            clearTimeout(timer);
            abandonOpening = () => {};
            attach(opened);
            resolve({ ok: true });
          },
          (error: unknown) => end(true, error instanceof Error ? error.message : String(error)),
        );
      });
    },
    write(bytes) {
      if (state !== 'open' || connection === null) return Promise.resolve({ ok: false, reason: 'not open' });
      const { stream } = connection;
      return new Promise((resolve) => {
        const settle = (result: TransportResult): void => {
          clearTimeout(timer);
          pendingWrites.delete(settle);
          resolve(result);
        };
        const timer = setTimeout(() => {
          settle({ ok: false, reason: `not written within ${writeTimeoutMs} ms` });
          end(true, 'a write got stuck');
        }, writeTimeoutMs);
        pendingWrites.add(settle);
        // The stream keeps the order: a second write waits inside it for the first.
        stream.write(bytes, (error) => settle(error ? { ok: false, reason: error.message } : { ok: true }));
      });
    },
    onData(listener) {
      dataListeners.add(listener);
      return () => dataListeners.delete(listener);
    },
    onClosed(listener) {
      closedListeners.add(listener);
      return () => closedListeners.delete(listener);
    },
    async close() {
      end(false, 'closed');
      await released;
    },
  };
}

import { duplexPair } from 'node:stream';
import type { Duplex } from 'node:stream';
import type { ByteTransport, TransportLimits } from './byte-transport.ts';
import { createStreamTransport } from './stream-transport.ts';

export interface MemoryPair {
  readonly transport: ByteTransport;
  /** The device's end: a simulator reads and writes it; `destroy()` pulls the cable. */
  readonly device: Duplex;
}

/** A line without a wire, for tests: what the transport writes the device reads, and the other way round. */
export function createMemoryPair(limits: Partial<TransportLimits> = {}): MemoryPair {
  const [host, device] = duplexPair();
  const transport = createStreamTransport(
    () => Promise.resolve({ stream: host, release: () => Promise.resolve(void host.destroy()) }),
    limits,
  );
  // Pulling a cable is not an orderly end: the host sees its line go away.
  device.once('close', () => host.destroy());
  return { transport, device };
}

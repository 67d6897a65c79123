import { connect as connectSocket } from 'node:net';
import type { ByteTransport, TransportLimits } from './byte-transport.ts';
import { DEFAULT_TRANSPORT_LIMITS } from './byte-transport.ts';
import { createStreamTransport } from './stream-transport.ts';
import type { Connection } from './stream-transport.ts';

/** A device on the network that is switched off sends nothing: probing finds that out. */
const KEEP_ALIVE_DELAY_MS = 5000;

export interface TcpTransportOptions extends Partial<TransportLimits> {
  readonly host: string;
  readonly port: number;
}

/** Bytes over TCP, for devices such as receipt printers on port 9100. */
export function createTcpTransport(options: TcpTransportOptions): ByteTransport {
  const { host, port, ...limits } = options;
  const connect = (): Promise<Connection> =>
    new Promise((resolve, reject) => {
      const socket = connectSocket({
        host,
        port,
        noDelay: true,
        keepAlive: true,
        keepAliveInitialDelay: KEEP_ALIVE_DELAY_MS,
        // A socket that never connects must not outlive the try by the minutes that the system would wait.
        timeout: limits.openTimeoutMs ?? DEFAULT_TRANSPORT_LIMITS.openTimeoutMs,
      });
      socket.once('timeout', () => {
        if (socket.connecting) socket.destroy(new Error('no connection in time'));
      });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        socket.setTimeout(0);
        resolve({
          stream: socket,
          release: () =>
            new Promise((done) => {
              if (socket.closed) return done();
              socket.once('close', () => done());
              socket.destroy();
            }),
        });
      });
    });
  return createStreamTransport(connect, limits);
}

import { SerialPort } from 'serialport';
import type { ByteTransport, TransportLimits } from './byte-transport.ts';
import { createStreamTransport } from './stream-transport.ts';
import type { Connection } from './stream-transport.ts';

/** Letting go of a port whose adapter was pulled can hang in some drivers; the next try must not wait for it. */
const RELEASE_TIMEOUT_MS = 1000;

/** How often an open port is asked whether it is still one. */
const LIVENESS_INTERVAL_MS = 500;

export interface SerialTransportOptions extends Partial<TransportLimits> {
  /**
   * `/dev/serial/by-id/…` or `COM3`. Prefer the by-id name: a USB adapter that is plugged in again may come back as
   * another ttyUSB number.
   */
  readonly path: string;
  readonly baudRate?: number;
}

/** Bytes over a serial port, 8 data bits, no parity, 1 stop bit, no flow control; 115200 baud unless told. */
export function createSerialTransport(options: SerialTransportOptions): ByteTransport {
  const { path, baudRate = 115_200, ...limits } = options;
  const connect = (): Promise<Connection> =>
    new Promise((resolve, reject) => {
      const port = new SerialPort({
        path,
        baudRate,
        dataBits: 8,
        parity: 'none',
        stopBits: 1,
        autoOpen: false,
      });
      port.open((error) => {
        if (error) return reject(error);
        const stopGuard = guardLiveness(port);
        resolve({
          stream: port,
          release: () => {
            stopGuard();
            return releasePort(port);
          },
        });
      });
    });
  return createStreamTransport(connect, limits);
}

/**
 * A port that hangs up while a read is under way answers every read with nothing instead of an error, and the library
 * then reads again for ever without telling. Asking for the baud rate fails on such a port.
 */
function guardLiveness(port: SerialPort): () => void {
  const timer = setInterval(() => {
    port.port?.getBaudRate().catch((error: unknown) => {
      port.emit('error', error instanceof Error ? error : new Error(String(error)));
    });
  }, LIVENESS_INTERVAL_MS);
  return () => clearInterval(timer);
}

function releasePort(port: SerialPort): Promise<void> {
  return new Promise((done) => {
    if (!port.isOpen) return done();
    const timer = setTimeout(done, RELEASE_TIMEOUT_MS);
    port.close(() => {
      // An error here means that the port is gone already, which is what was wanted.
      clearTimeout(timer);
      done();
    });
  });
}

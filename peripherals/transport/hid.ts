import { Duplex } from 'node:stream';
import type { ByteTransport, TransportLimits } from './byte-transport.ts';
import { nodeHidPort } from './hid-port.ts';
import type { HidHandle, HidPort } from './hid-port.ts';
import { createStreamTransport } from './stream-transport.ts';
import type { Connection } from './stream-transport.ts';

/** Closing a device that was pulled can hang in some drivers; the next try must not wait for it. */
const RELEASE_TIMEOUT_MS = 1000;

export interface HidTransportOptions extends Partial<TransportLimits> {
  readonly vendorId: number;
  readonly productId: number;
  /** Tells two devices of the same model apart; without it the first one that the system lists is taken. */
  readonly serialNumber?: string;
  /** The way to the system's HID devices; node-hid unless a test gives another. */
  readonly port?: HidPort;
}

/**
 * HID reports. Each write is one output report as hidapi wants it: first the report's number, 0 for a device that does
 * not number them, then its bytes. Each chunk of data is one whole input report, which begins with its number only when
 * the device numbers them. The device is looked for anew by each `open`, so that one that was plugged in again is
 * found under whatever path it has now.
 */
export function createHidTransport(options: HidTransportOptions): ByteTransport {
  const { vendorId, productId, serialNumber, port = nodeHidPort, ...limits } = options;
  const connect = async (): Promise<Connection> => {
    const devices = await port.list({ vendorId, productId });
    const device = devices.find((each) => serialNumber === undefined || each.serialNumber === serialNumber);
    if (device === undefined) throw new Error(`no HID device ${hex(vendorId)}:${hex(productId)}`);
    return reportConnection(await port.open(device.path));
  };
  return createStreamTransport(connect, limits);
}

function reportConnection(handle: HidHandle): Connection {
  // In object mode a report is neither joined with the next one nor cut.
  const stream = new Duplex({
    objectMode: true,
    read: () => undefined,
    write: (report: Uint8Array, _encoding, done) => {
      handle.write(report).then(() => done(), done);
    },
  });
  handle.onReport((report) => stream.push(report));
  handle.onError((error) => stream.destroy(error));
  return {
    stream,
    release: () =>
      new Promise((done) => {
        const timer = setTimeout(done, RELEASE_TIMEOUT_MS);
        const end = (): void => {
          // An error here means that the device is gone already, which is what was wanted.
          clearTimeout(timer);
          done();
        };
        handle.close().then(end, end);
        stream.destroy();
      }),
  };
}

function hex(id: number): string {
  return id.toString(16).padStart(4, '0').toUpperCase();
}

import { Duplex, duplexPair } from 'node:stream';
import type { HidHandle, HidPort } from '../../transport/index.ts';
import type { IdCardReaderSimulator } from './simulator.ts';

/** The MIAXIS framing from the reader's side: protocol/miaxis-report.ts says how its reports look. */
const REPORT_LENGTH = 64;
const PIECE_LENGTH = 54;
const PATH = '/dev/hidraw-simulated';

/**
 * The simulator behind HID reports: takes output reports of 64 bytes as they are written (one each) and gives input
 * reports of 64 bytes as they are read (one each). Ends when the simulator is unplugged.
 */
export function attachHid(simulator: IdCardReaderSimulator): Duplex {
  const [module, device] = duplexPair();
  const reports = new Duplex({
    objectMode: true,
    read: () => undefined,
    write: (report: Uint8Array, _encoding, done) => {
      const frame = frameOf(report);
      if (frame !== null) module.write(frame);
      done();
    },
    destroy: (error, done) => {
      device.destroy();
      done(error);
    },
  });
  module.on('data', (answer: Uint8Array) => {
    for (let at = 0; at < answer.length; at += PIECE_LENGTH) {
      reports.push(reportOf(answer.subarray(at, at + PIECE_LENGTH)));
    }
  });
  // Before the simulator gets it: while the cable is out it ends the line at once.
  device.once('close', () => reports.destroy());
  simulator.attach(device);
  return reports;
}

/** The simulator as the one HID device of the machine, for `createMiaxisTransport`. */
export function hidPortOf(simulator: IdCardReaderSimulator, serialNumber = 'TEST-0001'): HidPort {
  return {
    list: (model) => {
      const [vendorId, productId] = [0x10c4, 0x0007];
      const isThere =
        model?.vendorId === vendorId && model.productId === productId && simulator.state.isPluggedIn;
      return Promise.resolve(
        isThere ? [{ path: PATH, vendorId, productId, serialNumber, usagePage: null }] : [],
      );
    },
    open: (path) => {
      if (path !== PATH || !simulator.state.isPluggedIn) return Promise.reject(new Error('no such device'));
      return Promise.resolve(handleOf(attachHid(simulator)));
    },
  };
}

function handleOf(reports: Duplex): HidHandle {
  return {
    write: (report) =>
      new Promise((resolve, reject) => {
        if (report.length !== 1 + REPORT_LENGTH || report[0] !== 0)
          return reject(new Error('not such a report'));
        reports.write(report.subarray(1), (error) => (error ? reject(error) : resolve()));
      }),
    onReport: (listener) => void reports.on('data', listener),
    onError: (listener) =>
      void reports.on('close', () => listener(new Error('could not read from HID device'))),
    close: () => Promise.resolve(void reports.destroy()),
  };
}

/** Null for anything but a request to the module: a real reader keeps silent. */
function frameOf(report: Uint8Array): Uint8Array | null {
  const view = Buffer.from(report);
  if (view.length !== REPORT_LENGTH || view[0] !== 0x88 || view[5] !== 0xb1) return null;
  const end = 5 + view.readUInt16LE(3);
  if (end > REPORT_LENGTH - 2 || view.readUInt16LE(end) !== sumOf(view.subarray(3, end))) return null;
  return view.subarray(6, end);
}

function reportOf(piece: Uint8Array): Uint8Array {
  const report = Buffer.alloc(REPORT_LENGTH);
  report[0] = 0xaa;
  report.writeUInt16LE(3 + piece.length, 3);
  report.set(piece, 8);
  const end = 8 + piece.length;
  report.writeUInt16LE(sumOf(report.subarray(3, end)), end);
  return Uint8Array.from(report);
}

function sumOf(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum + byte, 0);
}

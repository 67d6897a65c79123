import { join } from 'node:path';
import type { DeviceConfig, FamilyName } from '../manager/index.ts';
import type { MoreDevices } from './more-devices.ts';

type SettingsOf<F extends FamilyName> = DeviceConfig<F>['settings'];

/** The devices of the bench as core's configuration names them. */
export interface DevicesConfig {
  readonly idCardReader: SettingsOf<'id-card-reader'>;
  readonly receiptPrinter: SettingsOf<'receipt-printer'>;
  readonly smartCardReader?: SettingsOf<'smart-card-reader'>;
  readonly codeScanner?: SettingsOf<'code-scanner'>;
  readonly documentPrinter?: SettingsOf<'document-printer'>;
  readonly documentScanner?: SettingsOf<'document-scanner'>;
  readonly camera?: SettingsOf<'camera'>;
}

/** What a program needs to find the devices of the bench. */
export interface BenchAddresses {
  readonly devices: DevicesConfig;
  /** For the process that has the devices, besides its own environment: where the private PC/SC service listens. */
  readonly environment: Readonly<Record<string, string>>;
  /** For `--use-file-for-fake-video-capture` of the Chromium that shows the screens; null without a camera. */
  readonly videoFile: string | null;
}

export interface MainLines {
  readonly idCardReaderLink: string;
  readonly receiptPrinterPort: number;
}

/** A smart card reader that could not be started is left out: a terminal without one. */
export function addressesOf(
  { idCardReaderLink, receiptPrinterPort }: MainLines,
  more: MoreDevices | null,
  folder: string,
): BenchAddresses {
  const main: DevicesConfig = {
    idCardReader: { line: { type: 'serial', path: idCardReaderLink } },
    receiptPrinter: { line: { type: 'tcp', host: '127.0.0.1', port: receiptPrinterPort } },
  };
  if (more === null) return { devices: main, environment: {}, videoFile: null };
  const { socket } = more.smartCardReader;
  return {
    devices: {
      ...main,
      ...(socket === null ? {} : { smartCardReader: {} }),
      codeScanner: {
        connection: 'serial',
        model: 'newland',
        line: { type: 'serial', path: join(folder, 'code-scanner') },
      },
      documentPrinter: { url: more.documentPrinter.simulator.url },
      documentScanner: { kind: 'escl', url: more.documentScanner.simulator.url },
      camera: { sysfsFolder: more.camera.simulator.sysfsFolder },
    },
    environment: socket === null ? {} : { PCSCLITE_CSOCK_NAME: socket },
    videoFile: more.videoFile,
  };
}

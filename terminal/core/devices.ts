import type { Camera } from '@tongban/peripherals/camera';
import type { CodeScanner } from '@tongban/peripherals/code-scanner';
import type { Device, DeviceStatus } from '@tongban/peripherals/device';
import type { DocumentScanner } from '@tongban/peripherals/document-scanner';
import type { DocumentPrinter } from '@tongban/peripherals/document-printer';
import type { IdCardReader } from '@tongban/peripherals/id-card-reader';
import type { Lights } from '@tongban/peripherals/lights';
import type { DeviceConfig, DeviceManager, DeviceOf, FamilyName } from '@tongban/peripherals/manager';
import type { ReceiptPrinter } from '@tongban/peripherals/receipt-printer';
import type { SmartCardReader } from '@tongban/peripherals/smart-card-reader';
import type { TerminalConfig } from './config.ts';
import { deviceNames, FAMILY_OF } from './device-names.ts';

type Configured = TerminalConfig['devices'];

/** The configuration of a terminal in the manager's terms; a family's one device bears its name. */
export function devicesOf(configured: Configured): DeviceConfig[] {
  return deviceNames.flatMap((name) => {
    const settings = configured[name];
    const family = FAMILY_OF[name];
    return settings === undefined ? [] : [{ id: family, family, settings }];
  });
}

/** The devices of a terminal as a visit uses them; null where the terminal has none. */
export interface Devices {
  readonly idCardReader: IdCardReader;
  readonly receiptPrinter: ReceiptPrinter;
  readonly smartCardReader: SmartCardReader | null;
  readonly codeScanner: CodeScanner | null;
  readonly documentScanner: DocumentScanner | null;
  readonly documentPrinter: DocumentPrinter | null;
  readonly camera: Camera | null;
  readonly lights: Lights | null;
  /** Every device of the terminal, for what is said of them whatever they do. */
  readonly all: readonly ClaimedDevice[];
}

export interface ClaimedDevice {
  readonly family: FamilyName;
  readonly device: Device<DeviceStatus>;
  /** Core has just started, and so has its driver: what it says of the device is not known yet. */
  readonly isBeginning: () => boolean;
}

/** Of a driver that has found nothing for so long the device is away. */
const BEGINNING_MS = 10_000;

/**
 * Claims every device that the manager knows.
 * @returns the devices, each away until `enable` is called for the first time, and its driver has found it
 */
export function takeDevices(manager: DeviceManager): { devices: Devices; enable(): void } {
  const claims: { enable(): void }[] = [];
  const takenAt = performance.now();
  const all = manager.list().map(({ id, family }) => {
    const outcome = manager.claim(family, id);
    // Core is the first and only owner: a refusal here is a mistake in the program.
    if (!outcome.ok) throw new Error(`${id} cannot be claimed: ${outcome.reason}`);
    claims.push(outcome.claim);
    const { device } = outcome.claim;
    let isHeard = false;
    device.onStatus(() => (isHeard = true));
    const isBeginning = (): boolean => !isHeard && performance.now() - takenAt < BEGINNING_MS;
    return { family, device, isBeginning };
  });
  const find = <F extends FamilyName>(family: F): DeviceOf<F> | null =>
    (all.find((each) => each.family === family)?.device as DeviceOf<F> | undefined) ?? null;
  const [idCardReader, receiptPrinter] = [find('id-card-reader'), find('receipt-printer')];
  if (!idCardReader || !receiptPrinter)
    throw new Error('a terminal needs a card reader and a receipt printer');
  const devices: Devices = {
    ...{ idCardReader, receiptPrinter, all },
    smartCardReader: find('smart-card-reader'),
    codeScanner: find('code-scanner'),
    documentScanner: find('document-scanner'),
    documentPrinter: find('document-printer'),
    camera: find('camera'),
    lights: find('lights'),
  };
  return { devices, enable: () => claims.forEach((claim) => claim.enable()) };
}

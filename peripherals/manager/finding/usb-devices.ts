import { SCANNER_USAGE_PAGE } from '../../code-scanner/protocol/hid-report.ts';
import { MIAXIS_PRODUCT_ID, MIAXIS_VENDOR_ID } from '../../id-card-reader/protocol/miaxis-report.ts';
import { nodeHidPort, type HidDevice, type HidPort } from '../../transport/hid-port.ts';
import type { FoundDevice } from './found-device.ts';

const HONEYWELL_VENDOR_ID = 0x0c2e;

/** Devices that say themselves what they are. */
export async function usbDevices(port: Pick<HidPort, 'list'> = nodeHidPort): Promise<FoundDevice[]> {
  const found = (await port.list()).flatMap(deviceOf);
  // A device has an entry for each of its reports.
  return [...new Map(found.map((device) => [device.where, device])).values()];
}

function deviceOf({ vendorId, productId, usagePage }: HidDevice): FoundDevice[] {
  const where = `USB ${hex(vendorId)}:${hex(productId)}`;
  if (vendorId === MIAXIS_VENDOR_ID && productId === MIAXIS_PRODUCT_ID)
    return [{ family: 'id-card-reader', where, settings: { line: { type: 'miaxis-hid' } } }];
  if (usagePage !== SCANNER_USAGE_PAGE) return [];
  const model = vendorId === HONEYWELL_VENDOR_ID ? 'honeywell' : 'generic';
  return [{ family: 'code-scanner', where, settings: { connection: 'hid', model, vendorId, productId } }];
}

function hex(id: number): string {
  return id.toString(16).padStart(4, '0');
}

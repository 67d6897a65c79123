import { HIDAsync, devicesAsync } from 'node-hid';
import type { HidPort } from './hid-port.ts';

/** USB HID of this machine: hidraw on Linux. The native part is loaded at the first call. */
export const nodeHidPort: HidPort = {
  async list(vendorId, productId) {
    const devices = await devicesAsync(vendorId, productId);
    return devices.flatMap(({ path, serialNumber, usagePage }) =>
      path === undefined ? [] : [{ path, serialNumber: serialNumber ?? null, usagePage: usagePage || null }],
    );
  },
  async open(path) {
    const device = await HIDAsync.open(path);
    // Without a listener an error would end the process; it stays for the errors that come after the first one.
    device.on('error', () => undefined);
    return {
      onReport: (listener) => void device.on('data', (report: Uint8Array) => listener(report)),
      onError: (listener) => void device.on('error', () => listener()),
      write: async (report) => void (await device.write(Buffer.from(report))),
      close: () => device.close(),
    };
  },
};

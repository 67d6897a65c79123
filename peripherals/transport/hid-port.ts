/** What the HID transport needs of the system; a test or simulator can put another one in its place. */
export interface HidPort {
  /** The devices of this model that are plugged in. */
  list(vendorId: number, productId: number): Promise<readonly HidDevice[]>;
  /** Rejects when the device is not there, is in use, or may not be opened. */
  open(path: string): Promise<HidHandle>;
}

export interface HidDevice {
  readonly path: string;
  readonly serialNumber?: string | undefined;
}

/** One open device. */
export interface HidHandle {
  /** Sends one output report, its number first (0 where reports have none). */
  write(report: Uint8Array): Promise<void>;
  /** Calls back with each input report from then on. */
  onReport(listener: (report: Uint8Array) => void): void;
  /** Calls back when the device is gone. */
  onError(listener: (error: Error) => void): void;
  close(): Promise<void>;
}

/** The system's devices through node-hid (hidraw on Linux), which is loaded only when a HID device is wanted. */
export const nodeHidPort: HidPort = {
  async list(vendorId, productId) {
    const { devicesAsync } = await import('node-hid');
    const devices = await devicesAsync(vendorId, productId);
    return devices.flatMap(({ path, serialNumber }) => (path === undefined ? [] : [{ path, serialNumber }]));
  },
  async open(path) {
    const { HIDAsync } = await import('node-hid');
    const hid = await HIDAsync.open(path);
    return {
      async write(report) {
        await hid.write(Buffer.from(report));
      },
      onReport: (listener) => void hid.on('data', listener),
      // The library tells errors as plain strings.
      onError: (listener) => void hid.on('error', (error: unknown) => listener(toError(error))),
      close: () => hid.close(),
    };
  },
};

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

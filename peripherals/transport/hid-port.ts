/** What drivers need of USB HID on this system; a test or simulator can put another one in its place. */
export interface HidPort {
  /** What is plugged in, all of it or of one model alone. A composite device has an entry for each of its parts. */
  list(model?: HidModel): Promise<readonly HidDevice[]>;
  /** Rejects when the device is not there, is in use, or may not be opened. */
  open(path: string): Promise<HidHandle>;
}

export interface HidModel {
  readonly vendorId: number;
  readonly productId: number;
}

export interface HidDevice extends HidModel {
  readonly path: string;
  readonly serialNumber: string | null;
  /** What it says it is for (USB "HID Usage Tables"); null where the system does not tell. */
  readonly usagePage: number | null;
}

/** One open device. Everything may reject: an adapter that was pulled out fails in any call. */
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
  async list(model) {
    const { devicesAsync } = await import('node-hid');
    const devices = model ? await devicesAsync(model.vendorId, model.productId) : await devicesAsync();
    return devices.flatMap(({ path, vendorId, productId, serialNumber, usagePage }) =>
      path === undefined
        ? []
        : [{ path, vendorId, productId, serialNumber: serialNumber ?? null, usagePage: usagePage || null }],
    );
  },
  async open(path) {
    const { HIDAsync } = await import('node-hid');
    const hid = await HIDAsync.open(path);
    // Without a listener an error would end the process; it stays for the errors that come after the first one.
    hid.on('error', () => undefined);
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

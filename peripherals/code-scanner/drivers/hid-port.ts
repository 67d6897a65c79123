/** Which USB device; a scanner that was pulled and put back is found again by these, not by its path. */
export interface HidIdentity {
  readonly vendorId: number;
  readonly productId: number;
  /** Null: the first one that fits. Needed where two of the same model are plugged in. */
  readonly serialNumber: string | null;
}

export interface HidDeviceInfo {
  readonly path: string;
  readonly serialNumber: string | null;
  /** 0x8c for a scanner; null where the system does not tell. */
  readonly usagePage: number | null;
}

/** One opened device. Everything may reject: an adapter that was pulled out fails in any call. */
export interface HidHandle {
  /** Input reports, their id first. */
  onReport(listener: (report: Uint8Array) => void): void;
  /** Reading has failed and does not go on. */
  onError(listener: () => void): void;
  write(report: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/** The little of USB HID that the scanner needs. */
export interface HidPort {
  list(vendorId: number, productId: number): Promise<readonly HidDeviceInfo[]>;
  open(path: string): Promise<HidHandle>;
}

import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';

/** Events of /dev/uhid, packed, little-endian. Source: Linux, include/uapi/linux/uhid.h. */
const UHID_DESTROY = 1;
const UHID_OUTPUT = 6;
const UHID_CREATE2 = 11;
const UHID_INPUT2 = 12;
const BUS_USB = 3;
const TYPE_BYTES = 4;
const MAX_REPORT_BYTES = 4096;
/** The largest event of all: type, three names of 128, 64 and 64 bytes, 20 bytes of numbers, the descriptor. */
const EVENT_BYTES = TYPE_BYTES + 128 + 64 + 64 + 20 + MAX_REPORT_BYTES;
/** A blocking read could not be ended when the device goes. */
const POLL_INTERVAL_MS = 10;

export interface HidIdentity {
  readonly name: string;
  readonly vendorId: number;
  readonly productId: number;
  readonly serialNumber: string;
  /** HID report descriptor. */
  readonly descriptor: Uint8Array;
}

/** A HID device that the kernel takes for one on USB: hidraw and the input layer get it as any other. */
export class UhidDevice {
  readonly #file = openSync('/dev/uhid', constants.O_RDWR | constants.O_NONBLOCK);
  readonly #onOutput: (report: Uint8Array) => void;
  readonly #timer: NodeJS.Timeout;
  #isGone = false;

  /**
   * Plugs it in.
   * @param onOutput takes each output report, its number first (0 where the descriptor numbers none).
   */
  constructor(identity: HidIdentity, onOutput: (report: Uint8Array) => void = () => undefined) {
    this.#onOutput = onOutput;
    const event = Buffer.alloc(EVENT_BYTES);
    event.writeUInt32LE(UHID_CREATE2);
    event.write(identity.name, TYPE_BYTES, 127);
    event.write(identity.serialNumber, TYPE_BYTES + 128 + 64, 63);
    const numbers = TYPE_BYTES + 128 + 64 + 64;
    event.writeUInt16LE(identity.descriptor.length, numbers);
    event.writeUInt16LE(BUS_USB, numbers + 2);
    event.writeUInt32LE(identity.vendorId, numbers + 4);
    event.writeUInt32LE(identity.productId, numbers + 8);
    event.set(identity.descriptor, numbers + 20);
    writeSync(this.#file, event);
    this.#timer = setInterval(() => this.#poll(), POLL_INTERVAL_MS);
  }

  /** Sends one input report, its number first where the descriptor numbers them. */
  input(report: Uint8Array): void {
    if (this.#isGone) return;
    const event = Buffer.alloc(TYPE_BYTES + 2 + report.length);
    event.writeUInt32LE(UHID_INPUT2);
    event.writeUInt16LE(report.length, TYPE_BYTES);
    event.set(report, TYPE_BYTES + 2);
    writeSync(this.#file, event);
  }

  /** Pulls it out. */
  unplug(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    clearInterval(this.#timer);
    const event = Buffer.alloc(TYPE_BYTES);
    event.writeUInt32LE(UHID_DESTROY);
    writeSync(this.#file, event);
    closeSync(this.#file);
  }

  #poll(): void {
    const event = Buffer.alloc(EVENT_BYTES);
    while (!this.#isGone) {
      try {
        readSync(this.#file, event);
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return;
        throw error;
      }
      if (event.readUInt32LE() !== UHID_OUTPUT) continue;
      const length = event.readUInt16LE(TYPE_BYTES + MAX_REPORT_BYTES);
      this.#onOutput(Uint8Array.from(event.subarray(TYPE_BYTES, TYPE_BYTES + length)));
    }
  }
}

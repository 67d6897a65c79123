import { createReadStream } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { UhidDevice } from './uhid.ts';
import type { HidIdentity } from './uhid.ts';

/** The boot keyboard of the HID specification, appendix B.1, without its lights: modifiers, a byte, six keys. */
// prettier-ignore
export const KEYBOARD_DESCRIPTOR = Uint8Array.of(
  0x05, 0x01, 0x09, 0x06, 0xa1, 0x01, // generic desktop, keyboard, collection
  0x05, 0x07, 0x19, 0xe0, 0x29, 0xe7, 0x15, 0x00, 0x25, 0x01, 0x75, 0x01, 0x95, 0x08, 0x81, 0x02, // modifiers
  0x95, 0x01, 0x75, 0x08, 0x81, 0x03, // reserved
  0x95, 0x06, 0x75, 0x08, 0x15, 0x00, 0x25, 0x65, 0x19, 0x00, 0x29, 0x65, 0x81, 0x00, 0xc0, // keys
);

/** A key as the keyboard sends it (HID usage tables, page 07) and as the kernel tells it (input-event-codes.h). */
interface Key {
  readonly usage: number;
  readonly code: number;
  readonly plain: string;
  readonly shifted: string;
}

const LETTER_A_USAGE = 0x04;
const KEYS: readonly Key[] = [
  ...[...'1234567890'].map((plain, i) => ({
    usage: 0x1e + i,
    code: 2 + i,
    plain,
    shifted: '!@#$%^&*()'[i]!,
  })),
  { usage: 0x2d, code: 12, plain: '-', shifted: '_' },
  { usage: 0x28, code: 28, plain: 'Enter', shifted: 'Enter' },
  ...letters('qwertyuiop', 16),
  ...letters('asdfghjkl', 30),
  ...letters('zxcvbnm', 44),
];
const CONTROL = { bit: 0x01, code: 29 };
const SHIFT = { bit: 0x02, code: 42 };

function letters(row: string, firstCode: number): Key[] {
  return [...row].map((plain, i) => ({
    usage: LETTER_A_USAGE + plain.charCodeAt(0) - 'a'.charCodeAt(0),
    code: firstCode + i,
    plain,
    shifted: plain.toUpperCase(),
  }));
}

/** One change of a key as the kernel's input layer tells it. */
export interface KernelKey {
  readonly key: string;
  readonly code: string;
  readonly change: 'down' | 'up' | 'repeat';
  readonly isControlDown: boolean;
  /** The kernel's own time of it, milliseconds. */
  readonly timeMs: number;
}

/** struct input_event on a 64-bit machine: seconds, microseconds (8 bytes each), type, code, value. */
const EVENT_BYTES = 24;
const EV_KEY = 1;
const FIND_INTERVAL_MS = 20;

/** A keyboard that is typed on, and what comes out of its /dev/input/event node. */
export class Keyboard {
  readonly keys: KernelKey[] = [];
  readonly #device: UhidDevice;
  #typed = 0;
  #isShiftDown = false;
  #isControlDown = false;
  #onKey: () => void = () => undefined;

  private constructor(device: UhidDevice) {
    this.#device = device;
  }

  /** Plugs it in and resolves when its node is open. */
  static async plugIn(identity: Omit<HidIdentity, 'descriptor'>): Promise<Keyboard> {
    const keyboard = new Keyboard(new UhidDevice({ ...identity, descriptor: KEYBOARD_DESCRIPTOR }));
    const events = createReadStream(`/dev/input/${await findNode(identity.name)}`, {
      highWaterMark: 64 * EVENT_BYTES,
    });
    // When the keyboard is pulled the read that waits fails: that is its end.
    events.on('error', () => undefined);
    events.on('data', (chunk) => {
      const bytes = Buffer.from(chunk);
      for (let at = 0; at + EVENT_BYTES <= bytes.length; at += EVENT_BYTES) {
        keyboard.#take(bytes.subarray(at, at + EVENT_BYTES));
      }
    });
    await new Promise((resolve) => events.once('open', resolve));
    return keyboard;
  }

  /** Presses and releases the key of a character, or `Enter`; resolves when the kernel has told of it. */
  async press(character: string, { control = false } = {}): Promise<void> {
    const key = KEYS.find(({ plain, shifted }) => plain === character || shifted === character);
    if (key === undefined) throw new Error('this keyboard has no such key');
    const isShifted = key.plain !== character;
    const modifiers = (isShifted ? SHIFT.bit : 0) | (control ? CONTROL.bit : 0);
    this.#device.input(Uint8Array.of(modifiers, 0, key.usage, 0, 0, 0, 0, 0));
    this.#device.input(new Uint8Array(8));
    this.#typed += 2 * (1 + Number(isShifted) + Number(control));
    await new Promise<void>((resolve) => {
      this.#onKey = () => {
        if (this.keys.filter(({ change }) => change !== 'repeat').length >= this.#typed) resolve();
      };
      this.#onKey();
    });
  }

  unplug(): void {
    this.#device.unplug();
  }

  #take(event: Buffer): void {
    if (event.readUInt16LE(16) !== EV_KEY) return;
    const code = event.readUInt16LE(18);
    const change = (['up', 'down', 'repeat'] as const)[event.readInt32LE(20)] ?? 'up';
    if (code === SHIFT.code) this.#isShiftDown = change !== 'up';
    if (code === CONTROL.code) this.#isControlDown = change !== 'up';
    this.keys.push({
      key: this.#nameOf(code),
      code: String(code),
      change,
      isControlDown: this.#isControlDown,
      timeMs: Number(event.readBigInt64LE(0)) * 1000 + Number(event.readBigInt64LE(8)) / 1000,
    });
    this.#onKey();
  }

  #nameOf(code: number): string {
    if (code === SHIFT.code) return 'Shift';
    if (code === CONTROL.code) return 'Control';
    const key = KEYS.find((each) => each.code === code);
    return (this.#isShiftDown ? key?.shifted : key?.plain) ?? 'Unidentified';
  }
}

async function findNode(name: string): Promise<string> {
  for (;;) {
    for (const node of await readdir('/sys/class/input')) {
      if (!node.startsWith('event')) continue;
      const itsName = await readFile(`/sys/class/input/${node}/device/name`, 'utf8').catch(() => '');
      if (itsName.trim() === name) return node;
    }
    await delay(FIND_INTERVAL_MS);
  }
}

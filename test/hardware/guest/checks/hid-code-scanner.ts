import assert from 'node:assert/strict';
import { HONEYWELL_HID, createCodeScanner } from '@tongban/peripherals/code-scanner';
import { HidCodeScannerSimulator } from '@tongban/peripherals/code-scanner/simulator';
import {
  ACCEPTANCE_NUMBER,
  CITIZEN_TOKEN,
  LONG_TOKEN,
  Observed,
} from '../../../../peripherals/code-scanner/simulator/test-support.ts';
import { usbDevices } from '../../../../peripherals/manager/finding/usb-devices.ts';
import { KEYBOARD_DESCRIPTOR } from '../keyboard.ts';
import type { Family } from '../family.ts';
import { UhidDevice } from '../uhid.ts';
import type { HidIdentity } from '../uhid.ts';

const SCANNER: HidIdentity = {
  name: 'Honeywell HID POS TEST',
  vendorId: 0x0c2e,
  productId: 0x0b61,
  serialNumber: 'TEST-0001',
  // prettier-ignore
  descriptor: Uint8Array.of(
    0x05, 0x8c, 0x09, 0x02, 0xa1, 0x01, // bar code scanner page, bar code scanner, collection
    0x15, 0x00, 0x26, 0xff, 0x00, 0x75, 0x08, 0x95, 0x3f, // 63 × 8 bits, 0 to 255
    0x85, 0x02, 0x09, 0xfe, 0x82, 0x02, 0x01, // report 02 in: decoded data
    0x85, 0xfd, 0x06, 0x66, 0xff, 0x09, 0x04, 0x92, 0x02, 0x01, 0xc0, // report FD out: commands
  ),
};
/** The other face of such a scanner, listed before the first. */
const ITS_KEYBOARD: HidIdentity = { ...SCANNER, descriptor: KEYBOARD_DESCRIPTOR };

/** The simulated scanner at the other end of hidraw. */
class ScannerOnHidraw {
  readonly simulator = new HidCodeScannerSimulator({
    personality: 'honeywell',
    layout: HONEYWELL_HID.layout,
    identity: SCANNER,
  });

  async plugIn(): Promise<void> {
    this.simulator.plugIn();
    const { port } = this.simulator;
    const faces = await port.list(SCANNER);
    const face = faces.find(({ usagePage }) => usagePage === 0x8c);
    assert.ok(face !== undefined);
    const handle = await port.open(face.path);
    const keyboard = new UhidDevice(ITS_KEYBOARD);
    const device = new UhidDevice(SCANNER, (report) => void handle.write(report));
    handle.onReport((report) => device.input(report));
    handle.onError(() => {
      device.unplug();
      keyboard.unplug();
    });
  }
}

/** uhid → hid-generic → hidraw → node-hid → the adapter with its own delays, commands and replies included. */
export const hidCodeScanner: Family = {
  name: 'HID-POS scanner',
  async prove({ check }) {
    const device = new ScannerOnHidraw();
    const { simulator } = device;
    const scanner = createCodeScanner({ connection: 'hid', model: HONEYWELL_HID, identity: SCANNER });
    const observed = new Observed(scanner);
    /** Shows the code as soon as the scanner's light is on. */
    const scan = (text: string): Promise<unknown> =>
      observed.codeAfter(async () => {
        while (!simulator.showCode(text)) await new Promise(setImmediate);
      });
    scanner.open();

    await check('found on hidraw beside its keyboard, its settings asserted and acknowledged', async () => {
      await device.plugIn();
      await observed.status('ready');
      assert.equal(simulator.isLooking, false);
    });
    await check('reads codes of one report and of several', async () => {
      scanner.startScanning();
      await observed.status('scanning');
      assert.deepEqual(await scan(ACCEPTANCE_NUMBER), {
        kind: 'acceptance-number',
        number: ACCEPTANCE_NUMBER,
      });
      assert.deepEqual(await scan(CITIZEN_TOKEN), { kind: 'citizen-code', token: CITIZEN_TOKEN });
      assert.deepEqual(await scan(LONG_TOKEN), { kind: 'citizen-code', token: LONG_TOKEN });
    });
    await check('hostile code ends as not valid', async () => {
      assert.deepEqual(await scan('https://example.test/\u0016M\r'), { kind: 'not-a-valid-code' });
    });
    await check('pulled in mid-code: told as disconnected, no code delivered', async () => {
      const before = observed.codes.length;
      simulator.faults.failNext('unplugged-mid-code');
      while (!simulator.showCode(LONG_TOKEN)) await new Promise(setImmediate);
      await observed.status('disconnected');
      assert.equal(observed.codes.length, before);
    });
    await check('plugged in again: set up anew, reads the next code whole', async () => {
      await device.plugIn();
      await observed.status('scanning');
      assert.deepEqual(await scan(LONG_TOKEN), { kind: 'citizen-code', token: LONG_TOKEN });
    });
    await scanner.close();
    await check('found by what it says of itself', async () => {
      const found = await usbDevices();
      assert.deepEqual(
        found.filter(({ family }) => family === 'code-scanner').map(({ where }) => where),
        ['USB 0c2e:0b61'],
      );
    });
    simulator.unplug();
  },
};

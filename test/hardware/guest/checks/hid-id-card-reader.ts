import assert from 'node:assert/strict';
import { createIdCardReader, createMiaxisTransport } from '@tongban/peripherals/id-card-reader';
import { IdCardReaderSimulator, attachHid, cards } from '@tongban/peripherals/id-card-reader/simulator';
import { Observed, expectedCard } from '../../../../peripherals/id-card-reader/simulator/test-support.ts';
import type { Family } from '../family.ts';
import { UhidDevice } from '../uhid.ts';
import type { HidIdentity } from '../uhid.ts';

/** MIAXIS MR-300: reports of 64 bytes both ways, without a number, on a page of its maker's. */
const READER: HidIdentity = {
  name: 'MIAXIS MR-300 TEST',
  vendorId: 0x10c4,
  productId: 0x0007,
  serialNumber: 'TEST-0002',
  // prettier-ignore
  descriptor: Uint8Array.of(
    0x06, 0x00, 0xff, 0x09, 0x01, 0xa1, 0x01, // vendor page FF00, usage 1, collection
    0x15, 0x00, 0x26, 0xff, 0x00, 0x75, 0x08, 0x95, 0x40, // 64 × 8 bits, 0 to 255
    0x09, 0x01, 0x81, 0x02, 0x09, 0x01, 0x91, 0x02, 0xc0, // input, output
  ),
};
const TWIN: HidIdentity = { ...READER, serialNumber: 'TEST-0001' };

/** So many of about 24 reports with the data of a card are in when the cable is pulled. */
const REPORTS_BEFORE_PULL = 10;

/** The simulated reader at the other end of hidraw. */
class ReaderOnHidraw {
  readonly simulator = new IdCardReaderSimulator();
  #reportsLeft = Infinity;

  plugIn(): void {
    this.simulator.plugIn();
    const reports = attachHid(this.simulator);
    const device = new UhidDevice(READER, (report) => void reports.write(report.subarray(1)));
    reports.on('data', (report: Uint8Array) => {
      if (this.#reportsLeft-- > 0) device.input(report);
      else this.simulator.unplug();
    });
    reports.on('close', () => device.unplug());
  }

  /** From the moment at which the data of a card goes out. */
  pullWhileRead(): void {
    const stop = this.simulator.onChange(({ stage }) => {
      if (stage !== 'read') return;
      stop();
      this.#reportsLeft = REPORTS_BEFORE_PULL;
    });
  }

  /** The cable is whole again. */
  repair(): void {
    this.#reportsLeft = Infinity;
  }
}

/** uhid → hid-generic → hidraw → node-hid → the MIAXIS framing → the adapter with its own delays. */
export const hidIdCardReader: Family = {
  name: 'HID ID card reader',
  async prove({ check }) {
    const device = new ReaderOnHidraw();
    const { simulator } = device;
    const twin = new UhidDevice(TWIN);
    const reader = createIdCardReader({
      openTransport: () => createMiaxisTransport({ serialNumber: READER.serialNumber }),
    });
    const observed = new Observed(reader);
    reader.open();

    await check('found on hidraw by its serial number, beside its twin', async () => {
      device.plugIn();
      await observed.status('no-card');
      assert.equal((await reader.describe()).kind, 'described');
    });
    const oneOfEachLayout = [...new Map(cards.map((each) => [each.type, each])).values()];
    await check(`reads every field of a card of each of the ${oneOfEachLayout.length} layouts`, async () => {
      reader.startReading();
      for (const card of oneOfEachLayout) {
        const next = observed.nextCard();
        simulator.placeCard(card);
        assert.deepEqual(await next, expectedCard(card));
        simulator.removeCard();
        await observed.status('no-card');
      }
    });
    const card = cards[0]!;
    await check('pulled while a card is read: told as disconnected, no card delivered', async () => {
      const before = observed.cards.length;
      device.pullWhileRead();
      simulator.placeCard(card);
      await observed.status('disconnected');
      assert.equal(observed.cards.length, before);
    });
    await check('plugged in again: finds itself and reads the card', async () => {
      const next = observed.nextCard();
      device.repair();
      device.plugIn();
      assert.deepEqual(await next, expectedCard(card));
    });
    await check('pulled while nothing is read, and back', async () => {
      reader.stopReading();
      simulator.removeCard();
      await observed.status('no-card');
      simulator.unplug();
      await observed.status('disconnected');
      device.plugIn();
      await observed.status('no-card');
    });
    await reader.close();
    simulator.unplug();
    twin.unplug();
  },
};

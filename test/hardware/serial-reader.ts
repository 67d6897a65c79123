import { IdCardReaderSimulator, citizens } from '@tongban/peripherals/id-card-reader/simulator';
import type { Machine } from './machine.ts';
import { ADAPTER_SERIAL_NUMBER } from './messages.ts';

/** Slow enough that a whole card is on the wire for a third of a second: there is time to pull the cable. */
const LINE_BAUD = 38_400;
const DEVICE = 'serial-reader';

/** An ID card reader behind a USB serial adapter (FTDI, as QEMU makes it) that can be pulled out of the guest. */
export class SerialReader {
  readonly #machine: Machine;
  readonly #simulator = new IdCardReaderSimulator({ paceBaud: LINE_BAUD });

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  async plugIn(): Promise<void> {
    const adapter = { driver: 'usb-serial', id: DEVICE, chardev: DEVICE, serial: ADAPTER_SERIAL_NUMBER };
    await this.#machine.addDevice({ ...adapter, bus: 'usb.0' });
    this.#simulator.plugIn();
    this.#simulator.attach(await this.#machine.connect(DEVICE));
  }

  async pull(): Promise<void> {
    // First the device, so that the guest sees a device vanish and not a line end.
    await this.#machine.command('device_del', { id: DEVICE });
    this.#simulator.unplug();
  }

  placeCard(): void {
    this.#simulator.placeCard(citizens[0]!);
  }

  removeCard(): void {
    this.#simulator.removeCard();
  }

  /** Puts a card there and pulls the cable while the answer with its data is on the wire. */
  async placeCardAndPullWhileRead(): Promise<void> {
    const beingRead = new Promise<void>((resolve) => {
      const stop = this.#simulator.onChange(({ stage }) => {
        if (stage !== 'read') return;
        stop();
        resolve();
      });
    });
    this.placeCard();
    await beingRead;
    await this.pull();
  }
}

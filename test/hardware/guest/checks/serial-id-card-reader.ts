import assert from 'node:assert/strict';
import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { createIdCardReader } from '@tongban/peripherals/id-card-reader';
import { citizens } from '@tongban/peripherals/id-card-reader/simulator';
import { lookForDevices } from '@tongban/peripherals/manager';
import { createSerialTransport } from '@tongban/peripherals/transport';
import { Observed, expectedCard } from '../../../../peripherals/id-card-reader/simulator/test-support.ts';
import { ADAPTER_SERIAL_NUMBER } from '../../messages.ts';
import type { Family } from '../family.ts';

const PORT = `/dev/serial/by-id/usb-QEMU_QEMU_USB_SERIAL_${ADAPTER_SERIAL_NUMBER}-if00-port0`;

const BY_PATH = '/dev/serial/by-path';

/** The names of sockets under which the adapter is known now. */
async function namesByPath(): Promise<string[]> {
  const port = await realpath(PORT);
  const names = await readdir(BY_PATH);
  const ports = await Promise.all(names.map((name) => realpath(join(BY_PATH, name))));
  return names.filter((_name, at) => ports[at] === port).sort();
}

/** USB serial adapter → ftdi_sio → ttyUSB → serialport → the adapter with its own delays. */
export const serialIdCardReader: Family = {
  name: 'serial ID card reader',
  async prove({ check, ask }) {
    const reader = createIdCardReader({ openTransport: () => createSerialTransport({ path: PORT }) });
    const observed = new Observed(reader);
    const card = expectedCard(citizens[0]!);
    reader.open();

    await check('found under its by-id name when it is plugged in', async () => {
      await ask('serial-reader: plug in');
      await observed.status('no-card');
      assert.match(await realpath(PORT), /^\/dev\/ttyUSB\d+$/);
    });
    await check('reads every field of a card over a real ttyUSB', async () => {
      reader.startReading();
      const next = observed.nextCard();
      await ask('serial-reader: place card');
      assert.deepEqual(await next, card);
      await ask('serial-reader: remove card');
      await observed.status('no-card');
    });
    await check('known by the name of its socket too', async () => {
      assert.notDeepEqual(await namesByPath(), []);
    });
    await check('cable pulled while a card is read: told as disconnected, no card delivered', async () => {
      const before = observed.cards.length;
      await ask('serial-reader: place card, pull while it is read');
      await observed.status('disconnected');
      assert.equal(observed.cards.length, before);
      await assert.rejects(realpath(PORT), { code: 'ENOENT' });
    });
    await check('cable back: finds itself and reads the card', async () => {
      const next = observed.nextCard();
      await ask('serial-reader: plug in');
      assert.deepEqual(await next, card);
    });
    await check('cable pulled while nothing is read, and back', async () => {
      reader.stopReading();
      await ask('serial-reader: remove card');
      await observed.status('no-card');
      await ask('serial-reader: pull');
      await observed.status('disconnected');
      await ask('serial-reader: plug in');
      await observed.status('no-card');
    });
    await reader.close();
    await check('found by asking every port, under the name of its socket', async () => {
      const found = await lookForDevices();
      const [seen] = found?.filter(({ family }) => family === 'id-card-reader') ?? [];
      assert.ok(seen !== undefined && seen.where.startsWith(BY_PATH), JSON.stringify(found));
      assert.equal(await realpath(seen.where), await realpath(PORT));
    });
    await ask('serial-reader: pull');
  },
};

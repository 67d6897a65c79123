import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createSmartCardReader } from '@tongban/peripherals/smart-card-reader';
import { holders } from '@tongban/peripherals/smart-card-reader/simulator';
import { Observed, expectedCard } from '../../../../peripherals/smart-card-reader/simulator/test-support.ts';
import type { Family } from '../family.ts';

/** USB CCID → libusb → libccid → pcscd → libpcsclite → the adapter with its own delays. Nothing is pulled in mid-read. */
export const smartCardReader: Family = {
  name: 'smart card reader',
  async prove({ check, ask }) {
    // Readers that this machine has configured by hand are none of the guest's.
    const pcscd = spawn('pcscd', ['--foreground', '--config', '/dev/null'], { stdio: 'ignore' });
    const reader = createSmartCardReader();
    const observed = new Observed(reader);
    const expected = expectedCard(holders[0]!);
    reader.open();

    await check('found by pcscd and libccid when it is plugged in', async () => {
      await ask('smart-card-reader: plug in');
      await observed.status('no-card');
    });
    await check('reads every field of a card', async () => {
      reader.startReading();
      const next = observed.nextCard();
      await ask('smart-card-reader: insert card');
      assert.partialDeepStrictEqual(await next, expected);
    });
    await check('tells that the card was taken out', async () => {
      await ask('smart-card-reader: remove card');
      await observed.status('no-card');
    });
    await check('reads a card that answers in pieces and wants exact lengths (61xx, 6Cxx)', async () => {
      const next = observed.nextCard();
      await ask('smart-card-reader: insert card of pieces');
      assert.partialDeepStrictEqual(await next, expected);
      await ask('smart-card-reader: remove card');
      await observed.status('no-card');
    });
    await check('pulled: told as disconnected', async () => {
      await ask('smart-card-reader: pull');
      await observed.status('disconnected');
    });
    await check('plugged in again: finds itself and reads a card', async () => {
      await ask('smart-card-reader: plug in');
      await observed.status('no-card');
      const next = observed.nextCard();
      await ask('smart-card-reader: insert card');
      assert.partialDeepStrictEqual(await next, expected);
    });
    await reader.close();
    pcscd.kill();
  },
};

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createDeviceManager } from '@tongban/peripherals/manager';
import type { HostEnded } from '@tongban/peripherals/manager';
import { createSmartCardReader } from '@tongban/peripherals/smart-card-reader';
import { holders } from '@tongban/peripherals/smart-card-reader/simulator';
import { Observed, expectedCard } from '../../../../peripherals/smart-card-reader/simulator/test-support.ts';
import { loadPcsc } from '../../../../peripherals/smart-card-reader/pcsc/library.ts';
import type { Pcsc } from '../../../../peripherals/smart-card-reader/pcsc/library.ts';
import type { Bench, Family } from '../family.ts';

const PULLS = 5;
/** Of the twenty commands that read a card. */
const COMMANDS_BEFORE_PULL = 9;
/** Node starts in seconds under emulation, and its loop may stand for as long. */
const PATIENT = { blockedMs: 20_000, startMs: 30_000 };

/**
 * USB CCID → libusb → libccid → pcscd → libpcsclite → the adapter with its own delays. QEMU's
 * reader loses the news of a card that is pulled in mid-read, or never answers again: so it is pulled whole.
 */
export const smartCardReader: Family = {
  name: 'smart card reader',
  async prove({ check, ask }) {
    // Readers that this machine has configured by hand are none of the guest's.
    const pcscd = spawn('pcscd', ['--foreground', '--config', '/dev/null'], { stdio: 'ignore' });
    let onTransmit = (): Promise<void> => Promise.resolve();
    const reader = createSmartCardReader({ loadPcsc: () => listenTo(loadPcsc(), () => onTransmit()) });
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
    await check(`pulled in mid-read, ${PULLS} times: told, and a card is read when it is back`, async () => {
      for (let pull = 1; pull <= PULLS; pull++) {
        await ask('smart-card-reader: remove card');
        await observed.status('no-card');
        const before = observed.cards.length;
        let left = COMMANDS_BEFORE_PULL;
        onTransmit = async () => {
          if (--left === 0) await ask('smart-card-reader: pull');
        };
        await ask('smart-card-reader: insert card');
        await observed.status('disconnected');
        assert.equal(observed.cards.length, before);
        const next = observed.nextCard();
        await ask('smart-card-reader: plug in');
        assert.partialDeepStrictEqual(await next, expected);
      }
    });
    await reader.close();
    await ask('smart-card-reader: remove card');
    await hangAndComeBack({ check, ask });
    pcscd.kill();
  },
};

/** With the process that the product gives to the driver: a call that hangs ends with it. */
async function hangAndComeBack({ check, ask }: Bench): Promise<void> {
  const manager = createDeviceManager([{ id: 'cards', family: 'smart-card-reader', settings: {} }], PATIENT);
  const outcome = manager.claim('smart-card-reader', 'cards');
  assert.ok(outcome.ok);
  const { device, enable } = outcome.claim;
  const observed = new Observed(device);
  const ended = new Promise<HostEnded>((resolve) => manager.onHostEnded((_id, each) => resolve(each)));
  enable();

  await check('no answer to a command any more: told as a fault, its process ended as stuck', async () => {
    await observed.status('no-card');
    device.startReading();
    await ask('smart-card-reader: insert card that falls silent');
    assert.equal((await ended).cause, 'stuck');
    assert.ok(observed.statuses.includes('fault'));
  });
  await check('the reader that hung is pulled and plugged in: a new process reads a card', async () => {
    await ask('smart-card-reader: pull');
    await ask('smart-card-reader: remove card');
    await ask('smart-card-reader: plug in');
    const next = observed.nextCard();
    await ask('smart-card-reader: insert card');
    assert.partialDeepStrictEqual(await next, expectedCard(holders[0]!));
  });
  await manager.close();
}

/** The real library; `onTransmit` is waited for before each command to a card. */
function listenTo(pcsc: Pcsc | null, onTransmit: () => Promise<void>): Pcsc | null {
  return (
    pcsc && {
      ...pcsc,
      async transmit(card, protocol, request) {
        await onTransmit();
        return pcsc.transmit(card, protocol, request);
      },
    }
  );
}

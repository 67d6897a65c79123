import { expect, it } from 'vitest';
import { RASTER_80MM } from '../receipt-printer/index.ts';
import { holders } from '../smart-card-reader/simulator/index.ts';
import { createXfsCodeScanner, createXfsReceiptPrinter, createXfsSmartCardReader } from './index.ts';
import { XfsProviderSimulator } from './simulator/index.ts';
import { printerOnXfs, readerOnXfs, TEST_DELAYS } from './simulator/test-support.ts';

/** No look in the length of a test: what is seen was told. */
const UNASKED = { heartbeatMs: 3_600_000 };
const zhang = holders[0]!;

it('a card is seen come and go without being asked for', async () => {
  await using setup = await readerOnXfs({ cardReader: 'dip', delays: UNASKED });
  const { observed, simulator } = setup;
  await observed.status('no-card');
  simulator.insertCard(zhang);
  await observed.status('card-present');
  simulator.removeCard();
  await observed.status('no-card');
  expect(observed.statuses).toEqual(['no-card', 'card-present', 'no-card']);
});

it('a card that jams is told, with what to do, and what was stuck is gone afterwards', async () => {
  await using setup = await readerOnXfs({ delays: UNASKED });
  const { provider, reader, observed, simulator } = setup;
  reader.startReading();
  const stop = simulator.onCommand(() => {
    stop();
    provider.cardReader.jam();
  });
  simulator.insertCard(zhang);
  await observed.status('fault');
  expect(reader.status).toMatchObject({ availability: 'needs-attention', problem: 'jammed' });
  expect('staff' in reader.status && reader.status.staff.zh).toMatch(/取出/);
  provider.cardReader.clearJam();
  await observed.until(() => ['no-card', 'card-removed-mid-read'].includes(reader.status.kind));
  simulator.insertCard(zhang);
  expect((await observed.nextCard()).idNumber).toBe(zhang.citizen.idNumber);
});

it('a reader that is unplugged behind its provider is away, and back', async () => {
  await using setup = await readerOnXfs({ delays: UNASKED });
  const { provider, reader, observed, simulator } = setup;
  reader.startReading();
  await observed.status('no-card');
  provider.cardReader.unplug();
  await observed.status('disconnected');
  expect(reader.status).toMatchObject({ problem: 'no-reader' });
  provider.cardReader.plugIn();
  await observed.status('no-card');
  simulator.insertCard(zhang);
  await observed.nextCard();
});

it('the card of an earlier process is given back by the motor, unread', async () => {
  await using setup = await readerOnXfs();
  const { provider, reader, observed, simulator } = setup;
  reader.startReading();
  // The process ends while the card is inside.
  const ended = Promise.withResolvers<void>();
  const stop = simulator.onCommand(() => {
    stop();
    ended.resolve(reader.close());
  });
  simulator.insertCard(zhang);
  await ended.promise;
  reader.stopReading();
  expect(provider.cardReader.media).toBe('present');
  reader.open();
  await expect.poll(() => provider.cardReader.media).toBe('entering');
  expect(reader.status.kind).toBe('card-present');
  expect(observed.cards).toEqual([]);
  simulator.removeCard();
  await observed.status('no-card');
});

it('paper and its absence are told, each once', async () => {
  await using setup = await printerOnXfs({ delays: UNASKED });
  const { provider, reaches, seen } = setup;
  await reaches('ready');
  provider.printer.runLow();
  await reaches('paper-near-end');
  provider.printer.runOutOfPaper();
  await reaches('paper-out');
  provider.printer.runOutOfPaper();
  provider.printer.refill();
  await reaches('ready');
  expect(seen).toEqual(['ready', 'paper-near-end', 'paper-out', 'ready']);
});

it.each(['CardReader1', 'Printer1', 'BarcodeReader1', 'Lights1'] as const)(
  'the service of another kind of device (%s) is not taken for one',
  async (service) => {
    await using provider = await XfsProviderSimulator.start();
    const options = { place: { url: provider.url(service) }, delays: TEST_DELAYS };
    const devices = {
      CardReader1: createXfsSmartCardReader(options),
      Printer1: createXfsReceiptPrinter({ ...options, profile: RASTER_80MM }),
      BarcodeReader1: createXfsCodeScanner(options),
    };
    for (const device of Object.values(devices)) device.open();
    // Everybody has tried some times.
    await expect.poll(() => provider.accepted).toBeGreaterThan(12);
    for (const [name, device] of Object.entries(devices)) {
      if (name !== service) expect([name, device.status.kind]).toEqual([name, 'disconnected']);
    }
    await Promise.all(Object.values(devices).map((device) => device.close()));
  },
);

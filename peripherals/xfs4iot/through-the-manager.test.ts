import { expect, it } from 'vitest';
import { CITIZEN_TOKEN } from '../code-scanner/simulator/test-support.ts';
import { createDeviceManager, FAMILIES, statusWithin } from '../manager/index.ts';
import type { HostEnded, StatusEdge } from '../manager/index.ts';
import { claimed } from '../manager/test-support.ts';
import { shortSlip } from '../receipt-printer/test-support.ts';
import { holders } from '../smart-card-reader/simulator/index.ts';
import { expectedCard } from '../smart-card-reader/simulator/test-support.ts';
import { XfsProviderSimulator } from './simulator/index.ts';

/** Four processes are started on a machine that others use too. */
const FIND_MS = 120_000;
const PATIENT = { startMs: FIND_MS, blockedMs: FIND_MS };

it(
  'every device works in a process of its own, by its address alone, and tells nothing of a person',
  async () => {
    await using provider = await XfsProviderSimulator.start();
    const at = (service: Parameters<typeof provider.address>[0]) => provider.address(service);
    const configs = (
      [
        ['smart-card-reader', at('CardReader1')],
        ['receipt-printer', at('Printer1')],
        ['code-scanner', at('BarcodeReader1')],
        ['lights', at('Lights1')],
      ] as const
    ).map(([family, address]) => {
      const settings = FAMILIES[family].settings.parse(FAMILIES[family].settingsAt(address));
      return { id: family, family, settings };
    });
    const manager = createDeviceManager(configs, PATIENT);
    const [edges, ended]: [StatusEdge[], HostEnded[]] = [[], []];
    manager.onStatus((edge) => edges.push(edge));
    manager.onHostEnded((_id, each) => ended.push(each));
    try {
      const reader = claimed(manager, 'smart-card-reader', 'smart-card-reader');
      const printer = claimed(manager, 'receipt-printer', 'receipt-printer');
      const scanner = claimed(manager, 'code-scanner', 'code-scanner');
      const lights = claimed(manager, 'lights', 'lights');
      for (const claim of [reader, printer, scanner, lights]) claim.enable();
      const areReady = () => manager.list().map(({ availability }) => availability === 'ready');
      await expect.poll(areReady, { timeout: FIND_MS }).toEqual([true, true, true, true]);
      expect(new Set(manager.list().map(({ pid }) => pid)).size).toBe(configs.length);

      lights.device.show(['card-slot']);
      await expect.poll(() => provider.lights.lit).toEqual(['cardReader']);

      const [zhang] = holders;
      const card = new Promise((resolve) => reader.device.onCard(resolve));
      reader.device.startReading();
      provider.cardReader.insertCard(zhang!);
      expect(await card).toMatchObject(expectedCard(zhang!));
      await expect.poll(() => provider.cardReader.media).toBe('entering');
      provider.cardReader.removeCard();
      expect(await statusWithin(reader.device, FIND_MS, ({ kind }) => kind === 'no-card')).toBe(true);

      const code = new Promise((resolve) => scanner.device.onCode(resolve));
      scanner.device.startScanning();
      await expect.poll(() => provider.barcodeReader.isLooking).toBe(true);
      provider.barcodeReader.presentCode(CITIZEN_TOKEN);
      expect(await code).toEqual({ kind: 'citizen-code', token: CITIZEN_TOKEN });

      expect((await printer.device.print(shortSlip(zhang!.citizen.name))).kind).toBe('printed');
      // What goes to log, screens and centre: facts of devices, nothing of who was there.
      provider.faults.failRepeatedly('unfit-payload');
      expect(await statusWithin(printer.device, FIND_MS, ({ kind }) => kind === 'disconnected')).toBe(true);
      const told = JSON.stringify([edges, ended, manager.list()]);
      for (const secret of [
        zhang!.citizen.name,
        zhang!.citizen.idNumber,
        zhang!.cardNumber,
        CITIZEN_TOKEN,
        '310199',
      ]) {
        expect(told).not.toContain(secret);
      }
      expect(ended).toEqual([]);
    } finally {
      await manager.close();
    }
  },
  2 * FIND_MS,
);

/** One contract for every scanner: our client on the simulator, SANE's test driver, and sane-airscan on the simulator. */
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { PDFDocument } from '@cantoo/pdf-lib';
import { pagesToPdf } from './index.ts';
import { EsclScannerSimulator } from './simulator/index.ts';
import { esclRig, FEEDER, FLATBED, Rig, SaneFolder, TEST_DELAYS } from './test-support.ts';

/** What the contract needs of a device, whoever plays it. */
interface Device extends AsyncDisposable {
  readonly rig: Rig;
  /** Ten sheets in the feeder. */
  loadTenSheets(): void;
  emptyFeeder(): void;
  jam(): void;
  openCover(): void;
  repair(): void;
  /** The next pages take their time. */
  slowDown(): void;
  unplug(): Promise<void>;
  plugIn(): Promise<void>;
}

async function simulatorBehindEscl(): Promise<Device> {
  const { rig, simulator, scanner } = await esclRig();
  return { rig, ...verbsOf(simulator, () => scanner.close()) };
}

async function simulatorBehindAirscan(): Promise<Device> {
  const simulator = await EsclScannerSimulator.start();
  const folder = new SaneFolder();
  const device = folder.useAirscan(simulator.url);
  const rig = new Rig({ kind: 'sane', device, configFolder: folder.path, delays: TEST_DELAYS });
  await rig.reaches('ready');
  return {
    rig,
    ...verbsOf(simulator, async () => {
      await rig.scanner.close();
      folder[Symbol.dispose]();
    }),
  };
}

function verbsOf(simulator: EsclScannerSimulator, stop: () => Promise<void>): Omit<Device, 'rig'> {
  simulator.putOnGlass();
  return {
    loadTenSheets: () => simulator.loadFeeder(10),
    emptyFeeder: () => simulator.emptyFeeder(),
    jam: () => simulator.jam(),
    openCover: () => simulator.openCover(),
    repair: () => {
      simulator.clearJam();
      simulator.closeCover();
    },
    slowDown: () => simulator.faults.failRepeatedly('slow-page'),
    unplug: () => simulator.unplug(),
    plugIn: () => simulator.plugIn(),
    [Symbol.asyncDispose]: async () => {
      await stop();
      await simulator.close();
    },
  };
}

async function saneTestDriver(): Promise<Device> {
  const folder = new SaneFolder();
  const device = folder.useTestDriver();
  const rig = new Rig({ kind: 'sane', device, configFolder: folder.path, delays: TEST_DELAYS });
  await rig.reaches('ready');
  return {
    rig,
    loadTenSheets: () => void folder.useTestDriver(),
    emptyFeeder: () => void folder.useTestDriver({ readStatusCode: 'SANE_STATUS_NO_DOCS' }),
    jam: () => void folder.useTestDriver({ readStatusCode: 'SANE_STATUS_JAMMED' }),
    openCover: () => void folder.useTestDriver({ readStatusCode: 'SANE_STATUS_COVER_OPEN' }),
    repair: () => void folder.useTestDriver(),
    slowDown: () => void folder.useTestDriver({ readDelayUs: 200_000 }),
    unplug: () => Promise.resolve(void folder.useTestDriver({ isUnplugged: true })),
    plugIn: () => Promise.resolve(void folder.useTestDriver()),
    [Symbol.asyncDispose]: async () => {
      await rig.scanner.close();
      folder[Symbol.dispose]();
    },
  };
}

describe.each([
  ['the simulator behind our eSCL client', simulatorBehindEscl],
  ["SANE's test driver", saneTestDriver],
  ['the simulator behind sane-airscan', simulatorBehindAirscan],
] as const)('%s', (_, start) => {
  test('says what it can do', async () => {
    await using device = await start();
    const capabilities = device.rig.scanner.capabilities;
    expect(capabilities?.sources.map(({ source, colours }) => [source, colours]).sort()).toEqual([
      ['feeder', ['colour', 'grey']],
      ['flatbed', ['colour', 'grey']],
    ]);
  });

  test('the glass gives one page of the size that was asked for', async () => {
    await using device = await start();
    const outcome = await device.rig.scanner.scan(FLATBED);
    if (outcome.kind !== 'scanned') throw new Error(`The scan ended as ${JSON.stringify(outcome)}.`);
    expect(outcome.pages).toHaveLength(1);
    const source = device.rig.scanner.capabilities?.sources.find(({ source }) => source === 'flatbed');
    const page = outcome.pages[0]!;
    const widthMm = Math.min(210, source?.maxWidthMm ?? 0);
    expect(page).toMatchObject({ number: 1, mediaType: 'image/jpeg', resolutionDpi: 75 });
    expect(Math.abs(page.widthPx - (widthMm / 25.4) * 75)).toBeLessThanOrEqual(2);
  });

  test('ten sheets in the feeder are ten pages in order, and one PDF of ten', async () => {
    await using device = await start();
    device.loadTenSheets();
    const told: number[] = [];
    const outcome = await device.rig.scanner.scan(FEEDER, { onPage: ({ number }) => told.push(number) });
    if (outcome.kind !== 'scanned') throw new Error(`The scan ended as ${JSON.stringify(outcome)}.`);
    expect(told).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(outcome.pages.map(({ number }) => number)).toEqual(told);
    const pdf = await PDFDocument.load(await pagesToPdf(outcome.pages));
    expect(pdf.getPageCount()).toBe(10);
    expect(device.rig.seen).toContain('scanning');
  });

  test('an empty feeder is told, and the glass still works', async () => {
    await using device = await start();
    device.emptyFeeder();
    expect(await device.rig.scanner.scan(FEEDER)).toEqual({
      kind: 'failed',
      reason: 'no-paper-in-feeder',
      pagesSoFar: [],
    });
    expect(device.rig.scanner.status.availability).toBe('ready');
    device.repair();
    expect((await device.rig.scanner.scan(FLATBED)).kind).toBe('scanned');
  });

  test.each([
    ['jammed', 'jam'],
    ['cover-open', 'openCover'],
  ] as const)('%s is told as outcome and as status, and over when repaired', async (kind, verb) => {
    await using device = await start();
    device.loadTenSheets();
    device[verb]();
    expect(await device.rig.scanner.scan(FEEDER)).toEqual({ kind: 'failed', reason: kind, pagesSoFar: [] });
    expect(device.rig.scanner.status).toEqual({ kind, availability: 'needs-attention' });
    device.repair();
    const outcome = await device.rig.scanner.scan(FEEDER);
    expect(outcome.kind).toBe('scanned');
    expect(device.rig.scanner.status.availability).toBe('ready');
  });

  test('a cancelled scan keeps the pages that were whole, and the next one works', async () => {
    await using device = await start();
    device.loadTenSheets();
    const cancel = new AbortController();
    const outcome = await device.rig.scanner.scan(FEEDER, {
      signal: cancel.signal,
      onPage: ({ number }) => number === 2 && cancel.abort(),
    });
    expect(outcome.kind).toBe('cancelled');
    expect(outcome.kind === 'cancelled' && outcome.pagesSoFar.length).toBe(2);
    expect((await device.rig.scanner.scan(FLATBED)).kind).toBe('scanned');
  });

  test('a scan that is cancelled within a slow page ends without it', async () => {
    await using device = await start();
    device.loadTenSheets();
    device.slowDown();
    const cancel = new AbortController();
    const scan = device.rig.scanner.scan({ ...FLATBED, resolutionDpi: 300 }, { signal: cancel.signal });
    await device.rig.reaches('scanning');
    cancel.abort();
    expect(await scan).toEqual({ kind: 'cancelled', pagesSoFar: [] });
  });

  test('a second scan while one runs is refused and disturbs nothing', async () => {
    await using device = await start();
    device.loadTenSheets();
    const first = device.rig.scanner.scan(FEEDER);
    expect(await device.rig.scanner.scan(FLATBED)).toEqual({
      kind: 'failed',
      reason: 'busy',
      pagesSoFar: [],
    });
    const outcome = await first;
    expect(outcome.kind === 'scanned' && outcome.pages.length).toBe(10);
  });

  test('unplugged and plugged in again: seen both times, and it scans', async () => {
    await using device = await start();
    await device.unplug();
    await device.rig.reaches('disconnected');
    expect(await device.rig.scanner.scan(FLATBED)).toEqual({
      kind: 'failed',
      reason: 'disconnected',
      pagesSoFar: [],
    });
    await device.plugIn();
    await device.rig.reaches('ready', 'no-paper-in-feeder');
    expect((await device.rig.scanner.scan(FLATBED)).kind).toBe('scanned');
  });

  test('nothing of a page is left behind', async () => {
    await using device = await start();
    device.loadTenSheets();
    await device.rig.scanner.scan(FEEDER);
    device.loadTenSheets();
    device.jam();
    await device.rig.scanner.scan(FEEDER);
    const mine = `tongban-scan-${process.pid}-`;
    expect(readdirSync('/dev/shm').filter((name) => name.startsWith(mine))).toEqual([]);
  });

  test('closed in mid-scan, the scan is cancelled and the status is disconnected', async () => {
    await using device = await start();
    device.loadTenSheets();
    const firstPage = Promise.withResolvers<void>();
    const scan = device.rig.scanner.scan(FEEDER, { onPage: () => firstPage.resolve() });
    await firstPage.promise;
    await device.rig.scanner.close();
    expect((await scan).kind).toBe('cancelled');
    expect(device.rig.scanner.status.kind).toBe('disconnected');
  });
});

import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ScannerFault } from './simulator/index.ts';
import { esclRig, FEEDER, FLATBED, Rig, SaneFolder, TEST_DELAYS } from './test-support.ts';

test.each<[ScannerFault, string]>([
  ['garbage-page', 'page-unreadable'],
  ['truncated-page', 'page-unreadable'],
  ['huge-page', 'page-too-large'],
  ['endless-page', 'page-too-large'],
])('%s as page 2: %s, page 1 is kept, the device is told to stop', async (fault, reason) => {
  await using setup = await esclRig({ limits: { maxBytesPerPage: 1_000_000 } });
  const { scanner, simulator } = setup;
  simulator.loadFeeder(3);
  const outcome = await scanner.scan(FEEDER, {
    onPage: ({ number }) => number === 1 && simulator.faults.failNext(fault),
  });
  expect(outcome).toMatchObject({ kind: 'failed', reason, pagesSoFar: [{ number: 1 }] });
  expect(outcome.kind === 'failed' && outcome.pagesSoFar.length).toBe(1);
  expect(simulator.state.isScanning).toBe(false);
  expect((await scanner.scan(FLATBED)).kind).toBe('scanned');
});

test('a page that would have more dots than allowed is not begun', async () => {
  await using setup = await esclRig({ limits: { maxPixelsPerPage: 1_000_000 } });
  const { scanner, simulator } = setup;
  simulator.loadFeeder(1);
  expect(await scanner.scan({ ...FEEDER, resolutionDpi: 300 })).toMatchObject({ reason: 'unsupported' });
  expect(simulator.state.sheetsInFeeder).toBe(1);
});

test.each([FLATBED, FEEDER])('a page of SANE with more bytes than allowed ($source)', async (request) => {
  using folder = new SaneFolder();
  const device = folder.useTestDriver();
  await using rig = new Rig({
    kind: 'sane',
    device,
    configFolder: folder.path,
    delays: TEST_DELAYS,
    limits: { maxBytesPerPage: 2000 },
  });
  await rig.reaches('ready');
  expect(await rig.scanner.scan(request)).toEqual({
    kind: 'failed',
    reason: 'page-too-large',
    pagesSoFar: [],
  });
});

test('a page of SANE that grows beyond what is allowed is stopped while it grows', async () => {
  using folder = new SaneFolder();
  const device = folder.useTestDriver({ readDelayUs: 200_000 });
  await using rig = new Rig({
    kind: 'sane',
    device,
    configFolder: folder.path,
    delays: TEST_DELAYS,
    limits: { maxBytesPerPage: 1000 },
  });
  await rig.reaches('ready');
  const pages: number[] = [];
  // 300 dots per inch in grey are 5.6 MB in pieces of 32 KiB: half a minute, were it not stopped.
  const startedAt = performance.now();
  const outcome = await rig.scanner.scan(
    { ...FEEDER, resolutionDpi: 300 },
    { onPage: ({ number }) => pages.push(number) },
  );
  expect(outcome).toEqual({ kind: 'failed', reason: 'page-too-large', pagesSoFar: [] });
  expect(performance.now() - startedAt).toBeLessThan(15_000);
  expect(pages).toEqual([]);
  const mine = `tongban-scan-${process.pid}-`;
  expect(readdirSync('/dev/shm').filter((name) => name.startsWith(mine))).toEqual([]);
});

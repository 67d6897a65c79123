import { expect, test } from 'vitest';
import type { ScanOutcome } from './index.ts';
import { EsclScannerSimulator } from './simulator/index.ts';
import { esclRig, FEEDER, Rig, SaneFolder, TEST_DELAYS } from './test-support.ts';

/** The outcome with numbers in place of pages. */
function summary(outcome: ScanOutcome): unknown {
  return outcome.kind === 'scanned'
    ? { kind: outcome.kind, pages: outcome.pages.map(({ number }) => number) }
    : { ...outcome, pagesSoFar: outcome.pagesSoFar.map(({ number }) => number) };
}

test('a jam after page 3 keeps pages 1 to 3; cleared, the rest comes with the next scan', async () => {
  await using setup = await esclRig();
  const { scanner, simulator, rig } = setup;
  simulator.loadFeeder(5);
  simulator.jam({ afterPages: 3 });
  expect(summary(await scanner.scan(FEEDER))).toEqual({
    kind: 'failed',
    reason: 'jammed',
    pagesSoFar: [1, 2, 3],
  });
  expect(scanner.status).toEqual({ kind: 'jammed', availability: 'needs-attention' });
  simulator.clearJam();
  await rig.reaches('ready');
  expect(summary(await scanner.scan(FEEDER))).toEqual({ kind: 'scanned', pages: [1, 2] });
});

test('a jam after page 3 keeps pages 1 to 3 through SANE too, and is told until a scan works', async () => {
  using folder = new SaneFolder();
  const simulator = await EsclScannerSimulator.start();
  await using rig = new Rig({
    kind: 'sane',
    device: folder.useAirscan(simulator.url),
    configFolder: folder.path,
    delays: TEST_DELAYS,
  });
  await rig.reaches('ready');
  simulator.loadFeeder(5);
  simulator.jam({ afterPages: 3 });
  expect(summary(await rig.scanner.scan(FEEDER))).toEqual({
    kind: 'failed',
    reason: 'jammed',
    pagesSoFar: [1, 2, 3],
  });
  expect(rig.scanner.status.kind).toBe('jammed');
  simulator.clearJam();
  expect(summary(await rig.scanner.scan(FEEDER))).toEqual({ kind: 'scanned', pages: [1, 2] });
  expect(rig.scanner.status.kind).toBe('ready');
  await rig.scanner.close();
  await simulator.close();
});

test('a jam that only a try can show is not told for ever', async () => {
  using folder = new SaneFolder();
  const device = folder.useTestDriver({ readStatusCode: 'SANE_STATUS_JAMMED' });
  await using rig = new Rig({
    kind: 'sane',
    device,
    configFolder: folder.path,
    delays: { ...TEST_DELAYS, conditionHoldMs: 100 },
  });
  await rig.reaches('ready');
  expect((await rig.scanner.scan(FEEDER)).kind).toBe('failed');
  await rig.reaches('jammed');
  await rig.reaches('ready');
  expect(rig.seen).toEqual(['ready', 'scanning', 'jammed', 'ready']);
});

test('the cover opened in mid-batch', async () => {
  await using setup = await esclRig();
  const { scanner, simulator } = setup;
  simulator.loadFeeder(5);
  const outcome = await scanner.scan(FEEDER, {
    onPage: ({ number }) => number === 2 && simulator.openCover(),
  });
  expect(summary(outcome)).toEqual({ kind: 'failed', reason: 'cover-open', pagesSoFar: [1, 2] });
  expect(scanner.status.kind).toBe('cover-open');
});

test.each(['escl', 'sane'] as const)('more sheets than a scan may have (%s)', async (kind) => {
  const limits = { maxPages: 4 };
  const expected = { kind: 'failed', reason: 'too-many-pages', pagesSoFar: [1, 2, 3, 4] };
  if (kind === 'escl') {
    await using setup = await esclRig({ limits });
    setup.simulator.loadFeeder(6);
    expect(summary(await setup.scanner.scan(FEEDER))).toEqual(expected);
    // It was told to stop: what is left stays in the feeder.
    expect(setup.simulator.state).toMatchObject({ isScanning: false, sheetsInFeeder: 1 });
    return;
  }
  using folder = new SaneFolder();
  const device = folder.useTestDriver();
  await using rig = new Rig({ kind, device, configFolder: folder.path, delays: TEST_DELAYS, limits });
  await rig.reaches('ready');
  expect(summary(await rig.scanner.scan(FEEDER))).toEqual(expected);
});

test('exactly as many sheets as a scan may have', async () => {
  await using setup = await esclRig({ limits: { maxPages: 4 } });
  setup.simulator.loadFeeder(4);
  expect(summary(await setup.scanner.scan(FEEDER))).toEqual({ kind: 'scanned', pages: [1, 2, 3, 4] });
});

test('more bytes than all pages of a scan may have', async () => {
  await using setup = await esclRig({ limits: { maxBytesInAll: 50_000 } });
  setup.simulator.loadFeeder(10);
  const outcome = await setup.scanner.scan(FEEDER);
  expect(outcome).toMatchObject({ kind: 'failed', reason: 'too-many-pages' });
  const bytes =
    outcome.kind === 'failed' ? outcome.pagesSoFar.reduce((sum, page) => sum + page.bytes.length, 0) : 0;
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThanOrEqual(50_000);
});

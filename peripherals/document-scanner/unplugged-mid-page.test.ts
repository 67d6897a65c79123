import { expect, test } from 'vitest';
import { esclRig, FEEDER, FLATBED, Rig, SaneFolder, TEST_DELAYS } from './test-support.ts';

test('the cable pulled in the middle of page 3: two pages are kept, and it comes back', async () => {
  await using setup = await esclRig();
  const { scanner, simulator, rig } = setup;
  simulator.loadFeeder(5);
  const outcome = await scanner.scan(FEEDER, {
    onPage: ({ number }) => number === 2 && simulator.faults.failNext('cut-mid-page'),
  });
  expect(outcome).toMatchObject({
    kind: 'failed',
    reason: 'disconnected',
    pagesSoFar: [{ number: 1 }, { number: 2 }],
  });
  expect(scanner.status).toEqual({ kind: 'disconnected', availability: 'offline' });
  await simulator.plugIn();
  await rig.reaches('ready');
  const again = await scanner.scan(FEEDER);
  expect(again.kind === 'scanned' && again.pages.length).toBe(2);
});

test('the cable pulled between two pages', async () => {
  await using setup = await esclRig();
  const { scanner, simulator } = setup;
  simulator.loadFeeder(5);
  const unplugged = Promise.withResolvers<void>();
  const outcome = await scanner.scan(FEEDER, {
    onPage: ({ number }) => number === 1 && void simulator.unplug().then(unplugged.resolve, unplugged.reject),
  });
  await unplugged.promise;
  expect(outcome).toMatchObject({ kind: 'failed', reason: 'disconnected', pagesSoFar: [{ number: 1 }] });
});

test('through SANE an I/O error is a fault as long as the device is there, and else a pulled cable', async () => {
  using folder = new SaneFolder();
  const device = folder.useTestDriver({ readStatusCode: 'SANE_STATUS_IO_ERROR' });
  await using rig = new Rig({
    kind: 'sane',
    device,
    configFolder: folder.path,
    // Only the scan's own looks count here.
    delays: { ...TEST_DELAYS, pollMs: 60_000 },
  });
  await rig.reaches('ready');
  expect(await rig.scanner.scan(FLATBED)).toMatchObject({ kind: 'failed', reason: 'fault' });
  expect(rig.scanner.status.kind).toBe('ready');
  folder.useTestDriver({ isUnplugged: true });
  expect(await rig.scanner.scan(FLATBED)).toMatchObject({ kind: 'failed', reason: 'disconnected' });
  expect(rig.scanner.status.kind).toBe('disconnected');
});

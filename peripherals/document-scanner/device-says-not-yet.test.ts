import { expect, test } from 'vitest';
import { esclRig, FEEDER, FLATBED, Rig, SaneFolder, TEST_DELAYS } from './test-support.ts';

test.each([
  ['busy', 20],
  ['gone', 4],
] as const)('a page that is not ready yet (%s, %i times) is waited for', async (fault, times) => {
  await using setup = await esclRig();
  const { scanner, simulator } = setup;
  simulator.loadFeeder(3);
  const outcome = await scanner.scan(FEEDER, {
    onPage: ({ number }) => number === 1 && simulator.faults.failNext(fault, times),
  });
  expect(outcome.kind === 'scanned' && outcome.pages.length).toBe(3);
  expect(simulator.faults.pending).toEqual([]);
});

test('a job that stays gone is given up, with the pages so far', async () => {
  await using setup = await esclRig();
  const { scanner, simulator } = setup;
  simulator.loadFeeder(3);
  const outcome = await scanner.scan(FEEDER, {
    onPage: ({ number }) => number === 1 && simulator.faults.failRepeatedly('gone'),
  });
  expect(outcome).toMatchObject({ kind: 'failed', reason: 'fault', pagesSoFar: [{ number: 1 }] });
  simulator.faults.clear();
  expect((await scanner.scan(FLATBED)).kind).toBe('scanned');
});

test('a device that goes on saying "not yet" runs into the time-out and is told to stop', async () => {
  await using setup = await esclRig({ delays: { pageTimeoutMs: 200 } });
  const { scanner, simulator } = setup;
  simulator.loadFeeder(3);
  simulator.faults.failRepeatedly('busy');
  expect(await scanner.scan(FEEDER)).toEqual({ kind: 'failed', reason: 'timeout', pagesSoFar: [] });
  expect(simulator.state.isScanning).toBe(false);
});

test('a jam behind "not yet" is found at once', async () => {
  await using setup = await esclRig();
  const { scanner, simulator } = setup;
  simulator.loadFeeder(3);
  simulator.faults.failRepeatedly('busy');
  const scan = scanner.scan(FEEDER);
  await setup.rig.reaches('scanning');
  simulator.jam();
  expect(await scan).toMatchObject({ kind: 'failed', reason: 'jammed' });
});

test('somebody else uses it: busy, and a scan waits for its end', async () => {
  await using setup = await esclRig({ delays: { startTimeoutMs: 20_000 } });
  const { scanner, simulator, rig } = setup;
  simulator.setBusy(true);
  await rig.reaches('busy');
  expect(scanner.status.availability).toBe('ready');
  const scan = scanner.scan(FLATBED);
  await rig.reaches('scanning');
  simulator.setBusy(false);
  expect((await scan).kind).toBe('scanned');
});

test('somebody else goes on using it: busy is the reason', async () => {
  await using setup = await esclRig({ delays: { startTimeoutMs: 50 } });
  const { scanner, simulator, rig } = setup;
  simulator.setBusy(true);
  await rig.reaches('busy');
  expect(await scanner.scan(FEEDER)).toEqual({ kind: 'failed', reason: 'busy', pagesSoFar: [] });
  expect(scanner.status.kind).toBe('busy');
});

test('a scan that waits for a busy device can be cancelled', async () => {
  await using setup = await esclRig({ delays: { startTimeoutMs: 20_000 } });
  const { scanner, simulator, rig } = setup;
  simulator.setBusy(true);
  await rig.reaches('busy');
  const cancel = new AbortController();
  const scan = scanner.scan(FLATBED, { signal: cancel.signal });
  await rig.reaches('scanning');
  cancel.abort();
  expect(await scan).toEqual({ kind: 'cancelled', pagesSoFar: [] });
});

test('a slow page is waited for', async () => {
  await using setup = await esclRig();
  setup.simulator.faults.failNext('slow-page');
  expect((await setup.scanner.scan(FLATBED)).kind).toBe('scanned');
});

test('a page that is too slow ends in the time-out (eSCL)', async () => {
  await using setup = await esclRig({ delays: { pageTimeoutMs: 100 } });
  setup.simulator.faults.failNext('slow-page');
  expect(await setup.scanner.scan(FLATBED)).toEqual({ kind: 'failed', reason: 'timeout', pagesSoFar: [] });
});

test('a page that is too slow ends in the time-out (SANE), and the program is stopped', async () => {
  using folder = new SaneFolder();
  const device = folder.useTestDriver({ readDelayUs: 200_000 });
  await using rig = new Rig({
    kind: 'sane',
    device,
    configFolder: folder.path,
    delays: { ...TEST_DELAYS, pageTimeoutMs: 400 },
  });
  await rig.reaches('ready');
  const request = { ...FLATBED, resolutionDpi: 300 };
  expect(await rig.scanner.scan(request)).toEqual({ kind: 'failed', reason: 'timeout', pagesSoFar: [] });
});

test('a device that falls silent is disconnected, and found again', async () => {
  await using setup = await esclRig({ delays: { answerTimeoutMs: 100 } });
  const { simulator, rig } = setup;
  simulator.faults.failRepeatedly('silence');
  await rig.reaches('disconnected');
  simulator.faults.clear();
  await rig.reaches('no-paper-in-feeder');
});

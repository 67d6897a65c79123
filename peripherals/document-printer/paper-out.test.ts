import { afterEach, expect, test } from 'vitest';
import { simulatorReaches, startRig, testPdf } from './test-support.ts';
import type { Rig } from './test-support.ts';

let rig: Rig;
afterEach(() => rig.stop());

test.each(['errors', 'bare', 'idle'] as const)(
  'out of paper before: refused, nothing sent (a printer that tells by: %s)',
  async (tells) => {
    rig = await startRig({ simulator: { tells } });
    rig.simulator.runOutOfPaper();
    expect(await rig.printer.print(await testPdf(), { name: 'A' })).toEqual({
      kind: 'failed',
      reason: 'paper-out',
    });
    expect(rig.printer.status).toEqual({
      kind: 'paper-out',
      availability: 'needs-attention',
      reasons: ['media-empty-error'],
    });
    expect(rig.simulator.jobs).toEqual([]);
    rig.simulator.loadPaper();
    await rig.reaches('ready');
    expect(rig.simulator.printed).toEqual([]);
  },
);

test.each([
  ['Create-Job and Send-Document', true],
  ['Print-Job', false],
])('out of paper in mid-job: the old job never comes out after the refill (%s)', async (_, createsJobs) => {
  rig = await startRig({ simulator: { createsJobs } });
  const { printer, simulator } = rig;
  simulator.runOutOfPaper({ afterPages: 2 });
  expect(await printer.print(await testPdf(5), { name: 'A' })).toEqual({
    kind: 'failed',
    reason: 'paper-out',
  });
  expect(printer.status.kind).toBe('paper-out');
  expect(simulator.jobs).toMatchObject([{ state: 'canceled', pagesOut: 2 }]);
  simulator.loadPaper();
  await rig.reaches('ready');
  expect(await printer.print(await testPdf(), { name: 'B' })).toEqual({ kind: 'printed' });
  expect(simulator.printed.map(({ name }) => name.slice(0, 1))).toEqual(['B']);
});

test('the last sheet of the tray was the last page: printed, and the status says what is needed now', async () => {
  rig = await startRig();
  rig.simulator.runOutOfPaper({ afterPages: 3 });
  expect(await rig.printer.print(await testPdf(3), { name: 'A' })).toEqual({ kind: 'printed' });
  expect(rig.printer.status.kind).toBe('paper-out');
});

test('a job that nobody cancels goes on after the refill: what the adapter guards against is real', async () => {
  rig = await startRig({ simulator: { pagesPerSecond: 50 } });
  const { printer, simulator } = rig;
  simulator.faults.failRepeatedly('http-500', 'cancel-job');
  simulator.runOutOfPaper({ afterPages: 1 });
  expect(await printer.print(await testPdf(2), { name: 'A' })).toEqual({
    kind: 'unknown',
    reason: 'not-cancelled',
  });
  simulator.loadPaper();
  await simulatorReaches(simulator, () => simulator.printed.length === 1);
});

test('low paper still prints and asks for somebody', async () => {
  rig = await startRig();
  rig.simulator.lowPaper();
  await rig.reaches('paper-low');
  expect(rig.printer.status.availability).toBe('needs-attention');
  expect(await rig.printer.print(await testPdf(), { name: 'A' })).toEqual({ kind: 'printed' });
});

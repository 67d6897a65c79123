import { afterEach, expect, test } from 'vitest';
import { IPP_FAULTS } from './simulator/index.ts';
import { FAST, openPrinter, simulatorReaches, startRig, testPdf } from './test-support.ts';
import type { Rig } from './test-support.ts';

let rig: Rig;
afterEach(() => rig.stop());

const NOISY_FAULTS = IPP_FAULTS.filter((fault) => fault !== 'reset-after');

test.each(NOISY_FAULTS)('one bad answer is asked for again: %s', async (fault) => {
  rig = await startRig();
  rig.simulator.faults.failNext(fault, 'printer-attributes');
  rig.simulator.faults.failNext(fault, 'job-attributes');
  expect(await rig.printer.print(await testPdf(), { name: 'A' })).toEqual({ kind: 'printed' });
  expect(rig.seen).not.toContain('disconnected');
});

test.each(NOISY_FAULTS)('nothing but bad answers is a printer that is not there: %s', async (fault) => {
  rig = await startRig({ delays: { requestTimeoutMs: 60 } });
  const { printer, simulator, reaches } = rig;
  simulator.faults.failRepeatedly(fault);
  await reaches('disconnected');
  expect(await printer.print(await testPdf(), { name: 'A' })).toEqual({
    kind: 'failed',
    reason: 'disconnected',
  });
  simulator.faults.clear();
  await reaches('ready');
  expect(simulator.jobs).toEqual([]);
});

test('three questions about a job without an answer: unknown, and what is left of it does not come out', async () => {
  rig = await startRig({ simulator: { pagesPerSecond: 20 } });
  const { printer, simulator } = rig;
  simulator.faults.failRepeatedly('reset', 'job-attributes');
  const outcome = await printer.print(await testPdf(50), { name: 'A' });
  expect(outcome).toEqual({ kind: 'unknown', reason: 'disconnected' });
  simulator.faults.clear();
  await simulatorReaches(simulator, () => simulator.jobs.every(({ state }) => state === 'canceled'));
  expect(simulator.printed).toEqual([]);
});

test.each([
  ['Create-Job and Send-Document', true, 'send-document'],
  ['Print-Job', false, 'print-job'],
] as const)(
  'the answer is lost but the job is not: followed to its end (%s)',
  async (_, createsJobs, request) => {
    rig = await startRig({ simulator: { createsJobs, pagesPerSecond: 20 } });
    rig.simulator.faults.failNext('reset-after', request);
    expect(await rig.printer.print(await testPdf(2), { name: 'A' })).toEqual({ kind: 'printed' });
    expect(rig.simulator.printed).toHaveLength(1);
  },
);

test('reset after the document was sent, and then silence: unknown, never printed twice', async () => {
  rig = await startRig({ simulator: { createsJobs: false } });
  const { printer, simulator } = rig;
  simulator.faults.failNext('reset-after', 'print-job');
  simulator.faults.failRepeatedly('hang', 'jobs');
  const outcome = await printer.print(await testPdf(), { name: 'A' });
  expect(outcome).toEqual({ kind: 'unknown', reason: 'disconnected' });
  await simulatorReaches(simulator, () => simulator.printed.length === 1);
});

test('reset while the document is sent: failed, and no half job waits in the queue', async () => {
  rig = await startRig();
  const { printer, simulator } = rig;
  simulator.faults.failNext('reset', 'send-document');
  expect(await printer.print(await testPdf(), { name: 'A' })).toEqual({
    kind: 'failed',
    reason: 'disconnected',
  });
  expect(simulator.jobs).toMatchObject([{ state: 'canceled' }]);
});

test('the answer to Create-Job is lost: failed, and the empty job is taken away', async () => {
  rig = await startRig();
  const { printer, simulator } = rig;
  simulator.faults.failNext('reset-after', 'create-job');
  expect(await printer.print(await testPdf(), { name: 'A' })).toEqual({
    kind: 'failed',
    reason: 'disconnected',
  });
  expect(simulator.jobs).toMatchObject([{ state: 'canceled' }]);
});

test('unplugged in mid-job: unknown; the printer that comes back has forgotten it', async () => {
  rig = await startRig({ simulator: { pagesPerSecond: 20 } });
  const { printer, simulator, reaches } = rig;
  const outcome = printer.print(await testPdf(50), { name: 'A' });
  await simulatorReaches(simulator, () => simulator.jobs.some(({ pagesOut }) => pagesOut > 0));
  await simulator.unplug();
  expect(await outcome).toEqual({ kind: 'unknown', reason: 'disconnected' });
  expect(printer.status.kind).toBe('disconnected');
  await simulator.plugIn();
  await reaches('ready');
  expect(await printer.print(await testPdf(), { name: 'B' })).toEqual({ kind: 'printed' });
  expect(simulator.printed).toHaveLength(1);
});

test('unplugged and back between two questions: forgotten', async () => {
  rig = await startRig({ simulator: { pagesPerSecond: 20 }, delays: { jobPollMs: 150 } });
  const { printer, simulator } = rig;
  const outcome = printer.print(await testPdf(50), { name: 'A' });
  await simulatorReaches(simulator, () => simulator.jobs.some(({ pagesOut }) => pagesOut > 0));
  await simulator.unplug();
  await simulator.plugIn();
  expect(await outcome).toEqual({ kind: 'unknown', reason: 'forgotten' });
});

test('a job of an earlier start is taken away; those of other terminals at the same printer stay', async () => {
  rig = await startRig({ simulator: { pagesPerSecond: 5 } });
  const { printer, simulator } = rig;
  const other = openPrinter({ url: simulator.url, owner: 'tongban-other' }, FAST);
  await other.reaches('ready');
  const lost = printer.print(await testPdf(100), { name: 'A' });
  await simulatorReaches(simulator, () => simulator.jobs.some(({ pagesOut }) => pagesOut > 0));
  await printer.close();
  expect(await lost).toEqual({ kind: 'unknown', reason: 'disconnected' });
  expect(simulator.jobs).toMatchObject([{ state: 'processing' }]);

  const theirs = other.printer.print(await testPdf(), { name: 'B' });
  await simulatorReaches(simulator, () => simulator.jobs.length === 2);
  printer.open();
  expect(await theirs).toEqual({ kind: 'printed' });
  expect(simulator.jobs).toMatchObject([{ state: 'canceled' }, { state: 'completed' }]);
  await other.printer.close();
});

test('closed in the middle of a slow printer: at once, and the outcome is told', async () => {
  rig = await startRig();
  rig.simulator.slowDown(0.01);
  const outcome = rig.printer.print(await testPdf(), { name: 'A' });
  await simulatorReaches(rig.simulator, () => rig.simulator.jobs.some(({ state }) => state === 'processing'));
  await rig.printer.close();
  expect(await outcome).toEqual({ kind: 'unknown', reason: 'disconnected' });
  expect(rig.printer.status.kind).toBe('disconnected');
  expect(await rig.printer.print(await testPdf(), { name: 'A' })).toEqual({
    kind: 'failed',
    reason: 'disconnected',
  });
});

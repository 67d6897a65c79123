import { afterEach, expect, test } from 'vitest';
import { ACCEPTANCE_SLIP, PaperPicture, shortSlip, startRig } from './test-support.ts';
import type { Rig } from './test-support.ts';

let rig: Rig;
afterEach(() => rig.stop());

test('goes silent after the data were sent: unknown, and the next slip is not confused by it', async () => {
  rig = await startRig();
  const { printer, simulator } = rig;
  await rig.reaches('ready');
  simulator.faults.failNext('silence');
  expect(await printer.print(shortSlip('A'))).toEqual({ kind: 'unknown', reason: 'silent' });
  expect(printer.status.kind).toBe('disconnected');
  await rig.reaches('ready');
  simulator.runOutOfPaper();
  expect(await printer.print(shortSlip('B'))).toEqual({ kind: 'failed', reason: 'paper-out' });
});

test('silent from the start: disconnected, nothing sent', async () => {
  rig = await startRig();
  const { printer, simulator } = rig;
  await rig.reaches('ready');
  simulator.faults.failRepeatedly('silence');
  expect(await printer.print(shortSlip('A'))).toEqual({ kind: 'failed', reason: 'disconnected' });
  await rig.reaches('disconnected');
  simulator.faults.clear();
  await rig.reaches('ready');
  expect(simulator.papers).toEqual([]);
  expect(simulator.state.hangingLines).toBe(0);
});

test('connection reset in mid-job: never called printed, and what the printer kept does not come out', async () => {
  rig = await startRig({ simulator: { linesPerSecond: 3000 } });
  const { printer, simulator } = rig;
  await rig.reaches('ready');
  await printer.print(shortSlip('before'));
  simulator.faults.failNext('reset');
  const outcome = await printer.print(ACCEPTANCE_SLIP);
  expect(outcome).toMatchObject({ reason: 'disconnected' });
  await rig.reaches('ready');
  expect((await printer.print(shortSlip('B'))).kind).toBe('printed');
  const codes = await Promise.all(
    simulator.papers.map(async (paper) => (await PaperPicture.of(paper)).qrText),
  );
  expect(codes).toEqual(['before', null, 'B']);
});

test('unplugged and back: a status, not an exception, and only edges are told', async () => {
  rig = await startRig();
  const { printer, simulator, seen } = rig;
  await rig.reaches('ready');
  await simulator.unplug();
  await rig.reaches('disconnected');
  expect(printer.status.availability).toBe('offline');
  expect(await printer.print(shortSlip('A'))).toEqual({ kind: 'failed', reason: 'disconnected' });
  await simulator.plugIn();
  await rig.reaches('ready');
  expect((await printer.print(shortSlip('B'))).kind).toBe('printed');
  expect(seen).toEqual(['ready', 'disconnected', 'ready']);
});

test('unplugged while a slip comes out: what is left in the buffer is lost with the power', async () => {
  rig = await startRig({ simulator: { linesPerSecond: 3000 } });
  const { printer, simulator } = rig;
  await rig.reaches('ready');
  const stop = simulator.onChange(() => {
    if (simulator.state.hangingLines < 100) return;
    stop();
    void simulator.unplug();
  });
  expect(await printer.print(ACCEPTANCE_SLIP)).toMatchObject({ reason: 'disconnected' });
  expect(printer.status.kind).toBe('disconnected');
});

test('closed: the status is disconnected, and open begins again', async () => {
  rig = await startRig();
  await rig.reaches('ready');
  await rig.printer.close();
  expect(rig.printer.status.kind).toBe('disconnected');
  expect(await rig.printer.print(shortSlip('A'))).toEqual({ kind: 'failed', reason: 'disconnected' });
  rig.printer.open();
  await rig.reaches('ready');
});

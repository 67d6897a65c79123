import { afterEach, expect, test } from 'vitest';
import { RASTER_80MM, TEXT_80MM } from './profiles.ts';
import { ACCEPTANCE_SLIP, PaperPicture, shortSlip, startRig } from './test-support.ts';
import type { Rig, RigOptions } from './test-support.ts';

let rig: Rig;
afterEach(() => rig.stop());

async function readyRig(options: RigOptions = {}): Promise<Rig> {
  rig = await startRig(options);
  await rig.reaches('ready');
  return rig;
}

test('paper out before: refused, nothing sent, and printed after a refill only when asked again', async () => {
  const { printer, simulator, reaches } = await readyRig();
  simulator.runOutOfPaper();
  expect(await printer.print(shortSlip('A'))).toEqual({ kind: 'failed', reason: 'paper-out' });
  await reaches('paper-out');
  simulator.loadPaper();
  await reaches('ready');
  expect(simulator.papers).toEqual([]);
  expect(simulator.state.hangingLines).toBe(0);
  expect((await printer.print(shortSlip('B'))).kind).toBe('printed');
  expect(simulator.papers).toHaveLength(1);
});

test.each([
  ['raster', 'dle-dc4-8', RASTER_80MM],
  ['raster', 'dle-enq-2', RASTER_80MM],
  ['text', 'dle-dc4-8', TEXT_80MM],
] as const)(
  'paper out in mid-job (%s, %s): the old job never comes out after the refill',
  async (_, clearsBy, profile) => {
    const { printer, simulator, reaches, seen } = await readyRig({ simulator: { clearsBy }, profile });
    simulator.runOutOfPaper({ afterLines: 300 });
    expect(await printer.print(ACCEPTANCE_SLIP)).toEqual({ kind: 'failed', reason: 'paper-out' });
    expect(printer.status.kind).toBe('paper-out');
    simulator.loadPaper();
    await reaches('ready');
    expect((await printer.print(ACCEPTANCE_SLIP)).kind).toBe('printed');
    expect(simulator.papers.map(({ end }) => end)).toEqual(['torn', 'cut']);
    const codes = await Promise.all(
      simulator.papers.map(async (paper) => (await PaperPicture.of(paper)).qrText),
    );
    expect(codes).toEqual([null, '310199202611220137']);
    expect(simulator.state.hangingLines).toBe(0);
    expect(seen).toEqual(['ready', 'paper-out', 'ready']);
  },
);

test('a printer without notices: the end of the paper is found by asking', async () => {
  const { printer, simulator } = await readyRig({ simulator: { linesPerSecond: 4000 } });
  simulator.faults.failRepeatedly('no-notices');
  simulator.runOutOfPaper({ afterLines: 300 });
  expect(await printer.print(ACCEPTANCE_SLIP)).toEqual({ kind: 'failed', reason: 'paper-out' });
});

test('near the end of the roll it prints, says so, and the status says so', async () => {
  const { printer, simulator, reaches } = await readyRig();
  simulator.lowPaper();
  await reaches('paper-near-end');
  expect(printer.status.availability).toBe('needs-attention');
  expect(await printer.print(shortSlip('A'))).toEqual({ kind: 'printed', paperNearEnd: true });
  simulator.loadPaper();
  await reaches('ready');
});

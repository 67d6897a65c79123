import { afterEach, expect, test } from 'vitest';
import { ACCEPTANCE_SLIP, PaperPicture, shortSlip, startRig } from './test-support.ts';
import type { Rig } from './test-support.ts';

let rig: Rig;
afterEach(() => rig.stop());

test('cover open before: refused, and ready by itself when it is closed', async () => {
  rig = await startRig();
  await rig.reaches('ready');
  rig.simulator.openCover();
  expect(await rig.printer.print(shortSlip('A'))).toEqual({ kind: 'failed', reason: 'cover-open' });
  rig.simulator.closeCover();
  await rig.reaches('ready');
  expect(rig.simulator.papers).toEqual([]);
});

test('cover opened in mid-job: failed, and the half slip does not hang on the next one', async () => {
  rig = await startRig({ simulator: { linesPerSecond: 3000 }, delays: { printedTimeoutMs: 3000 } });
  const { printer, simulator } = rig;
  await rig.reaches('ready');
  const stop = simulator.onChange(() => {
    if (simulator.state.hangingLines < 200) return;
    stop();
    simulator.openCover();
  });
  expect(await printer.print(ACCEPTANCE_SLIP)).toEqual({ kind: 'failed', reason: 'cover-open' });
  simulator.closeCover();
  await rig.reaches('ready');
  expect((await printer.print(shortSlip('B'))).kind).toBe('printed');
  const codes = await Promise.all(
    simulator.papers.map(async (paper) => (await PaperPicture.of(paper)).qrText),
  );
  expect(codes).toEqual([null, 'B']);
});

test('a jammed cutter: the slip did not come off, and is cut off before the next one', async () => {
  rig = await startRig();
  const { printer, simulator } = rig;
  await rig.reaches('ready');
  await printer.print(shortSlip('before'));
  simulator.jamCutter();
  expect(await printer.print(shortSlip('A'))).toEqual({ kind: 'failed', reason: 'cutter-error' });
  expect(printer.status.kind).toBe('cutter-error');
  simulator.freeCutter();
  await rig.reaches('ready');
  expect((await printer.print(shortSlip('B'))).kind).toBe('printed');
  const codes = await Promise.all(
    simulator.papers.map(async (paper) => (await PaperPicture.of(paper)).qrText),
  );
  expect(codes).toEqual(['before', 'A', 'B']);
});

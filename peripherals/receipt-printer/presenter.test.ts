import { afterEach, expect, test } from 'vitest';
import { PRESENTER_80MM } from './profiles.ts';
import { PaperPicture, shortSlip, startRig } from './test-support.ts';
import type { Rig } from './test-support.ts';

let rig: Rig;
afterEach(() => rig.stop());

async function readyRig(retractAfterMs: number, linesPerSecond = Infinity): Promise<Rig> {
  rig = await startRig({
    simulator: { presenter: true, linesPerSecond },
    profile: { ...PRESENTER_80MM, presenter: { steps: 12, retractAfterMs } },
  });
  await rig.reaches('ready');
  return rig;
}

async function slips(): Promise<[string | null, string][]> {
  return Promise.all(
    rig.simulator.papers.map(async (paper) => [(await PaperPicture.of(paper)).qrText, paper.end] as const),
  ).then((all) => all.map(([text, end]) => [text, end]));
}

test('a slip is cut and held out, and in the hand of who takes it', async () => {
  const { printer, simulator } = await readyRig(60_000);
  expect(await printer.print(shortSlip('A'))).toEqual({ kind: 'printed', paperNearEnd: false });
  expect(simulator.state).toMatchObject({ slipHeldOut: true, hangingLines: 0 });
  expect(simulator.papers).toEqual([]);
  simulator.takeSlip();
  expect(simulator.state.slipHeldOut).toBe(false);
  expect(await slips()).toEqual([['A', 'cut']]);
});

test('a slip that nobody takes is taken back after its time', async () => {
  const { printer, simulator } = await readyRig(30);
  const retracted = new Promise<void>((resolve) => {
    const stop = simulator.onChange(() => {
      if (simulator.papers.length === 0) return;
      stop();
      resolve();
    });
  });
  expect((await printer.print(shortSlip('A'))).kind).toBe('printed');
  await retracted;
  expect(simulator.state.slipHeldOut).toBe(false);
  expect(await slips()).toEqual([['A', 'retracted']]);
});

test('a slip that was left is taken back before the next citizen gets theirs', async () => {
  const { printer, simulator } = await readyRig(60_000);
  await printer.print(shortSlip('A'));
  await printer.print(shortSlip('B'));
  simulator.takeSlip();
  expect(await slips()).toEqual([
    ['A', 'retracted'],
    ['B', 'cut'],
  ]);
});

test('half a slip of an earlier process goes into the bin, not to the next citizen', async () => {
  const { printer, simulator } = await readyRig(60_000, 3000);
  await printer.print(shortSlip('A'));
  simulator.takeSlip();
  // A printer that was switched off in mid-slip, and a program that knows nothing of it.
  const stop = simulator.onChange(() => {
    if (simulator.state.hangingLines < 100) return;
    stop();
    void simulator.unplug();
  });
  await printer.print(shortSlip('B'));
  await simulator.plugIn();
  await rig.reaches('ready');
  await printer.print(shortSlip('C'));
  simulator.takeSlip();
  expect((await slips()).map(([text, end]) => `${text ?? 'half'} ${end}`)).toEqual([
    'A cut',
    'half retracted',
    'C cut',
  ]);
});

import { afterEach, expect, test } from 'vitest';
import { TEXT_80MM } from './profiles.ts';
import { shortSlip, startRig } from './test-support.ts';
import type { Rig } from './test-support.ts';

let rig: Rig;
afterEach(() => rig.stop());

test('one answer of noise is asked for again', async () => {
  rig = await startRig();
  await rig.reaches('ready');
  rig.simulator.faults.failNext('garbage');
  expect((await rig.printer.print(shortSlip('A'))).kind).toBe('printed');
  expect(rig.seen).toEqual(['ready']);
});

test('nothing but noise is a printer that is not there', async () => {
  rig = await startRig();
  await rig.reaches('ready');
  rig.simulator.faults.failRepeatedly('garbage');
  await rig.reaches('disconnected');
  expect(await rig.printer.print(shortSlip('A'))).toEqual({ kind: 'failed', reason: 'disconnected' });
  rig.simulator.faults.clear();
  await rig.reaches('ready');
});

test('answers that come byte by byte', async () => {
  rig = await startRig();
  rig.simulator.faults.failRepeatedly('split');
  await rig.reaches('ready');
  expect((await rig.printer.print(shortSlip('A'))).kind).toBe('printed');
  rig.simulator.openCover();
  await rig.reaches('cover-open');
});

test('slow answers are waited for', async () => {
  rig = await startRig({ delays: { statusTimeoutMs: 2000, printedTimeoutMs: 2000 } });
  await rig.reaches('ready');
  rig.simulator.faults.failNext('slow');
  expect((await rig.printer.print(shortSlip('A'))).kind).toBe('printed');
});

test('bits that contradict each other: out of paper, though the sensor sees some', async () => {
  rig = await startRig();
  await rig.reaches('ready');
  rig.simulator.faults.failRepeatedly('contradiction');
  rig.simulator.runOutOfPaper();
  await rig.reaches('paper-out');
  expect(await rig.printer.print(shortSlip('A'))).toEqual({ kind: 'failed', reason: 'paper-out' });
});

test('slips that are asked for at once come out one after the other, whole', async () => {
  rig = await startRig({ profile: TEXT_80MM });
  await rig.reaches('ready');
  const outcomes = await Promise.all(['A', 'B', 'C'].map((text) => rig.printer.print(shortSlip(text))));
  expect(outcomes.map(({ kind }) => kind)).toEqual(['printed', 'printed', 'printed']);
  expect(rig.simulator.papers.map(({ qrTexts }) => qrTexts)).toEqual([['A'], ['B'], ['C']]);
});

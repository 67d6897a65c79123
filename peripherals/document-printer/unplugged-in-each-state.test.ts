import { afterEach, expect, test } from 'vitest';
import type { IppPrinterSimulator } from './simulator/index.ts';
import type { DocumentPrinterStatusKind } from './status.ts';
import { startRig, testPdf } from './test-support.ts';
import type { Rig } from './test-support.ts';

let rig: Rig;
afterEach(() => rig.stop());

const STATES: [
  DocumentPrinterStatusKind,
  (simulator: IppPrinterSimulator) => void,
  (simulator: IppPrinterSimulator) => void,
][] = [
  ['ready', () => undefined, () => undefined],
  ['paper-low', (simulator) => simulator.lowPaper(), (simulator) => simulator.loadPaper()],
  ['paper-out', (simulator) => simulator.runOutOfPaper(), (simulator) => simulator.loadPaper()],
  ['cover-open', (simulator) => simulator.openCover(), (simulator) => simulator.closeCover()],
  ['jam', (simulator) => simulator.jam(), (simulator) => simulator.clearJam()],
  ['toner-out', (simulator) => simulator.runOutOfToner(), (simulator) => simulator.changeToner()],
  ['output-full', (simulator) => simulator.fillOutput(), (simulator) => simulator.emptyOutput()],
  ['stopped', (simulator) => simulator.stop(), (simulator) => simulator.resume()],
];

test.each(STATES)(
  '%s: pulled, back in the same state, and mended while it was out',
  async (kind, fail, mend) => {
    rig = await startRig();
    const { printer, simulator, reaches } = rig;
    await reaches('ready');
    fail(simulator);
    await reaches(kind);
    await simulator.unplug();
    await reaches('disconnected');
    expect(await printer.print(await testPdf(), { name: 'A' })).toEqual({
      kind: 'failed',
      reason: 'disconnected',
    });
    await simulator.plugIn();
    await reaches(kind);
    await simulator.unplug();
    await reaches('disconnected');
    mend(simulator);
    await simulator.plugIn();
    await reaches('ready');
    expect(await printer.print(await testPdf(), { name: 'B' })).toEqual({ kind: 'printed' });
    expect(simulator.printed.map(({ name }) => name.slice(0, 1))).toEqual(['B']);
  },
);

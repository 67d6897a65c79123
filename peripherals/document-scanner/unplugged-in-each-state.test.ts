import { expect, test } from 'vitest';
import type { EsclScannerSimulator } from './simulator/index.ts';
import type { DocumentScannerStatusKind } from './status.ts';
import { esclRig, FEEDER } from './test-support.ts';

type Verb = (simulator: EsclScannerSimulator) => void;
const STATES: [DocumentScannerStatusKind, Verb, Verb][] = [
  ['no-paper-in-feeder', () => undefined, () => undefined],
  ['ready', (simulator) => simulator.loadFeeder(1), (simulator) => simulator.emptyFeeder()],
  ['busy', (simulator) => simulator.setBusy(true), (simulator) => simulator.setBusy(false)],
  ['jammed', (simulator) => simulator.jam(), (simulator) => simulator.clearJam()],
  ['cover-open', (simulator) => simulator.openCover(), (simulator) => simulator.closeCover()],
];

test.each(STATES)(
  '%s: pulled, back in the same state, and mended while it was out',
  async (kind, fail, mend) => {
    await using setup = await esclRig();
    const { scanner, simulator, rig } = setup;
    fail(simulator);
    await rig.reaches(kind);
    await simulator.unplug();
    await rig.reaches('disconnected');
    expect(await scanner.scan(FEEDER)).toEqual({ kind: 'failed', reason: 'disconnected', pagesSoFar: [] });
    await simulator.plugIn();
    await rig.reaches(kind);
    await simulator.unplug();
    await rig.reaches('disconnected');
    mend(simulator);
    await simulator.plugIn();
    await rig.reaches('no-paper-in-feeder');
    simulator.loadFeeder(1);
    await rig.reaches('ready');
    expect(await scanner.scan(FEEDER)).toMatchObject({ kind: 'scanned', pages: [{ number: 1 }] });
  },
);

import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { ReceiptPrinterSimulator } from './simulator/index.ts';
import type { ReceiptPrinterStatusKind } from './status.ts';
import { ACCEPTANCE_SLIP, shortSlip, startRig } from './test-support.ts';
import type { Rig } from './test-support.ts';

let rig: Rig;
afterEach(() => rig.stop());

const STATES: [
  ReceiptPrinterStatusKind,
  (simulator: ReceiptPrinterSimulator) => void,
  (simulator: ReceiptPrinterSimulator) => void,
][] = [
  ['paper-near-end', (simulator) => simulator.lowPaper(), (simulator) => simulator.loadPaper()],
  ['paper-out', (simulator) => simulator.runOutOfPaper(), (simulator) => simulator.loadPaper()],
  ['cover-open', (simulator) => simulator.openCover(), (simulator) => simulator.closeCover()],
  ['cutter-error', (simulator) => simulator.jamCutter(), (simulator) => simulator.freeCutter()],
];

test.each(STATES)(
  '%s: pulled, back in the same state, and mended while it was out',
  async (kind, fail, mend) => {
    rig = await startRig();
    const { printer, simulator, reaches } = rig;
    await reaches('ready');
    fail(simulator);
    // The knife sticks only when it is used.
    if (kind === 'cutter-error') await printer.print(shortSlip('A'));
    await reaches(kind);
    await simulator.unplug();
    await reaches('disconnected');
    await simulator.plugIn();
    await reaches(kind);
    await simulator.unplug();
    await reaches('disconnected');
    mend(simulator);
    await simulator.plugIn();
    await reaches('ready');
    expect(await printer.print(shortSlip('B'))).toEqual({ kind: 'printed', paperNearEnd: false });
  },
);

test('pulled while nothing but waiting jobs is left: none of them comes out later', async () => {
  rig = await startRig({ simulator: { linesPerSecond: 3000 } });
  const { printer, simulator, reaches } = rig;
  await reaches('ready');
  const first = printer.print(ACCEPTANCE_SLIP);
  const second = printer.print(shortSlip('B'));
  const stop = simulator.onChange(() => {
    if (simulator.state.hangingLines < 150) return;
    stop();
    void simulator.unplug();
  });
  expect(await first).toMatchObject({ reason: 'disconnected' });
  expect(await second).toEqual({ kind: 'failed', reason: 'disconnected' });
  await simulator.plugIn();
  await reaches('ready');
  simulator.tearSlip();
  expect(simulator.papers.map(({ end }) => end)).toEqual(['torn']);
});

/** Another computer's connection, which has the printer once it has its answer. */
async function occupy(port: number): Promise<Socket> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const answered = await new Promise<boolean>((resolve) => {
      socket.on('error', () => resolve(false));
      socket.on('close', () => resolve(false));
      socket.on('data', () => resolve(true));
      socket.write(Uint8Array.of(0x10, 4, 1));
    });
    if (answered) return socket;
  }
}

test('busy with another computer: disconnected, and found as soon as that one has gone', async () => {
  rig = await startRig();
  const { simulator, printer, reaches } = rig;
  await reaches('ready');
  await printer.close();
  const other = await occupy(simulator.port);
  printer.open();
  expect(await printer.print(shortSlip('A'))).toEqual({ kind: 'failed', reason: 'disconnected' });
  other.destroy();
  await reaches('ready');
  expect((await printer.print(shortSlip('B'))).kind).toBe('printed');
});

test('a slow mechanism that outlasts the wait for it: unknown, and the slip is not sent again', async () => {
  rig = await startRig({ simulator: { linesPerSecond: 400 }, delays: { printedTimeoutMs: 100 } });
  const { printer, simulator, reaches } = rig;
  await reaches('ready');
  expect(await printer.print(shortSlip('A'))).toEqual({ kind: 'unknown', reason: 'silent' });
  await reaches('ready');
  simulator.tearSlip();
  expect(simulator.papers.length).toBeLessThanOrEqual(1);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { IppPrinterSimulator } from './simulator/index.ts';
import { CupsServer } from './testing/cups-server.ts';
import { eventually } from './testing/processes.ts';
import { FAST, openPrinter, testPdf } from './test-support.ts';
import type { PrinterRig } from './test-support.ts';

/** CUPS' own IPP back end drives the simulator: what the queue says about the printer is what the printer says. */
let simulator: IppPrinterSimulator;
let cups: CupsServer;
let rig: PrinterRig;

beforeAll(async () => {
  simulator = await IppPrinterSimulator.start();
  cups = await CupsServer.start(simulator.url);
  rig = openPrinter(
    { url: cups.urlOf('office') },
    { ...FAST, requestTimeoutMs: 3000, jobTimeoutMs: 20_000, cancelTimeoutMs: 5000 },
  );
  await rig.reaches('ready');
});
afterAll(async () => {
  await rig.printer.close();
  await cups.stop();
  await simulator.close();
});

test('a queue that asks its printer: printed means printed, with copies on both sides', async () => {
  expect(rig.printer.capabilities).toMatchObject({ duplex: true, reportsState: true });
  const outcome = await rig.printer.print(await testPdf(2), { name: 'MANY', copies: 3, duplex: true });
  expect(outcome).toEqual({ kind: 'printed' });
  expect(simulator.printed).toMatchObject([{ copies: 3, sides: 'two-sided-long-edge', pages: 2 }]);
});

test('out of paper behind a queue: the job is cancelled in the queue and in the printer', async () => {
  simulator.runOutOfPaper({ afterPages: 1 });
  const outcome = await rig.printer.print(await testPdf(3), { name: 'OUT' });
  expect(outcome).toEqual({ kind: 'failed', reason: 'paper-out' });
  await eventually('no job in the printer', () =>
    simulator.jobs.every(({ state }) => state !== 'processing-stopped'),
  );
  simulator.loadPaper();
  expect(simulator.printed.map(({ name }) => name.slice(0, 4))).toEqual(['MANY']);
});

import { expect, test } from 'vitest';
import { IppPrinterSimulator } from './simulator/index.ts';
import { CupsServer } from './testing/cups-server.ts';
import { eventually } from './testing/processes.ts';
import { FAST, openPrinter, testPdf } from './test-support.ts';
import type { Rig } from './test-support.ts';

/** CUPS' own IPP back end drives the simulator: what the queue says about the printer is what the printer says. */
async function startQueue(): Promise<Rig & { cups: CupsServer }> {
  const simulator = await IppPrinterSimulator.start();
  const cups = await CupsServer.start(simulator.url);
  const delays = { ...FAST, requestTimeoutMs: 3000, jobTimeoutMs: 20_000, cancelTimeoutMs: 5000 };
  const rig = openPrinter({ url: cups.urlOf('office') }, delays);
  await rig.reaches('ready');
  return {
    ...rig,
    ...{ simulator, cups },
    stop: async () => {
      await rig.printer.close();
      await cups.stop();
      await simulator.close();
    },
  };
}

// At the same time: this back end asks its printer every five seconds.
test.concurrent(
  'a queue that asks its printer: printed means printed, with copies on both sides',
  async () => {
    const { printer, simulator, stop } = await startQueue();
    try {
      expect(printer.capabilities).toMatchObject({ duplex: true, reportsState: true });
      const outcome = await printer.print(await testPdf(2), { name: 'MANY', copies: 3, duplex: true });
      expect(outcome).toEqual({ kind: 'printed' });
      expect(simulator.printed).toMatchObject([{ copies: 3, sides: 'two-sided-long-edge', pages: 2 }]);
    } finally {
      await stop();
    }
  },
);

test.concurrent('out of paper behind a queue: cancelled in the queue and in the printer', async () => {
  const { printer, simulator, stop } = await startQueue();
  try {
    simulator.runOutOfPaper({ afterPages: 1 });
    const outcome = await printer.print(await testPdf(3), { name: 'OUT' });
    expect(outcome).toEqual({ kind: 'failed', reason: 'paper-out' });
    await eventually('no job in the printer', () =>
      simulator.jobs.every(({ state }) => state === 'canceled'),
    );
    simulator.loadPaper();
    expect(simulator.printed).toEqual([]);
  } finally {
    await stop();
  }
});

test.concurrent('what came out, and what did not, leaves no copy in the queue', async () => {
  const { printer, simulator, cups, stop } = await startQueue();
  try {
    simulator.slowDown(5);
    const outcome = printer.print(await testPdf(2), { name: 'KEPT' });
    // The search is able to find: while it is printed it is there.
    await eventually('a document in the queue', async () => (await cups.kept()).length > 0);
    expect(await outcome).toEqual({ kind: 'printed' });
    expect(await cups.kept()).toEqual([]);

    simulator.runOutOfPaper({ afterPages: 1 });
    expect(await printer.print(await testPdf(3), { name: 'OUT' })).toMatchObject({ kind: 'failed' });
    expect(await cups.kept()).toEqual([]);
  } finally {
    await stop();
  }
});

test.concurrent('a copy that an earlier start left behind is destroyed with the next', async () => {
  const { printer, reaches, simulator, cups, stop } = await startQueue();
  try {
    const printing = printer.print(await testPdf(1), { name: 'LEFT' });
    await eventually('paper', () => simulator.printed.length > 0);
    await printer.close();
    await printing;
    printer.open();
    await reaches('ready');
    await eventually('an empty queue', async () => (await cups.kept()).length === 0);
  } finally {
    await stop();
  }
});

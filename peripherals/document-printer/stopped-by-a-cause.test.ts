import { afterEach, expect, test } from 'vitest';
import type { IppPrinterSimulator } from './simulator/index.ts';
import { FAST, openPrinter, simulatorReaches, startRig, testPdf } from './test-support.ts';
import type { Rig } from './test-support.ts';

let rig: Rig;
afterEach(() => rig.stop());

type Verb = (simulator: IppPrinterSimulator) => void;
const CAUSES: [
  kind: 'jam' | 'cover-open' | 'toner-out' | 'output-full' | 'stopped',
  stop: Verb,
  mend: Verb,
][] = [
  ['jam', (simulator) => simulator.jam(), (simulator) => simulator.clearJam()],
  ['cover-open', (simulator) => simulator.openCover(), (simulator) => simulator.closeCover()],
  ['toner-out', (simulator) => simulator.runOutOfToner(), (simulator) => simulator.changeToner()],
  ['output-full', (simulator) => simulator.fillOutput(), (simulator) => simulator.emptyOutput()],
  ['stopped', (simulator) => simulator.stop(), (simulator) => simulator.resume()],
];

test.each(cases())(
  '%s (%s): never printed afterwards, and the next document is',
  async (kind, when, stop, mend) => {
    rig = await startRig({ simulator: { pagesPerSecond: 40 } });
    const { printer, simulator, reaches } = rig;
    if (when === 'before') {
      stop(simulator);
      await reaches(kind);
    } else {
      const struck = simulatorReaches(simulator, () => simulator.jobs.some(({ pagesOut }) => pagesOut > 1));
      void struck.then(() => stop(simulator));
    }
    expect(await printer.print(await testPdf(20), { name: 'A' })).toEqual({ kind: 'failed', reason: kind });
    expect(printer.status).toMatchObject({ kind, availability: 'needs-attention' });
    mend(simulator);
    await reaches('ready');
    expect(await printer.print(await testPdf(), { name: 'B' })).toEqual({ kind: 'printed' });
    expect(simulator.printed.map(({ name }) => name.slice(0, 1))).toEqual(['B']);
  },
);

function cases(): [(typeof CAUSES)[number][0], 'before' | 'in mid-job', Verb, Verb][] {
  return CAUSES.flatMap(([kind, stop, mend]) => [
    [kind, 'before', stop, mend],
    [kind, 'in mid-job', stop, mend],
  ]);
}

test('low toner still prints and asks for somebody', async () => {
  rig = await startRig();
  rig.simulator.lowToner();
  await rig.reaches('toner-low');
  expect(rig.printer.status).toMatchObject({
    availability: 'needs-attention',
    reasons: ['toner-low-warning'],
  });
  expect(await rig.printer.print(await testPdf(), { name: 'A' })).toEqual({ kind: 'printed' });
});

test('cancelled by somebody at the panel, given up by the printer: said so', async () => {
  rig = await startRig({ simulator: { pagesPerSecond: 10 } });
  const { printer, simulator } = rig;
  for (const [name, end, reason] of [
    ['A', (id: number) => simulator.cancelAtPanel(id), 'cancelled'],
    ['B', (id: number) => simulator.abortJob(id), 'aborted'],
  ] as const) {
    const outcome = printer.print(await testPdf(100), { name });
    const running = () =>
      simulator.jobs.find((job) => job.name.startsWith(name) && job.state === 'processing');
    await simulatorReaches(simulator, () => running() !== undefined);
    end(running()?.id ?? 0);
    expect(await outcome).toEqual({ kind: 'failed', reason });
  }
});

test('a slow printer is waited for as long as pages come', async () => {
  rig = await startRig({ simulator: { pagesPerSecond: 8 }, delays: { jobTimeoutMs: 300 } });
  expect(await rig.printer.print(await testPdf(6), { name: 'A' })).toEqual({ kind: 'printed' });
  expect(rig.seen).toContain('busy');
});

test('busy with the job of another terminal: told, waited for, and both are printed', async () => {
  rig = await startRig({ simulator: { pagesPerSecond: 40 } });
  const { printer, simulator, reaches } = rig;
  const other = openPrinter({ url: simulator.url, owner: 'tongban-other' }, FAST);
  await other.reaches('ready');
  const theirs = other.printer.print(await testPdf(20), { name: 'THEIRS' });
  await reaches('busy');
  expect(await printer.print(await testPdf(), { name: 'OURS' })).toEqual({ kind: 'printed' });
  expect(await theirs).toEqual({ kind: 'printed' });
  expect(simulator.printed.map(({ name }) => name.split(' ')[0])).toEqual(['THEIRS', 'OURS']);
  await other.printer.close();
});

test('a printer that takes for ever is given up, and the job does not come out later', async () => {
  rig = await startRig({ delays: { jobTimeoutMs: 200 } });
  const { printer, simulator } = rig;
  simulator.slowDown(0.01);
  expect(await printer.print(await testPdf(), { name: 'A' })).toEqual({ kind: 'failed', reason: 'too-slow' });
  expect(simulator.jobs).toMatchObject([{ state: 'canceled' }]);
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { citizens } from '../id-card-reader/simulator/index.ts';
import { shortSlip } from '../receipt-printer/test-support.ts';
import { Terminal } from './test-support.ts';

/** "Comes back within 3 s", said of a driver that blocks or crashes. */
const BACK_WITHIN_MS = 3000;
const zhang = citizens[0]!;

let terminal: Terminal;
beforeAll(async () => {
  // So slow that a slip takes about a second: time to die in the middle of it.
  terminal = await Terminal.start({ printer: { linesPerSecond: 300 }, profile: 'text-80mm' });
  await terminal.ready();
});
afterAll(() => terminal[Symbol.asyncDispose]());

const isGone = (kind: string) => kind === 'disconnected';

it('idle: only that device is away, and it is back within three seconds with its wish to read', async () => {
  const { reader, readerSimulator } = terminal;
  reader.startReading();
  const since = terminal.edges.length;
  const printerPid = terminal.pid('printer');
  const killedAt = performance.now();
  process.kill(terminal.pid('reader'), 'SIGKILL');
  await terminal.until(() => isGone(reader.status.kind));
  expect(reader.status).toEqual({ kind: 'disconnected', availability: 'offline' });
  await terminal.until(() => reader.status.kind === 'no-card');
  expect(performance.now() - killedAt).toBeLessThan(BACK_WITHIN_MS);
  expect(terminal.statuses('reader', since)).toEqual(['disconnected', 'no-card']);
  expect(terminal.statuses('printer', since)).toEqual([]);
  expect(terminal.pid('printer')).toBe(printerPid);
  expect(terminal.ended.at(-1)).toMatchObject({ deviceId: 'reader', cause: 'exited', detail: 'SIGKILL' });

  readerSimulator.placeCard(zhang);
  await terminal.until(() => reader.status.kind === 'card-present');
  expect(terminal.cards).toMatchObject([{ name: zhang.name, photoWlt: zhang.photoWlt }]);
  reader.stopReading();
  readerSimulator.removeCard();
  await terminal.until(() => reader.status.kind === 'no-card');
});

it('in mid-print: the slip ends as unknown, comes out at most once, and never on one paper with the next', async () => {
  const { printer, printerSimulator } = terminal;
  // The scrap that goes before the first slip of a process is out of the way.
  expect(await printer.print(shortSlip('first'))).toMatchObject({ kind: 'printed' });
  const outcome = printer.print(shortSlip('A'));
  const waiting = printer.print(shortSlip('B'));
  await new Promise<void>((resolve) => {
    const stop = printerSimulator.onChange(() => {
      // Its line of text is out, its code is not.
      if (printerSimulator.state.hangingLines < 60) return;
      stop();
      resolve();
    });
  });
  process.kill(terminal.pid('printer'), 'SIGKILL');
  expect(await outcome).toEqual({ kind: 'unknown', reason: 'disconnected' });
  // It was never with the driver, so it can be said that it is not on paper.
  expect(await waiting).toEqual({ kind: 'failed', reason: 'disconnected' });

  await terminal.until(() => printer.status.kind === 'ready');
  expect(await printer.print(shortSlip('C'))).toMatchObject({ kind: 'printed' });
  // How much of A was on its way already when its driver died is for the kernel to say.
  expect(printerSimulator.papers.map(({ texts }) => texts)).toEqual([['first'], ['A'], ['C']]);
  expect([[], ['A']]).toContainEqual(printerSimulator.papers[1]?.qrTexts);
  expect(printerSimulator.papers.at(-1)?.qrTexts).toEqual(['C']);
});

it('blocked: it is ended after two seconds and is back within three more', async () => {
  const { reader } = terminal;
  const pid = terminal.pid('reader');
  // Stopped by a signal it answers as little as in an endless loop.
  process.kill(pid, 'SIGSTOP');
  const stoppedAt = performance.now();
  await terminal.until(() => isGone(reader.status.kind));
  const blockedMs = performance.now() - stoppedAt;
  expect(blockedMs).toBeGreaterThan(1000);
  expect(blockedMs).toBeLessThan(3500);
  expect(terminal.ended.at(-1)).toMatchObject({ deviceId: 'reader', cause: 'blocked' });
  await terminal.until(() => reader.status.kind === 'no-card');
  expect(performance.now() - stoppedAt - blockedMs).toBeLessThan(BACK_WITHIN_MS);
});

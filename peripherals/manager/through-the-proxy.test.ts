import { afterAll, beforeAll, expect, it } from 'vitest';
import { cards } from '../id-card-reader/simulator/index.ts';
import { expectedCard } from '../id-card-reader/simulator/test-support.ts';
import { shortSlip } from '../receipt-printer/test-support.ts';
import { Terminal } from './test-support.ts';

let terminal: Terminal;
beforeAll(async () => {
  terminal = await (await Terminal.start()).ready();
});
afterAll(() => terminal[Symbol.asyncDispose]());

it('every card arrives whole, and none after reading was stopped', async () => {
  const { reader, readerSimulator } = terminal;
  reader.startReading();
  for (const card of cards) {
    const before = terminal.cards.length;
    readerSimulator.placeCard(card);
    await terminal.until(() => terminal.cards.length > before);
    expect(terminal.cards.at(-1)).toMatchObject(expectedCard(card));
    readerSimulator.removeCard();
    await terminal.until(() => reader.status.kind === 'no-card');
  }
  // Stopped in the moment in which the driver has read it: the card is on its way through the pipe.
  const count = terminal.cards.length;
  const stop = readerSimulator.onChange(({ stage }) => {
    if (stage === 'read') reader.stopReading();
  });
  readerSimulator.placeCard(cards[0]!);
  await terminal.until(() => reader.status.kind === 'card-present');
  stop();
  readerSimulator.removeCard();
  await terminal.until(() => reader.status.kind === 'no-card');
  expect(terminal.cards).toHaveLength(count);
});

it('a cable that is pulled and put back is told as edges, each once', async () => {
  const since = terminal.edges.length;
  terminal.readerSimulator.unplug();
  await terminal.until(() => terminal.reader.status.kind === 'disconnected');
  terminal.readerSimulator.plugIn();
  await terminal.until(() => terminal.reader.status.kind === 'no-card');
  await terminal.printerSimulator.unplug();
  await terminal.until(() => terminal.printer.status.kind === 'disconnected');
  await terminal.printerSimulator.plugIn();
  await terminal.until(() => terminal.printer.status.kind === 'ready');
  expect(terminal.edges.slice(since)).toEqual([
    { deviceId: 'reader', family: 'id-card-reader', status: 'disconnected', availability: 'offline' },
    { deviceId: 'reader', family: 'id-card-reader', status: 'no-card', availability: 'ready' },
    { deviceId: 'printer', family: 'receipt-printer', status: 'disconnected', availability: 'offline' },
    { deviceId: 'printer', family: 'receipt-printer', status: 'ready', availability: 'ready' },
  ]);
  expect(terminal.ended).toEqual([]);
});

it('slips come out in order, and a slip that cannot be printed at all is an error without its words', async () => {
  const outcomes = await Promise.all(['A', 'B'].map((text) => terminal.printer.print(shortSlip(text))));
  expect(outcomes).toMatchObject([{ kind: 'printed' }, { kind: 'printed' }]);
  expect(terminal.printerSimulator.papers).toHaveLength(2);
  const secret = '310199'.repeat(1000);
  const error = await terminal.printer.print({ blocks: [{ type: 'qr', text: secret }] }).catch(String);
  expect(error).toMatch(/^Error: The slip cannot be printed: \w+$/);
  expect(terminal.printer.status.kind).toBe('ready');
});

it('a technician is told the number of the security module', async () => {
  expect(await terminal.reader.describe()).toMatchObject({
    kind: 'described',
    samId: expect.any(String) as string,
  });
});

import { expect, it } from 'vitest';
import { shortSlip } from '../receipt-printer/test-support.ts';
import { holders } from '../smart-card-reader/simulator/index.ts';
import { REFUSALS } from './protocol/envelope.ts';
import type { ProviderFaultKind } from './simulator/index.ts';
import { XfsProviderSimulator } from './simulator/index.ts';
import { connectTo, printerOnXfs, readerOnXfs, scannerOnXfs } from './simulator/test-support.ts';

const zhang = holders[0]!;

it.each<[ProviderFaultKind, (typeof REFUSALS)[number]]>([
  ['refuse-message', 'invalidMessage'],
  ['refuse-request-id', 'invalidRequestID'],
  ['refuse-too-many', 'tooManyRequests'],
])('%s: the command was never begun, and the next one is', async (fault, status) => {
  await using provider = await XfsProviderSimulator.start();
  const connection = await connectTo(provider, 'Printer1');
  provider.faults.failNext(fault);
  expect(await connection.send('Common.Status', {})).toEqual({ kind: 'refused', status });
  expect(await connection.send('Common.Status', {})).toMatchObject({ kind: 'completed' });
  connection.close();
});

it('a reader asks again, and is at fault when nothing but refusals come', async () => {
  await using setup = await readerOnXfs();
  const { provider, reader, observed, simulator } = setup;
  await observed.status('no-card');
  provider.faults.failNext('refuse-too-many', { on: 'CardReader.ReadRawData' });
  reader.startReading();
  simulator.insertCard(zhang);
  await observed.nextCard();
  expect(observed.statuses).not.toContain('fault');
  simulator.removeCard();
  await observed.status('no-card');
  reader.stopReading();
  provider.faults.failRepeatedly('refuse-too-many', { on: 'CardReader.ReadRawData' });
  reader.startReading();
  simulator.insertCard(zhang);
  await observed.status('fault');
  expect(reader.status).toMatchObject({ availability: 'needs-attention', problem: 'error' });
  expect(observed.cards).toHaveLength(1);
  provider.faults.clear();
  await observed.nextCard();
  await observed.status('card-present');
});

it('a slip that is refused is not printed, and may be printed again', async () => {
  await using setup = await printerOnXfs();
  const { provider, printer, reaches } = setup;
  await reaches('ready');
  provider.faults.failNext('refuse-too-many', { on: 'Printer.PrintRaw' });
  expect(await printer.print(shortSlip('A'))).toEqual({ kind: 'failed', reason: 'printer-error' });
  expect(provider.printer.inSlot).toBeNull();
  expect((await printer.print(shortSlip('A'))).kind).toBe('printed');
});

it.each(['refuse-message', 'unsupported-command', 'hardware-error'] as const)(
  'a scanner that meets %s tries again until it may look',
  async (fault) => {
    await using setup = await scannerOnXfs();
    const { provider, scanner, observed, startLooking } = setup;
    await observed.status('ready');
    provider.faults.failNext(fault, { on: 'BarcodeReader.Read' });
    await startLooking();
    expect(scanner.status.kind).toBe('scanning');
  },
);

it('a command of another class is none of this service', async () => {
  await using provider = await XfsProviderSimulator.start();
  const connection = await connectTo(provider, 'Printer1');
  expect(await connection.send('CardReader.ChipPower', { chipPower: 'off' })).toMatchObject({
    kind: 'failed',
    code: 'unsupportedCommand',
  });
  connection.close();
});

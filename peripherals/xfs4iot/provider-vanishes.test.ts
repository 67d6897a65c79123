import { expect, it } from 'vitest';
import { shortSlip } from '../receipt-printer/test-support.ts';
import { holders } from '../smart-card-reader/simulator/index.ts';
import { CITIZEN_TOKEN } from '../code-scanner/simulator/test-support.ts';
import { connectTo, printerOnXfs, readerOnXfs, scannerOnXfs } from './simulator/test-support.ts';
import { XfsProviderSimulator } from './simulator/index.ts';

const zhang = holders[0]!;

it('a reader is away as long as its provider, and reads as soon as both are back', async () => {
  await using setup = await readerOnXfs();
  const { provider, reader, observed, simulator } = setup;
  reader.startReading();
  await observed.status('no-card');
  await provider.vanish();
  await observed.status('disconnected');
  expect(reader.status).toMatchObject({ availability: 'offline', problem: 'no-provider' });
  await provider.comeBack();
  await observed.status('no-card');
  simulator.insertCard(zhang);
  expect((await observed.nextCard()).idNumber).toBe(zhang.citizen.idNumber);
});

it('a card that was read is not given to the next person when the provider vanished meanwhile', async () => {
  await using setup = await readerOnXfs({ cardReader: 'dip' });
  const { provider, reader, observed, simulator, looks } = setup;
  reader.startReading();
  simulator.insertCard(zhang);
  await observed.status('card-present');
  reader.stopReading();
  await provider.vanish();
  await observed.status('disconnected');
  reader.startReading();
  await provider.comeBack();
  await observed.status('card-present');
  await looks(3);
  expect(observed.cards).toHaveLength(1);
});

it('a card in the middle of its reading is read from the beginning when the provider is back', async () => {
  await using setup = await readerOnXfs();
  const { provider, reader, observed, simulator } = setup;
  reader.startReading();
  await observed.status('no-card');
  const gone = Promise.withResolvers<void>();
  const stop = simulator.onCommand(() => {
    stop();
    gone.resolve(provider.vanish());
  });
  simulator.insertCard(zhang);
  await gone.promise;
  await observed.status('disconnected');
  expect(observed.cards).toEqual([]);
  await provider.comeBack();
  expect((await observed.nextCard()).idNumber).toBe(zhang.citizen.idNumber);
});

it('a slip that was under way is unknown, and one that was not begun has failed', async () => {
  await using setup = await printerOnXfs();
  const { provider, printer, reaches } = setup;
  await reaches('ready');
  provider.faults.failNext('vanish', { on: 'Printer.PrintRaw' });
  const [first, second] = [printer.print(shortSlip('A')), printer.print(shortSlip('B'))];
  expect(await first).toEqual({ kind: 'unknown', reason: 'disconnected' });
  // The connection may be back already.
  expect(['failed', 'printed']).toContain((await second).kind);
  await provider.vanish();
  await reaches('disconnected');
  expect(await printer.print(shortSlip('C'))).toEqual({ kind: 'failed', reason: 'disconnected' });
  await provider.comeBack();
  await reaches('ready');
  expect((await printer.print(shortSlip('D'))).kind).toBe('printed');
});

it('a scanner looks for the same citizen when the provider is back', async () => {
  await using setup = await scannerOnXfs();
  const { provider, observed, startLooking } = setup;
  await observed.status('ready');
  await startLooking();
  await provider.vanish();
  await observed.status('disconnected');
  await provider.comeBack();
  await observed.until(() => provider.barcodeReader.isLooking);
  const code = await observed.codeAfter(() => provider.barcodeReader.presentCode(CITIZEN_TOKEN));
  expect(code).toEqual({ kind: 'citizen-code', token: CITIZEN_TOKEN });
});

it('every command that is under way is lost, each once, and so is what is asked afterwards', async () => {
  await using provider = await XfsProviderSimulator.start();
  const connection = await connectTo(provider, 'CardReader1');
  const waiting = [1, 2, 3].map(() => connection.send('CardReader.ReadRawData', { chip: true }));
  await connection.send('Common.Status', {});
  await provider.vanish();
  expect(await Promise.all(waiting)).toEqual([{ kind: 'lost' }, { kind: 'lost' }, { kind: 'lost' }]);
  expect(await connection.send('Common.Status', {})).toEqual({ kind: 'lost' });
  await connection.closed;
});

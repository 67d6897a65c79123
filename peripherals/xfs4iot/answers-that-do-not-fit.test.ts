import { expect, it } from 'vitest';
import { CITIZEN_TOKEN } from '../code-scanner/simulator/test-support.ts';
import { shortSlip } from '../receipt-printer/test-support.ts';
import { holders } from '../smart-card-reader/simulator/index.ts';
import { XfsProviderSimulator } from './simulator/index.ts';
import { connectTo, printerOnXfs, readerOnXfs, scannerOnXfs } from './simulator/test-support.ts';

const zhang = holders[0]!;

it.each(['Common.Status', 'Common.Capabilities'] as const)(
  'a service whose %s makes no sense is away, and back when it does',
  async (on) => {
    await using setup = await readerOnXfs();
    const { provider, observed } = setup;
    await observed.status('no-card');
    await provider.vanish();
    await observed.status('disconnected');
    provider.faults.failRepeatedly('unfit-payload', { on });
    await provider.comeBack();
    await expect.poll(() => provider.accepted).toBeGreaterThan(3);
    expect(observed.statuses).toEqual(['no-card', 'disconnected']);
    provider.faults.clear();
    await observed.status('no-card');
  },
);

it('an answer of the chip that is no base64 is read once more', async () => {
  await using setup = await readerOnXfs();
  const { provider, reader, observed, simulator } = setup;
  reader.startReading();
  provider.faults.failNext('unfit-payload', { on: 'CardReader.ChipIO' });
  simulator.insertCard(zhang);
  expect((await observed.nextCard()).idNumber).toBe(zhang.citizen.idNumber);
  expect(observed.statuses).not.toContain('card-unreadable');
});

it('after a code that makes no sense the scanner goes on looking', async () => {
  await using setup = await scannerOnXfs();
  const { provider, observed, startLooking } = setup;
  await observed.status('ready');
  provider.faults.failNext('unfit-payload', { on: 'BarcodeReader.Read' });
  await startLooking();
  provider.barcodeReader.presentCode(CITIZEN_TOKEN);
  await observed.until(() => !provider.barcodeReader.isLooking);
  await observed.until(() => provider.barcodeReader.isLooking);
  const code = await observed.codeAfter(() => provider.barcodeReader.presentCode(CITIZEN_TOKEN));
  expect(code).toEqual({ kind: 'citizen-code', token: CITIZEN_TOKEN });
  expect(observed.codes).toHaveLength(1);
});

it('nobody knows of a slip whose answer makes no sense', async () => {
  await using setup = await printerOnXfs();
  const { provider, printer, reaches } = setup;
  await reaches('ready');
  provider.faults.failNext('unfit-payload', { on: 'Printer.PrintRaw' });
  expect(await printer.print(shortSlip('A'))).toEqual({ kind: 'unknown', reason: 'silent' });
});

it('an answer to a request that was never made changes nothing, and a second answer neither', async () => {
  await using provider = await XfsProviderSimulator.start();
  const connection = await connectTo(provider, 'CardReader1');
  for (const fault of ['strange-request-first', 'completed-twice'] as const) {
    provider.faults.failNext(fault, { on: 'CardReader.Move' });
    expect(await connection.send('CardReader.Move', { from: 'transport', to: 'exit' })).toMatchObject({
      ...{ kind: 'failed', code: 'commandErrorCode' },
      payload: { errorCode: 'noMedia' },
    });
    expect(await connection.send('Common.Status', {})).toMatchObject({ kind: 'completed' });
  }
  connection.close();
});

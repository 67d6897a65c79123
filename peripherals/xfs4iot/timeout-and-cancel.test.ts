import { expect, it } from 'vitest';
import { XfsProviderSimulator } from './simulator/index.ts';
import { connectTo, HASTY, TEST_DELAYS } from './simulator/test-support.ts';

it('a command whose time is over says so itself', async () => {
  await using provider = await XfsProviderSimulator.start();
  const connection = await connectTo(provider, 'CardReader1');
  const outcome = await connection.send('CardReader.ReadRawData', { chip: true }, { timeoutMs: 30 });
  expect(outcome).toMatchObject({ kind: 'failed', code: 'timeOut' });
  expect(connection.isClosed).toBe(false);
  connection.close();
});

it('a command that is wanted no more is cancelled, and no other', async () => {
  await using provider = await XfsProviderSimulator.start();
  const connection = await connectTo(provider, 'CardReader1');
  const [first, second] = [new AbortController(), new AbortController()];
  const send = (signal: AbortSignal) => connection.send('CardReader.ReadRawData', { chip: true }, { signal });
  const [one, two] = [send(first.signal), send(second.signal)];
  second.abort();
  expect(await two).toMatchObject({ kind: 'failed', code: 'canceled' });
  first.abort();
  expect(await one).toMatchObject({ kind: 'failed', code: 'canceled' });
  // Too late, and before it was even sent.
  first.abort();
  expect(await send(AbortSignal.abort())).toMatchObject({ kind: 'failed', code: 'canceled' });
  expect(await connection.send('Common.Status', {})).toMatchObject({ kind: 'completed' });
  connection.close();
});

it('a provider that forgets the time is reminded by a cancel', async () => {
  await using provider = await XfsProviderSimulator.start();
  // The provider's clock never ends it: only the cancel does.
  provider.faults.forgetsTime = true;
  const connection = await connectTo(provider, 'CardReader1', { ...TEST_DELAYS, graceMs: 30 });
  const outcome = await connection.send('CardReader.ReadRawData', { chip: true }, { timeoutMs: 30 });
  expect(outcome).toMatchObject({ kind: 'failed', code: 'canceled' });
  expect(connection.isClosed).toBe(false);
  connection.close();
});

it('a provider that ignores the cancel too is frozen', async () => {
  await using provider = await XfsProviderSimulator.start();
  const connection = await connectTo(provider, 'CardReader1', HASTY);
  provider.faults.failNext('no-completion', { on: 'CardReader.ReadRawData' });
  const stop = new AbortController();
  const outcome = connection.send('CardReader.ReadRawData', { chip: true }, { signal: stop.signal });
  await connection.send('Common.Status', {});
  stop.abort();
  expect(await outcome).toEqual({ kind: 'lost' });
  expect(connection.isClosed).toBe(true);
});

it('what completes in the moment of its cancel is completed, once', async () => {
  await using provider = await XfsProviderSimulator.start();
  const connection = await connectTo(provider, 'BarcodeReader1');
  const stop = new AbortController();
  const outcome = connection.send('BarcodeReader.Read', {}, { signal: stop.signal });
  await connection.send('Common.Status', {});
  provider.barcodeReader.presentCode('TEST');
  stop.abort();
  expect(await outcome).toMatchObject({
    kind: 'completed',
    payload: { readOutput: [{ symbology: 'qrCode' }] },
  });
  expect(await connection.send('Common.Status', {})).toMatchObject({ kind: 'completed' });
  connection.close();
});

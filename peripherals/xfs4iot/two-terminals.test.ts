import { expect, it } from 'vitest';
import { holders } from '../smart-card-reader/simulator/index.ts';
import { expectedCard, Observed } from '../smart-card-reader/simulator/test-support.ts';
import { createXfsSmartCardReader } from './index.ts';
import { XfsProviderSimulator } from './simulator/index.ts';
import { connectTo, TEST_DELAYS } from './simulator/test-support.ts';

it('two clients count their requests alike, and each gets its own answers', async () => {
  await using provider = await XfsProviderSimulator.start();
  const [one, two] = await Promise.all([
    connectTo(provider, 'CardReader1'),
    connectTo(provider, 'CardReader1'),
  ]);
  const stop = new AbortController();
  // Both are request 1 of their connection; the second waits for the first.
  const first = one.send('CardReader.ReadRawData', { chip: true }, { signal: stop.signal });
  const second = two.send('CardReader.Move', { from: 'transport', to: 'exit' });
  await one.send('Common.Status', {});
  // Of another connection nothing can be cancelled.
  expect(await two.send('Common.Cancel', { requestIds: [1, 2, 3] })).toMatchObject({ kind: 'completed' });
  expect(await second).toMatchObject({ kind: 'failed', code: 'canceled' });
  stop.abort();
  expect(await first).toMatchObject({ kind: 'failed', code: 'canceled' });
  const answers = await Promise.all([
    one.send('CardReader.ChipPower', { chipPower: 'cold' }),
    two.send('Common.Status', {}),
    one.send('Common.Status', {}),
    two.send('CardReader.ChipPower', { chipPower: 'off' }),
  ]);
  expect(answers.map(({ kind }) => kind)).toEqual(['failed', 'completed', 'completed', 'failed']);
  one.close();
  two.close();
});

it('each of two terminals reads its own card from a provider of its own', async () => {
  await using here = await XfsProviderSimulator.start();
  await using there = await XfsProviderSimulator.start();
  const readers = [here, there].map((provider) =>
    createXfsSmartCardReader({ place: { url: provider.url('CardReader1') }, delays: TEST_DELAYS }),
  );
  const observed = readers.map((reader) => new Observed(reader));
  for (const reader of readers) {
    reader.open();
    reader.startReading();
  }
  here.cardReader.insertCard(holders[0]!);
  there.cardReader.insertCard(holders[1]!);
  await Promise.all(observed.map((each) => each.until(() => each.cards.length === 1)));
  expect(observed[0]!.cards).toMatchObject([expectedCard(holders[0]!)]);
  expect(observed[1]!.cards).toMatchObject([expectedCard(holders[1]!)]);
  await Promise.all(readers.map((reader) => reader.close()));
});

import { expect, it } from 'vitest';
import type { ByteTransport } from '../transport/index.ts';
import { createMemoryPair } from '../transport/index.ts';
import { createIdCardReader } from './index.ts';
import type { IdCardReaderStatus } from './index.ts';
import { IdCardReaderSimulator, citizens } from './simulator/index.ts';
import { Observed, TEST_DELAYS, expectedCard, readerOnMemory } from './simulator/test-support.ts';

const zhang = citizens[0]!;

it('is disconnected before anybody has looked', () => {
  const reader = createIdCardReader({ openTransport: () => createMemoryPair().transport });
  expect(reader.status).toEqual({ kind: 'disconnected', availability: 'offline' });
});

it('tells at once that the cable is out, and comes back', async () => {
  await using setup = readerOnMemory({}, { idleLookMs: 60_000 });
  const { simulator, reader, observed } = setup;
  await observed.status('no-card');
  simulator.unplug();
  await observed.status('disconnected');
  simulator.plugIn();
  await observed.status('no-card');
  expect(reader.status.availability).toBe('ready');
});

it.each(['found', 'selected', 'read'] as const)(
  'in mid-read (%s) reads the card when it is back',
  async (stage) => {
    await using setup = readerOnMemory();
    const { simulator, reader, observed } = setup;
    await observed.status('no-card');
    reader.startReading();
    const stop = simulator.onChange((state) => {
      if (state.stage !== stage) return;
      stop();
      simulator.unplug();
    });
    simulator.placeCard(zhang);
    await observed.status('disconnected');
    expect(observed.cards).toEqual([]);
    simulator.plugIn();
    expect(await observed.nextCard()).toMatchObject(expectedCard(zhang));
  },
);

it.each<[string, (simulator: IdCardReaderSimulator) => void, IdCardReaderStatus['kind']]>([
  ['a card that was read lies on it', () => undefined, 'card-present'],
  [
    'a card that cannot be read lies on it',
    ({ faults }) => faults.failRepeatedly('card-auth-fail'),
    'card-unreadable',
  ],
  [
    'a card of a kind that nobody knows lies on it',
    ({ faults }) => faults.failRepeatedly('unsupported-card'),
    'card-unsupported',
  ],
  ['it has a fault', ({ faults }) => faults.failRepeatedly('self-test'), 'fault'],
])('while %s: disconnected, and well again when it is back without both', async (_what, fail, kind) => {
  await using setup = readerOnMemory();
  const { simulator, reader, observed } = setup;
  await observed.status('no-card');
  fail(simulator);
  reader.startReading();
  simulator.placeCard(zhang);
  await observed.status(kind);
  simulator.unplug();
  await observed.status('disconnected');
  simulator.faults.clear();
  simulator.removeCard();
  simulator.plugIn();
  await observed.status('no-card');
  simulator.placeCard(citizens[1]!);
  await observed.until(() => observed.cards.at(-1)?.idNumber === citizens[1]!.idNumber);
});

it('tries again for ever, with growing pauses up to the maximum', async () => {
  const tries: number[] = [];
  const failing: ByteTransport = {
    open: () => Promise.resolve({ ok: false, reason: 'not there' }),
    write: () => Promise.resolve({ ok: false, reason: 'not open' }),
    onData: () => () => undefined,
    onClosed: () => () => undefined,
    close: () => Promise.resolve(),
  };
  let enough = (): void => undefined;
  const twelve = new Promise<void>((resolve) => (enough = resolve));
  const reader = createIdCardReader({
    openTransport: () => {
      tries.push(performance.now());
      if (tries.length === 12) enough();
      return failing;
    },
    delays: { ...TEST_DELAYS, reconnectMinMs: 2, reconnectMaxMs: 16 },
  });
  reader.open();
  await twelve;
  await reader.close();
  const gaps = tries.slice(1).map((at, i) => at - tries[i]!);
  // A timer may be late on a busy machine, never early.
  for (const [i, gap] of gaps.entries()) expect(gap).toBeGreaterThan(Math.min(2 * 2 ** i, 16) - 1.5);
  expect(reader.status.kind).toBe('disconnected');
});

it('asks a quiet reader from time to time whether it is alive', async () => {
  await using setup = readerOnMemory({}, { answerTimeoutMs: 15 });
  const { simulator, observed, requests } = setup;
  await observed.status('no-card');
  await requests(2);
  simulator.faults.failRepeatedly('silence');
  await observed.status('disconnected');
});

it('can be closed at any moment and opened again', async () => {
  const simulator = new IdCardReaderSimulator();
  const reader = createIdCardReader({
    openTransport: () => {
      const { transport, device } = createMemoryPair();
      simulator.attach(device);
      return transport;
    },
    delays: TEST_DELAYS,
  });
  const observed = new Observed(reader);
  reader.startReading();
  reader.open();
  await reader.close();
  reader.open();
  simulator.placeCard(zhang);
  await observed.status('reading');
  await reader.close();
  expect(reader.status.kind).toBe('disconnected');
  reader.open();
  expect((await observed.nextCard()).idNumber).toBe(zhang.idNumber);
  await reader.close();
});

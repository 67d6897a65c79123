import { expect, it } from 'vitest';
import type { HidPort } from '../transport/index.ts';
import { createIdCardReader, createMiaxisTransport } from './index.ts';
import type { IdCardReader } from './index.ts';
import type { FaultKind } from './simulator/index.ts';
import { IdCardReaderSimulator, cards, citizens, hidPortOf } from './simulator/index.ts';
import { Observed, TEST_DELAYS, expectedCard } from './simulator/test-support.ts';

const zhang = citizens[0]!;

interface ReaderOnHid extends AsyncDisposable {
  readonly simulator: IdCardReaderSimulator;
  readonly reader: IdCardReader;
  readonly observed: Observed;
  /** Resolves when the system was asked so many times for its devices. */
  looks(count: number): Promise<void>;
}

function readerOnHid(serialNumber?: string): ReaderOnHid {
  const simulator = new IdCardReaderSimulator();
  let looked = 0;
  const lookListeners = new Set<() => void>();
  const system = hidPortOf(simulator);
  const port: HidPort = {
    ...system,
    list: (model) => {
      looked++;
      for (const listener of lookListeners) listener();
      return system.list(model);
    },
  };
  const reader = createIdCardReader({
    openTransport: () =>
      createMiaxisTransport(serialNumber === undefined ? { port } : { port, serialNumber }),
    delays: TEST_DELAYS,
  });
  const observed = new Observed(reader);
  reader.open();
  const looks = (count: number): Promise<void> =>
    new Promise((resolve) => {
      lookListeners.add(() => {
        if (looked >= count) resolve();
      });
    });
  return { simulator, reader, observed, looks, [Symbol.asyncDispose]: () => reader.close() };
}

it.each(cards.map((card) => [card.id, card] as const))('reads every field of %s', async (_id, placed) => {
  await using setup = readerOnHid();
  setup.reader.startReading();
  setup.simulator.placeCard(placed);
  expect(await setup.observed.nextCard()).toEqual(expectedCard(placed));
});

it('tells its number and state', async () => {
  await using setup = readerOnHid();
  await setup.observed.status('no-card');
  expect(await setup.reader.describe()).toMatchObject({
    samStatus: { step: 'ok' },
    samId: '05.01-20261122-000310199-000000001',
  });
});

it.each(['found', 'selected', 'read'] as const)(
  'comes back by itself after it was pulled in mid-read (%s), and reads the card',
  async (stage) => {
    await using setup = readerOnHid();
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
    expect(await observed.nextCard()).toEqual(expectedCard(zhang));
  },
);

it('is not taken for its twin with another serial number, however often it is looked for', async () => {
  await using setup = readerOnHid('TEST-0002');
  await setup.looks(4);
  expect(setup.reader.status.kind).toBe('disconnected');
  await using right = readerOnHid('TEST-0001');
  await right.observed.status('no-card');
});

it.each<FaultKind>([
  'silence',
  'late-answer',
  'garbage-before-preamble',
  'split-writes',
  'wrong-checksum',
  'short-frame',
  'oversized-length',
  'bad-checksum-received',
])('bears %s once', async (fault) => {
  await using setup = readerOnHid();
  const { simulator, reader, observed } = setup;
  reader.startReading();
  simulator.faults.failNext(fault, { on: 'read-base' });
  simulator.placeCard(zhang);
  expect(await observed.nextCard()).toEqual(expectedCard(zhang));
  expect(simulator.faults.pending).toEqual([]);
  expect(observed.statuses).not.toContain('disconnected');
});

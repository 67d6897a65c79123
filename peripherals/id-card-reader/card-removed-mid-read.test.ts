import { expect, it } from 'vitest';
import type { SimulatorState } from './simulator/index.ts';
import { citizens } from './simulator/index.ts';
import { expectedCard, readerOnMemory } from './simulator/test-support.ts';

const zhang = citizens[0]!;

it.each<SimulatorState['stage']>(['found', 'selected', 'read'])(
  'asks for the card back when it goes right after it was %s, and then reads it',
  async (stage) => {
    await using setup = readerOnMemory();
    const { simulator, reader, observed } = setup;
    await observed.status('no-card');
    reader.startReading();
    const stop = simulator.onChange((state) => {
      if (state.stage !== stage) return;
      stop();
      simulator.removeCard();
    });
    simulator.placeCard(zhang);
    await observed.status('card-removed-mid-read');
    expect(observed.cards).toEqual([]);

    simulator.placeCard(zhang);
    expect(await observed.nextCard()).toMatchObject(expectedCard(zhang));
    await observed.status('card-present');
    expect(observed.statuses).toEqual([
      'no-card',
      'reading',
      'card-removed-mid-read',
      'reading',
      'card-present',
    ]);
  },
);

it('never mixes two cards when they are swapped in mid-read', async () => {
  await using setup = readerOnMemory();
  const { simulator, reader, observed } = setup;
  reader.startReading();
  for (const stage of ['found', 'selected', 'read'] as const) {
    const stop = simulator.onChange((state) => {
      if (state.stage !== stage) return;
      stop();
      simulator.placeCard(citizens[3]!);
    });
    const card = observed.nextCard();
    simulator.placeCard(zhang);
    expect(await card).toMatchObject(expectedCard(citizens[3]!));
    simulator.removeCard();
    await observed.status('no-card');
  }
});

it('keeps asking until a card comes, and stops asking when nobody wants one', async () => {
  await using setup = readerOnMemory();
  const { simulator, reader, observed } = setup;
  reader.startReading();
  simulator.onChange((state) => {
    if (state.stage === 'selected') simulator.removeCard();
  });
  simulator.placeCard(zhang);
  await observed.status('card-removed-mid-read');
  reader.stopReading();
  await observed.status('no-card');
});

it('delivers nothing when reading is stopped in mid-read, watches the card, and reads it when wanted again', async () => {
  await using setup = readerOnMemory();
  const { simulator, reader, observed } = setup;
  reader.startReading();
  const stop = simulator.onChange((state) => {
    if (state.stage !== 'read') return;
    stop();
    reader.stopReading();
  });
  simulator.placeCard(zhang);
  await observed.status('card-present');
  expect(observed.cards).toEqual([]);
  simulator.removeCard();
  await observed.status('no-card');

  simulator.placeCard(zhang);
  reader.startReading();
  expect((await observed.nextCard()).idNumber).toBe(zhang.idNumber);
});

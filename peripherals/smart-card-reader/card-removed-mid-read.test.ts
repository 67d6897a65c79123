import { expect, it } from 'vitest';
import { holders } from './simulator/index.ts';
import { expectedCard, readerOnMemory } from './simulator/test-support.ts';

const zhang = holders[0]!;
/** Two selections of an application and files, and thirteen records: a whole read. */
const COMMANDS_OF_A_READ = 16;

it.each(Array.from({ length: COMMANDS_OF_A_READ }, (_, index) => index + 1))(
  'asks for the card again when it is gone at command %i, and reads it then',
  async (at) => {
    await using setup = readerOnMemory();
    const { simulator, reader, observed } = setup;
    await observed.status('no-card');
    reader.startReading();
    let commands = 0;
    simulator.onCommand(() => {
      if (++commands === at) simulator.removeCard();
    });
    simulator.insertCard(zhang);
    await observed.status('card-removed-mid-read');
    expect(observed.cards).toEqual([]);
    expect(reader.status.availability).toBe('ready');
    simulator.insertCard(zhang);
    expect(await observed.nextCard()).toMatchObject(expectedCard(zhang));
    expect(observed.statuses).toEqual([
      'no-card',
      'reading',
      'card-removed-mid-read',
      'reading',
      'card-present',
    ]);
  },
);

it('reads a card that took the place of the one that was being read', async () => {
  await using setup = readerOnMemory();
  const { simulator, reader, observed } = setup;
  reader.startReading();
  const stop = simulator.onCommand(() => {
    stop();
    simulator.insertCard(holders[1]!);
  });
  simulator.insertCard(zhang);
  expect(await observed.nextCard()).toMatchObject(expectedCard(holders[1]!));
  expect(observed.cards).toHaveLength(1);
});

it('forgets it when reading is stopped', async () => {
  await using setup = readerOnMemory();
  const { simulator, reader, observed } = setup;
  reader.startReading();
  const stop = simulator.onCommand(() => {
    stop();
    simulator.removeCard();
  });
  simulator.insertCard(zhang);
  await observed.status('card-removed-mid-read');
  reader.stopReading();
  await observed.status('no-card');
});

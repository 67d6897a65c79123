import { expect, it } from 'vitest';
import { holders } from './simulator/index.ts';
import { readerOnMemory } from './simulator/test-support.ts';

const [zhang, li] = [holders[0]!, holders[1]!];

it.each(['the reader was pulled', 'the service was restarted'])(
  'does not give it to the next person either when %s meanwhile',
  async (gap) => {
    await using setup = readerOnMemory();
    const { simulator, reader, observed, pcsc } = setup;
    reader.startReading();
    simulator.insertCard(zhang);
    await observed.status('card-present');
    reader.stopReading();
    if (gap === 'the reader was pulled') {
      pcsc.unplug(0);
      pcsc.unplug(1);
    } else {
      pcsc.stopService();
    }
    await observed.status('disconnected');
    reader.startReading();
    pcsc.plugIn(0);
    pcsc.startService();
    await observed.status('card-present');
    await pcsc.waits(3);
    expect(observed.cards).toHaveLength(1);
    simulator.removeCard();
    await observed.status('no-card');
    simulator.insertCard(li);
    expect((await observed.nextCard()).idNumber).toBe(li.citizen.idNumber);
  },
);

it('takes a card for the one that was left only for a moment after the reader came back', async () => {
  await using setup = readerOnMemory();
  const { simulator, reader, observed, pcsc } = setup;
  reader.startReading();
  simulator.insertCard(zhang);
  await observed.status('card-present');
  pcsc.stopService();
  simulator.removeCard();
  await observed.status('disconnected');
  pcsc.startService();
  await observed.status('no-card');
  // A card at once may be the old one, noticed late; it is read as soon as it was taken out and put in again.
  simulator.insertCard(zhang);
  await observed.status('card-present');
  expect(observed.cards).toHaveLength(1);
  simulator.removeCard();
  await observed.status('no-card');
  simulator.insertCard(li);
  expect((await observed.nextCard()).idNumber).toBe(li.citizen.idNumber);
});

it('looks at the slot between what was begun for an earlier start and what is for a new one', async () => {
  await using setup = readerOnMemory();
  const { simulator, reader, observed } = setup;
  const stop = simulator.onCommand(() => {
    stop();
    reader.stopReading();
    reader.startReading();
  });
  reader.startReading();
  simulator.insertCard(zhang);
  await observed.nextCard();
  await observed.status('card-present');
  // Begun anew: what was being read is dropped, with a look at the slot between.
  expect(observed.statuses).toEqual(['reading', 'card-present', 'reading', 'card-present']);
  expect(observed.cards).toHaveLength(1);
});

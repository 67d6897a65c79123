import { expect, it } from 'vitest';
import { holders } from './simulator/index.ts';
import { expectedCard, readerOnMemory } from './simulator/test-support.ts';

const [zhang, li] = [holders[0]!, holders[1]!];

it('delivers a card once and sees that it was taken', async () => {
  await using setup = readerOnMemory();
  const { simulator, reader, observed, pcsc } = setup;
  await observed.status('no-card');
  reader.startReading();
  simulator.insertCard(zhang);
  await observed.status('card-present');
  await pcsc.waits(3);
  expect(observed.statuses).toEqual(['no-card', 'reading', 'card-present']);
  expect(observed.cards).toHaveLength(1);
  simulator.removeCard();
  await observed.status('no-card');
  simulator.insertCard(li);
  expect(await observed.nextCard()).toMatchObject(expectedCard(li));
});

it('reads a card that was put in before anybody asked', async () => {
  await using setup = readerOnMemory();
  const { simulator, reader, observed } = setup;
  simulator.insertCard(zhang);
  await observed.status('card-present');
  expect(observed.cards).toEqual([]);
  reader.startReading();
  expect(await observed.nextCard()).toMatchObject(expectedCard(zhang));
});

it('goes on watching it after reading was stopped', async () => {
  await using setup = readerOnMemory();
  const { simulator, reader, observed, pcsc } = setup;
  reader.startReading();
  simulator.insertCard(zhang);
  await observed.status('card-present');
  reader.stopReading();
  await pcsc.waits(2);
  expect(reader.status.kind).toBe('card-present');
  simulator.removeCard();
  await observed.status('no-card');
  simulator.insertCard(li);
  await observed.status('card-present');
  expect(observed.cards).toHaveLength(1);
});

it('does not give the card that somebody left to the next person', async () => {
  await using setup = readerOnMemory();
  const { simulator, reader, observed, pcsc } = setup;
  reader.startReading();
  simulator.insertCard(zhang);
  await observed.status('card-present');
  reader.stopReading();
  reader.startReading();
  await pcsc.waits(3);
  expect(reader.status.kind).toBe('card-present');
  expect(observed.cards).toHaveLength(1);
  simulator.removeCard();
  await observed.status('no-card');
  simulator.insertCard(zhang);
  expect((await observed.nextCard()).idNumber).toBe(zhang.citizen.idNumber);
});

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

it('reads the other card when cards are swapped between two looks', async () => {
  await using setup = readerOnMemory();
  const { simulator, reader, observed } = setup;
  reader.startReading();
  simulator.insertCard(zhang);
  await observed.status('card-present');
  const next = observed.nextCard();
  simulator.insertCard(li);
  expect((await next).idNumber).toBe(li.citizen.idNumber);
});

it('reads nothing for whoever stopped in the middle, and all of it for the next', async () => {
  await using setup = readerOnMemory();
  const { simulator, reader, observed } = setup;
  let commands = 0;
  const stop = simulator.onCommand(() => {
    if (++commands === 5) reader.stopReading();
  });
  reader.startReading();
  simulator.insertCard(zhang);
  await observed.status('card-present');
  expect(observed.cards).toEqual([]);
  expect(commands).toBe(5);
  stop();
  reader.startReading();
  expect((await observed.nextCard()).idNumber).toBe(zhang.citizen.idNumber);
});

it('does not deliver to a new start what was begun for an earlier one', async () => {
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

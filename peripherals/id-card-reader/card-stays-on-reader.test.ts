import { describe, expect, it } from 'vitest';
import { createIdCardReader } from './index.ts';
import { citizens } from './simulator/index.ts';
import { Observed, readerOnMemory, TEST_DELAYS } from './simulator/test-support.ts';

const [zhang, li] = [citizens[0]!, citizens[1]!];

describe.each([
  ['does not find a card that was read', { findsReadCard: false }],
  ['finds a card that was read', { findsReadCard: true }],
  ['finds a card that was read and knows no newer items', { findsReadCard: true, knowsNewItems: false }],
])('on a reader that %s', (_name, habits) => {
  it('delivers a card once and sees at once that it was taken', async () => {
    await using setup = readerOnMemory(habits);
    const { simulator, reader, observed, requests } = setup;
    await observed.status('no-card');
    reader.startReading();
    simulator.placeCard(zhang);
    await observed.status('card-present');
    await requests(10);
    expect(observed.statuses).toEqual(['no-card', 'reading', 'card-present']);
    expect(observed.cards).toHaveLength(1);
    simulator.removeCard();
    await observed.status('no-card');
    simulator.placeCard(li);
    expect((await observed.nextCard()).idNumber).toBe(li.idNumber);
  });

  it('goes on watching it after reading was stopped', async () => {
    await using setup = readerOnMemory(habits);
    const { simulator, reader, observed, requests } = setup;
    reader.startReading();
    simulator.placeCard(zhang);
    await observed.status('card-present');
    reader.stopReading();
    await requests(5);
    expect(reader.status.kind).toBe('card-present');
    simulator.removeCard();
    await observed.status('no-card');
    // Nobody wants a card: one that is put there is not read, but it is seen, for it may be forgotten there.
    const told = observed.statuses.length;
    simulator.placeCard(li);
    await observed.status('card-present');
    await requests(5);
    expect(observed.cards).toHaveLength(1);
    simulator.removeCard();
    await observed.status('no-card');
    expect(observed.statuses.slice(told)).toEqual(['card-present', 'no-card']);
  });

  it('reads what was put there before anybody wanted a card', async () => {
    await using setup = readerOnMemory(habits);
    const { simulator, reader, observed } = setup;
    await observed.status('no-card');
    simulator.placeCard(li);
    await observed.status('card-present');
    const next = observed.nextCard();
    reader.startReading();
    expect((await next).idNumber).toBe(li.idNumber);
    expect(observed.statuses).toEqual(['no-card', 'card-present', 'reading', 'card-present']);
  });

  it('a driver that begins anew sees what one before it has read', async () => {
    await using setup = readerOnMemory(habits);
    const { simulator, reader, observed } = setup;
    reader.startReading();
    simulator.placeCard(zhang);
    await observed.status('card-present');
    await reader.close();
    const anew = createIdCardReader({ openTransport: setup.openTransport, delays: TEST_DELAYS });
    const observedAnew = new Observed(anew);
    anew.open();
    await observedAnew.status('card-present');
    simulator.removeCard();
    await observedAnew.status('no-card');
    await anew.close();
    expect(observedAnew.statuses).toEqual(['card-present', 'no-card', 'disconnected']);
    expect(observedAnew.cards).toEqual([]);
  });

  it('does not give the card that somebody left to the next person', async () => {
    await using setup = readerOnMemory(habits);
    const { simulator, reader, observed, requests } = setup;
    reader.startReading();
    simulator.placeCard(zhang);
    await observed.status('card-present');
    reader.stopReading();
    reader.startReading();
    await requests(5);
    expect(reader.status.kind).toBe('card-present');
    expect(observed.cards).toHaveLength(1);
    simulator.removeCard();
    await observed.status('no-card');
    simulator.placeCard(zhang);
    expect((await observed.nextCard()).idNumber).toBe(zhang.idNumber);
  });
});

it('does not take a card that slipped for one that was taken', async () => {
  await using setup = readerOnMemory();
  const { simulator, reader, observed, requests } = setup;
  reader.startReading();
  simulator.placeCard(zhang);
  await observed.status('card-present');
  reader.stopReading();
  const foundAgain = new Promise<void>((resolve) => {
    simulator.onChange((state) => {
      if (state.stage === 'selected') resolve();
    });
  });
  const told = observed.statuses.length;
  simulator.moveCard();
  await foundAgain;
  await requests(3);
  expect(observed.statuses.slice(told)).toEqual([]);
  simulator.removeCard();
  await observed.status('no-card');
});

it('reads the other card when cards are swapped between two looks', async () => {
  await using setup = readerOnMemory();
  const { simulator, reader, observed } = setup;
  reader.startReading();
  simulator.placeCard(zhang);
  await observed.status('card-present');
  const next = observed.nextCard();
  simulator.placeCard(li);
  expect((await next).idNumber).toBe(li.idNumber);
});

it('still knows after a gap in the line whether the card lies there', async () => {
  await using setup = readerOnMemory();
  const { simulator, reader, observed } = setup;
  reader.startReading();
  simulator.placeCard(zhang);
  await observed.status('card-present');
  reader.stopReading();
  simulator.unplug();
  await observed.status('disconnected');
  simulator.plugIn();
  await observed.status('card-present');
  simulator.unplug();
  await observed.status('disconnected');
  simulator.removeCard();
  simulator.plugIn();
  await observed.status('no-card');
  expect(observed.cards).toHaveLength(1);
});

import { describe, expect, it } from 'vitest';
import type { FaultKind } from './simulator/index.ts';
import { citizens } from './simulator/index.ts';
import { readerOnMemory } from './simulator/test-support.ts';

const [zhang, li] = [citizens[0]!, citizens[1]!];

describe.each<FaultKind>([
  'read-fail',
  'card-auth-fail',
  'sam-auth-fail',
  'information-invalid',
  'data-length-error',
  'select-fail',
])('a card with %s', (fault) => {
  it('is read by itself when it was for once', async () => {
    await using setup = readerOnMemory();
    const { simulator, reader, observed } = setup;
    reader.startReading();
    simulator.faults.failNext(fault);
    simulator.placeCard(zhang);
    expect((await observed.nextCard()).idNumber).toBe(zhang.idNumber);
    expect(simulator.faults.pending).toEqual([]);
    expect(observed.statuses).not.toContain('card-unreadable');
  });

  it('has to be lifted and put back when it lasts', async () => {
    await using setup = readerOnMemory();
    const { simulator, reader, observed, requests } = setup;
    reader.startReading();
    simulator.faults.failRepeatedly(fault);
    simulator.placeCard(zhang);
    await observed.status('card-unreadable');
    simulator.faults.clear();
    // It would be readable now, but nobody has lifted it.
    await requests(4);
    expect(reader.status).toEqual({ kind: 'card-unreadable', availability: 'ready' });
    simulator.removeCard();
    await observed.status('no-card');
    simulator.placeCard(zhang);
    expect((await observed.nextCard()).idNumber).toBe(zhang.idNumber);
  });
});

it.each([
  ['card-auth-fail', 'card-unreadable'],
  ['read-fail', 'card-removed-mid-read'],
] as const)(
  'with %s, on a reader that hides a failed card, asks (%s) until it was lifted and put back',
  async (fault, status) => {
    await using setup = readerOnMemory({ failedCardNeedsLifting: true });
    const { simulator, reader, observed, requests } = setup;
    reader.startReading();
    simulator.faults.failNext(fault);
    simulator.placeCard(zhang);
    await observed.status(status);
    await requests(4);
    expect(reader.status.kind).toBe(status);
    simulator.removeCard();
    await requests(3);
    simulator.placeCard(zhang);
    expect((await observed.nextCard()).idNumber).toBe(zhang.idNumber);
  },
);

it('whose text does not hold together is unreadable, and its content is told to nobody', async () => {
  await using setup = readerOnMemory();
  const { simulator, reader, observed } = setup;
  reader.startReading();
  simulator.placeCard({ ...zhang, idNumber: `${zhang.idNumber.slice(0, 17)}A` });
  await observed.status('card-unreadable');
  expect(reader.status).toEqual({ kind: 'card-unreadable', availability: 'ready' });
  expect(observed.cards).toEqual([]);
});

it('that the module does not know is said to be unsupported, until it was lifted', async () => {
  await using setup = readerOnMemory({ findsReadCard: true });
  const { simulator, reader, observed, requests } = setup;
  reader.startReading();
  simulator.faults.failNext('unsupported-card');
  simulator.placeCard(zhang);
  await observed.status('card-unsupported');
  await requests(3);
  expect(reader.status).toEqual({ kind: 'card-unsupported', availability: 'ready' });
  expect(observed.cards).toEqual([]);
  simulator.removeCard();
  await observed.status('no-card');
  simulator.placeCard(li);
  expect((await observed.nextCard()).idNumber).toBe(li.idNumber);
});

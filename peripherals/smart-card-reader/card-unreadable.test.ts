import { describe, expect, it } from 'vitest';
import { SCARD } from './pcsc/codes.ts';
import { holders } from './simulator/index.ts';
import type { CardHabits, FaultKind } from './simulator/index.ts';
import { expectedCard, readerOnMemory } from './simulator/test-support.ts';

const zhang = holders[0]!;

describe('a card is read whole', () => {
  it.each<[string, Partial<CardHabits>]>([
    ['answers with 61xx', { piecesOf: 255 }],
    ['hands out pieces of 7 bytes', { piecesOf: 7 }],
    ['answers with 6Cxx', { wantsExactLength: true }],
    ['answers with 61xx and then 6Cxx', { piecesOf: 5, wantsExactLength: true }],
    ['needs P1 = 00 for its files', { needsP1Zero: true }],
    ['knows its records by number', { needsRecordNumber: true }],
    ['does all of that', { piecesOf: 3, wantsExactLength: true, needsP1Zero: true, needsRecordNumber: true }],
  ])('that %s', async (_name, habits) => {
    await using setup = readerOnMemory();
    const { simulator, reader, observed } = setup;
    reader.startReading();
    simulator.insertCard(holders[3]!, habits);
    expect(await observed.nextCard()).toMatchObject(expectedCard(holders[3]!));
  });

  it.each<FaultKind>([
    'empty-answer',
    'short-answer',
    'garbage',
    'memory-failure',
    'execution-error',
    'overlong-record',
    'endless-more-data',
  ])('at the second try after one %s', async (kind) => {
    await using setup = readerOnMemory();
    const { simulator, reader, observed } = setup;
    reader.startReading();
    simulator.faults.failNext(kind, { on: 'read-record' });
    simulator.insertCard(zhang);
    expect(await observed.nextCard()).toMatchObject(expectedCard(zhang));
    expect(observed.statuses).not.toContain('card-unreadable');
  });
});

it.each<[string, FaultKind, 'select-application' | 'select-file' | 'read-record']>([
  ['selecting the application', 'execution-error', 'select-application'],
  ['selecting the application', 'garbage', 'select-application'],
  ['selecting a file', 'memory-failure', 'select-file'],
  ['reading', 'empty-answer', 'read-record'],
  ['reading', 'endless-wrong-length', 'read-record'],
  ['reading', 'overlong-record', 'read-record'],
])('tells that a card cannot be read when %s always ends in %s', async (_name, kind, on) => {
  await using setup = readerOnMemory();
  const { simulator, reader, observed, pcsc } = setup;
  reader.startReading();
  simulator.faults.failRepeatedly(kind, { on });
  simulator.insertCard(zhang);
  await observed.status('card-unreadable');
  expect(reader.status).toEqual({ kind: 'card-unreadable', availability: 'ready', problem: 'failed' });
  // It stays so until the card is taken out, without trying on and on.
  await pcsc.waits(3);
  expect(observed.statuses.at(-1)).toBe('card-unreadable');
  simulator.removeCard();
  await observed.status('no-card');
  simulator.faults.clear();
  simulator.insertCard(zhang);
  expect((await observed.nextCard()).idNumber).toBe(zhang.citizen.idNumber);
});

it('tells that a card is the wrong way round when the chip does not answer to reset', async () => {
  await using setup = readerOnMemory();
  const { simulator, reader, observed } = setup;
  reader.startReading();
  simulator.insertCard(zhang, { isMute: true });
  await observed.status('card-unreadable');
  expect(reader.status).toEqual({ kind: 'card-unreadable', availability: 'ready', problem: 'mute' });
  simulator.removeCard();
  await observed.status('no-card');
  simulator.insertCard(zhang);
  expect((await observed.nextCard()).idNumber).toBe(zhang.citizen.idNumber);
});

it.each([SCARD.UNRESPONSIVE_CARD, SCARD.PROTO_MISMATCH])(
  'takes it for the wrong way round when only the exchange tells so (%s)',
  async (code) => {
    await using setup = readerOnMemory();
    const { simulator, reader, observed, pcsc } = setup;
    await observed.status('no-card');
    reader.startReading();
    pcsc.failWith(code, code);
    simulator.insertCard(zhang);
    await observed.status('card-unreadable');
    expect(reader.status).toMatchObject({ problem: 'mute' });
  },
);

it.each<[string, Partial<CardHabits>, string]>([
  ['another card', { isSocialSecurity: false }, 'not-social-security'],
  ['a card that wants its PIN', { isLocked: true }, 'locked'],
])('tells that %s is not the right one', async (_name, habits, problem) => {
  await using setup = readerOnMemory();
  const { simulator, reader, observed } = setup;
  reader.startReading();
  simulator.insertCard(zhang, habits);
  await observed.status('card-unsupported');
  expect(reader.status).toEqual({ kind: 'card-unsupported', availability: 'ready', problem });
  simulator.removeCard();
  await observed.status('no-card');
  expect(observed.cards).toEqual([]);
});

import { describe, expect, it } from 'vitest';
import { holders } from '../simulator/index.ts';
import type { CardHabits, FaultKind } from '../simulator/index.ts';
import { expectedCard } from '../simulator/test-support.ts';
import type { ReaderSetup } from '../simulator/test-support.ts';

/** A reader over whatever line, opened. */
export interface ReaderUnderTest extends ReaderSetup {
  /** Resolves when the reader has looked for cards so many more times. */
  looks(count: number): Promise<void>;
}

const [zhang, li] = [holders[0]!, holders[1]!];
/** Two selections of an application and files, and thirteen records: a whole read. */
const COMMANDS_OF_A_READ = 16;

/** What each reader of social-security cards does, whatever speaks below it. */
export function describeReaderContract(start: () => ReaderUnderTest | Promise<ReaderUnderTest>): void {
  describe('a card is read whole', () => {
    it.each<[string, Partial<CardHabits>]>([
      ['answers with 61xx', { piecesOf: 255 }],
      ['hands out pieces of 7 bytes', { piecesOf: 7 }],
      ['answers with 6Cxx', { wantsExactLength: true }],
      ['answers with 61xx and then 6Cxx', { piecesOf: 5, wantsExactLength: true }],
      ['needs P1 = 00 for its files', { needsP1Zero: true }],
      ['knows its records by number', { needsRecordNumber: true }],
      [
        'does all of that',
        { piecesOf: 3, wantsExactLength: true, needsP1Zero: true, needsRecordNumber: true },
      ],
    ])('that %s', async (_name, habits) => {
      await using setup = await start();
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
      await using setup = await start();
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
    await using setup = await start();
    const { simulator, reader, observed, looks } = setup;
    reader.startReading();
    simulator.faults.failRepeatedly(kind, { on });
    simulator.insertCard(zhang);
    await observed.status('card-unreadable');
    expect(reader.status).toEqual({ kind: 'card-unreadable', availability: 'ready', problem: 'failed' });
    // It stays so until the card is taken out, without trying on and on.
    await looks(3);
    expect(observed.statuses.at(-1)).toBe('card-unreadable');
    simulator.removeCard();
    await observed.status('no-card');
    simulator.faults.clear();
    simulator.insertCard(zhang);
    expect((await observed.nextCard()).idNumber).toBe(zhang.citizen.idNumber);
  });

  it('tells that a card is the wrong way round when the chip does not answer to reset', async () => {
    await using setup = await start();
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

  it.each<[string, Partial<CardHabits>, string]>([
    ['another card', { isSocialSecurity: false }, 'not-social-security'],
    ['a card that wants its PIN', { isLocked: true }, 'locked'],
  ])('tells that %s is not the right one', async (_name, habits, problem) => {
    await using setup = await start();
    const { simulator, reader, observed } = setup;
    reader.startReading();
    simulator.insertCard(zhang, habits);
    await observed.status('card-unsupported');
    expect(reader.status).toEqual({ kind: 'card-unsupported', availability: 'ready', problem });
    simulator.removeCard();
    await observed.status('no-card');
    expect(observed.cards).toEqual([]);
  });

  it('delivers a card once and sees that it was taken', async () => {
    await using setup = await start();
    const { simulator, reader, observed, looks } = setup;
    await observed.status('no-card');
    reader.startReading();
    simulator.insertCard(zhang);
    await observed.status('card-present');
    await looks(3);
    expect(observed.statuses).toEqual(['no-card', 'reading', 'card-present']);
    expect(observed.cards).toHaveLength(1);
    simulator.removeCard();
    await observed.status('no-card');
    simulator.insertCard(li);
    expect(await observed.nextCard()).toMatchObject(expectedCard(li));
  });

  it('reads a card that was put in before anybody asked', async () => {
    await using setup = await start();
    const { simulator, reader, observed } = setup;
    simulator.insertCard(zhang);
    await observed.status('card-present');
    expect(observed.cards).toEqual([]);
    reader.startReading();
    expect(await observed.nextCard()).toMatchObject(expectedCard(zhang));
  });

  it('goes on watching it after reading was stopped', async () => {
    await using setup = await start();
    const { simulator, reader, observed, looks } = setup;
    reader.startReading();
    simulator.insertCard(zhang);
    await observed.status('card-present');
    reader.stopReading();
    await looks(2);
    expect(reader.status.kind).toBe('card-present');
    simulator.removeCard();
    await observed.status('no-card');
    simulator.insertCard(li);
    await observed.status('card-present');
    expect(observed.cards).toHaveLength(1);
  });

  it('does not give the card that somebody left to the next person', async () => {
    await using setup = await start();
    const { simulator, reader, observed, looks } = setup;
    reader.startReading();
    simulator.insertCard(zhang);
    await observed.status('card-present');
    reader.stopReading();
    reader.startReading();
    await looks(3);
    expect(reader.status.kind).toBe('card-present');
    expect(observed.cards).toHaveLength(1);
    simulator.removeCard();
    await observed.status('no-card');
    simulator.insertCard(zhang);
    expect((await observed.nextCard()).idNumber).toBe(zhang.citizen.idNumber);
  });

  it('reads the other card when cards are swapped between two looks', async () => {
    await using setup = await start();
    const { simulator, reader, observed } = setup;
    reader.startReading();
    simulator.insertCard(zhang);
    await observed.status('card-present');
    const next = observed.nextCard();
    simulator.insertCard(li);
    expect((await next).idNumber).toBe(li.citizen.idNumber);
  });

  it('reads nothing for whoever stopped in the middle, and all of it for the next', async () => {
    await using setup = await start();
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
    await using setup = await start();
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
    expect(observed.cards).toHaveLength(1);
  });

  it.each(Array.from({ length: COMMANDS_OF_A_READ }, (_, index) => index + 1))(
    'asks for the card again when it is gone at command %i, and reads it then',
    async (at) => {
      await using setup = await start();
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
    await using setup = await start();
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
    await using setup = await start();
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
}

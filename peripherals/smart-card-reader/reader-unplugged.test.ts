import { describe, expect, it } from 'vitest';
import { createSmartCardReader } from './index.ts';
import type { SmartCardReaderStatus } from './index.ts';
import { SCARD } from './pcsc/codes.ts';
import { loadPcsc } from './pcsc/library.ts';
import { SocialSecurityCardSimulator, holders } from './simulator/index.ts';
import type { CardHabits } from './simulator/index.ts';
import { expectedCard, openReader, readerOnMemory } from './simulator/test-support.ts';

const [zhang, li] = [holders[0]!, holders[1]!];

it('is disconnected before anybody has looked', () => {
  const reader = createSmartCardReader({ loadPcsc: () => null });
  expect(reader.status).toMatchObject({
    kind: 'disconnected',
    availability: 'offline',
    problem: 'no-reader',
  });
});

it('tells the staff what to install where the library is missing', async () => {
  expect(loadPcsc('libpcsclite-that-is-not-there.so')).toBeNull();
  const simulator = new SocialSecurityCardSimulator();
  await using setup = openReader(simulator, { loadPcsc: () => loadPcsc('libpcsclite-that-is-not-there.so') });
  await setup.observed.until(() => 'problem' in setup.reader.status);
  await setup.observed.status('disconnected');
  await setup.observed.until(
    () => setup.reader.status.kind === 'disconnected' && setup.reader.status.problem === 'no-library',
  );
  expect(setup.reader.status).toMatchObject({
    staff: { zh: expect.stringContaining('libpcsclite1'), en: expect.stringContaining('libpcsclite1') },
  });
});

describe('with two readers', () => {
  it('is not without a reader when one is pulled', async () => {
    await using setup = readerOnMemory();
    const { simulator, reader, observed, pcsc } = setup;
    await observed.status('no-card');
    pcsc.unplug(0);
    await pcsc.waits(3);
    expect(observed.statuses).toEqual(['no-card']);
    reader.startReading();
    simulator.insertCard(zhang, { slot: 1 });
    expect(await observed.nextCard()).toMatchObject(expectedCard(zhang));
    pcsc.unplug(1);
    await observed.status('disconnected');
    expect(reader.status).toMatchObject({ problem: 'no-reader' });
    simulator.removeCard({ slot: 1 });
    pcsc.plugIn(1);
    await observed.status('no-card');
  });

  it('reads whichever the citizen uses, and sees the card in either', async () => {
    await using setup = readerOnMemory();
    const { simulator, reader, observed } = setup;
    reader.startReading();
    simulator.insertCard(zhang, { slot: 1 });
    expect((await observed.nextCard()).idNumber).toBe(zhang.citizen.idNumber);
    simulator.insertCard(li, { slot: 0 });
    expect((await observed.nextCard()).idNumber).toBe(li.citizen.idNumber);
    simulator.removeCard({ slot: 1 });
    await observed.until(() => observed.cards.length === 2 && reader.status.kind === 'card-present');
    simulator.removeCard({ slot: 0 });
    await observed.status('no-card');
  });

  it('asks for the card again when its reader is pulled in mid-read', async () => {
    await using setup = readerOnMemory();
    const { simulator, reader, observed, pcsc } = setup;
    reader.startReading();
    const stop = simulator.onCommand(() => {
      stop();
      pcsc.unplug(0);
    });
    simulator.insertCard(zhang);
    await observed.status('card-removed-mid-read');
    pcsc.plugIn(0);
    expect((await observed.nextCard()).idNumber).toBe(zhang.citizen.idNumber);
    expect(observed.statuses).not.toContain('disconnected');
  });
});

it.each<[string, Partial<CardHabits>, SmartCardReaderStatus['kind']]>([
  ['a card that was read is in it', {}, 'card-present'],
  ['a card without a sign is in it', { isMute: true }, 'card-unreadable'],
  ['another kind of card is in it', { isSocialSecurity: false }, 'card-unsupported'],
])(
  'pulled while %s: disconnected, and it reads the next card when it is back',
  async (_what, habits, kind) => {
    await using setup = readerOnMemory({ delays: { settleMs: 0 } });
    const { simulator, reader, observed, pcsc } = setup;
    pcsc.unplug(1);
    reader.startReading();
    simulator.insertCard(zhang, habits);
    await observed.status(kind);
    pcsc.unplug(0);
    await observed.status('disconnected');
    simulator.removeCard();
    pcsc.plugIn(0);
    await observed.status('no-card');
    simulator.insertCard(holders[1]!);
    await observed.until(() => observed.cards.at(-1)?.idNumber === holders[1]!.citizen.idNumber);
  },
);

it('reads the card in a reader that the service is still starting when it is asked', async () => {
  await using setup = readerOnMemory({ delays: { settleMs: 0 } });
  const { simulator, reader, observed, pcsc } = setup;
  pcsc.unplug(1);
  reader.startReading();
  simulator.insertCard(zhang);
  await observed.nextCard();
  simulator.removeCard();
  await observed.status('no-card');
  pcsc.unplug(0);
  await observed.status('disconnected');
  simulator.insertCard(li);
  pcsc.plugInSlowly(0);
  await pcsc.waits(3);
  const next = observed.nextCard();
  pcsc.hasStarted(0);
  expect((await next).idNumber).toBe(li.citizen.idNumber);
});

it('waits for a slow chip, and reads it', async () => {
  await using setup = readerOnMemory();
  const { simulator, reader, observed, pcsc } = setup;
  const transmit = pcsc.transmit.bind(pcsc);
  pcsc.transmit = async (...command) => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return transmit(...command);
  };
  reader.startReading();
  simulator.insertCard(zhang);
  expect((await observed.nextCard()).idNumber).toBe(zhang.citizen.idNumber);
  expect(observed.statuses).not.toContain('fault');
});

it('takes no notice of the slot of a security module', async () => {
  await using setup = readerOnMemory({
    names: ['Test Reader 01 [PSAM] 00 00', 'Test Reader 01 [ICC] 00 01'],
  });
  const { simulator, reader, observed, pcsc } = setup;
  simulator.insertCard(li, { slot: 0 });
  reader.startReading();
  await observed.status('no-card');
  await pcsc.waits(3);
  expect(observed.statuses).toEqual(['no-card']);
  simulator.insertCard(zhang, { slot: 1 });
  expect((await observed.nextCard()).idNumber).toBe(zhang.citizen.idNumber);
});

it('makes a context of its own for each new connection', async () => {
  await using setup = readerOnMemory();
  const { observed, pcsc } = setup;
  await observed.status('no-card');
  expect(pcsc.contextCount).toBe(1);
  pcsc.stopService();
  await observed.status('disconnected');
  expect(setup.reader.status).toMatchObject({ problem: 'no-service' });
  pcsc.startService();
  await observed.status('no-card');
  expect(pcsc.contextCount).toBe(2);
});

it('tells when it may not use the service', async () => {
  await using setup = readerOnMemory();
  const { reader, observed, pcsc } = setup;
  await observed.status('no-card');
  pcsc.stopService();
  await observed.status('disconnected');
  pcsc.failWith(SCARD.SECURITY_VIOLATION);
  const told = observed.until(
    () => reader.status.kind === 'disconnected' && reader.status.problem === 'no-permission',
  );
  pcsc.startService();
  await told;
  await observed.status('no-card');
});

describe('when it cannot work', () => {
  it('tells that another program holds the card, and reads it once it is free', async () => {
    await using setup = readerOnMemory();
    const { simulator, reader, observed, pcsc } = setup;
    pcsc.occupy(0);
    reader.startReading();
    simulator.insertCard(zhang);
    await observed.status('fault');
    expect(reader.status).toMatchObject({ availability: 'needs-attention', problem: 'in-use' });
    await pcsc.waits(5);
    expect(observed.statuses.filter((kind) => kind === 'fault')).toHaveLength(1);
    pcsc.free(0);
    expect((await observed.nextCard()).idNumber).toBe(zhang.citizen.idNumber);
  });

  it('tells that nothing answers when a call hangs, and goes on when it returns', async () => {
    await using setup = readerOnMemory();
    const { simulator, reader, observed } = setup;
    reader.startReading();
    simulator.faults.failNext('silence', { on: 'read-record' });
    simulator.insertCard(zhang);
    await observed.status('fault');
    expect(reader.status).toMatchObject({ availability: 'needs-attention', problem: 'no-answer' });
    simulator.removeCard();
    await observed.status('no-card');
    simulator.insertCard(zhang);
    expect((await observed.nextCard()).idNumber).toBe(zhang.citizen.idNumber);
  });

  it('can be closed while a call hangs', async () => {
    const { simulator, reader, observed } = readerOnMemory();
    reader.startReading();
    simulator.faults.failNext('silence');
    simulator.insertCard(zhang);
    await observed.status('fault');
    await reader.close();
    expect(reader.status.kind).toBe('disconnected');
    simulator.removeCard();
  });

  it('tells a fault after error upon error, and recovers', async () => {
    await using setup = readerOnMemory();
    const { simulator, reader, observed, pcsc } = setup;
    await observed.status('no-card');
    const INTERNAL_ERROR = 0x80100001;
    pcsc.failWith(...Array.from({ length: 6 }, () => INTERNAL_ERROR));
    reader.startReading();
    simulator.insertCard(zhang);
    await observed.status('fault');
    expect(reader.status).toMatchObject({ problem: 'error' });
    expect((await observed.nextCard()).idNumber).toBe(zhang.citizen.idNumber);
    expect(reader.status.kind).not.toBe('fault');
  });
});

it('can be closed at any moment and opened again', async () => {
  const { simulator, reader, observed } = readerOnMemory();
  await reader.close();
  reader.open();
  reader.startReading();
  simulator.insertCard(zhang);
  await observed.status('reading');
  await reader.close();
  expect(reader.status.kind).toBe('disconnected');
  reader.open();
  expect((await observed.nextCard()).idNumber).toBe(zhang.citizen.idNumber);
  await reader.close();
});

it('does next to nothing while nothing happens', async () => {
  await using setup = readerOnMemory({ delays: { heartbeatMs: 10_000 } });
  await setup.observed.status('no-card');
  const before = setup.pcsc.waitCount;
  setup.reader.startReading();
  setup.reader.stopReading();
  await setup.pcsc.waits(1);
  expect(setup.pcsc.waitCount - before).toBeLessThan(4);
});

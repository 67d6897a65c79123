import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { holders } from './simulator/index.ts';
import { expectedCard, openReader, startRealPcscd } from './simulator/test-support.ts';
import type { RealPcscd } from './simulator/test-support.ts';

const [zhang, li] = [holders[0]!, holders[1]!];

let real: RealPcscd;
beforeAll(async () => {
  real = await startRealPcscd();
});
afterEach(() => {
  real.simulator.faults.clear();
  real.simulator.removeCard();
  real.simulator.removeCard({ slot: 1 });
});
afterAll(() => real.host.close());

it('finishes chains of 61xx and 6Cxx, and finds the files and records of an older card', async () => {
  await using setup = openReader(real.simulator);
  const { simulator, reader, observed } = setup;
  reader.startReading();
  simulator.insertCard(zhang, {
    piecesOf: 16,
    wantsExactLength: true,
    needsP1Zero: true,
    needsRecordNumber: true,
  });
  expect(await observed.nextCard()).toMatchObject(expectedCard(zhang));
});

it('asks for a card again that is taken out in mid-read', async () => {
  await using setup = openReader(real.simulator);
  const { simulator, reader, observed } = setup;
  await observed.status('no-card');
  reader.startReading();
  let commands = 0;
  const stop = simulator.onCommand(() => {
    if (++commands !== 6) return;
    stop();
    simulator.removeCard();
  });
  simulator.insertCard(zhang);
  await observed.status('card-removed-mid-read');
  simulator.insertCard(zhang);
  expect(await observed.nextCard()).toMatchObject(expectedCard(zhang));
  expect(observed.cards).toHaveLength(1);
  expect(observed.statuses).not.toContain('disconnected');
});

it('tells another card from one that is the wrong way round, and reads the second slot beside both', async () => {
  await using setup = openReader(real.simulator);
  const { simulator, reader, observed } = setup;
  await observed.status('no-card');
  reader.startReading();
  simulator.insertCard(zhang, { isSocialSecurity: false });
  await observed.status('card-unsupported');
  simulator.removeCard();
  await observed.status('no-card');
  simulator.insertCard(zhang, { isMute: true });
  await observed.status('card-unreadable');
  expect(reader.status).toMatchObject({ problem: 'mute' });
  simulator.insertCard(li, { slot: 1 });
  expect(await observed.nextCard()).toMatchObject(expectedCard(li));
});

it('comes back when pcscd was killed and started again, with a card that is read then', async () => {
  await using setup = openReader(real.simulator);
  const { simulator, reader, observed } = setup;
  await observed.status('no-card');
  await real.host.stop();
  await observed.status('disconnected');
  expect(reader.status).toMatchObject({ availability: 'offline', problem: 'no-service' });
  reader.startReading();
  simulator.insertCard(zhang);
  await real.host.start();
  expect(await observed.nextCard()).toMatchObject(expectedCard(zhang));
});

it('reads from the beginning when pcscd is killed in mid-read', async () => {
  await using setup = openReader(real.simulator);
  const { simulator, reader, observed } = setup;
  await observed.status('no-card');
  reader.startReading();
  const killed = new Promise<void>((resolve, reject) => {
    let commands = 0;
    const stop = simulator.onCommand(() => {
      if (++commands !== 6) return;
      stop();
      real.host.stop().then(resolve, reject);
    });
  });
  simulator.insertCard(zhang);
  await killed;
  await observed.status('disconnected');
  expect(observed.cards).toEqual([]);
  await real.host.start();
  expect(await observed.nextCard()).toMatchObject(expectedCard(zhang));
});

it('does not give a card that was left to the next person when pcscd was restarted between them', async () => {
  await using setup = openReader(real.simulator);
  const { simulator, reader, observed } = setup;
  reader.startReading();
  simulator.insertCard(zhang);
  await observed.nextCard();
  await observed.status('card-present');
  reader.stopReading();
  await real.host.stop();
  await observed.status('disconnected');
  reader.startReading();
  await real.host.start();
  await observed.status('card-present');
  simulator.removeCard();
  await observed.status('no-card');
  simulator.insertCard(li);
  expect(await observed.nextCard()).toMatchObject(expectedCard(li));
  expect(observed.cards).toHaveLength(2);
});

it('tells a fault when the chip hangs, and goes on once it is taken out', async () => {
  await using setup = openReader(real.simulator, { delays: { callTimeoutMs: 300, transmitTimeoutMs: 300 } });
  const { simulator, reader, observed } = setup;
  await observed.status('no-card');
  reader.startReading();
  simulator.faults.failNext('silence', { on: 'read-record' });
  simulator.insertCard(zhang);
  await observed.status('fault');
  expect(reader.status).toMatchObject({ problem: 'no-answer' });
  simulator.removeCard();
  await observed.status('no-card');
  simulator.insertCard(zhang);
  expect(await observed.nextCard()).toMatchObject(expectedCard(zhang));
});

import { describe, expect, it } from 'vitest';
import type { FaultKind } from './simulator/index.ts';
import { citizens } from './simulator/index.ts';
import { readerOnMemory } from './simulator/test-support.ts';

const zhang = citizens[0]!;

describe.each<FaultKind>(['self-test', 'unauthorised', 'login-failed'])('a reader with %s', (fault) => {
  it('needs somebody, from the start on, until it is well', async () => {
    await using setup = readerOnMemory();
    const { simulator, reader, observed } = setup;
    simulator.faults.failRepeatedly(fault);
    await observed.status('fault');
    expect(reader.status).toEqual({ kind: 'fault', availability: 'needs-attention' });
    simulator.faults.clear();
    await observed.status('no-card');
  });

  it('that falls ill with a card on it reads the card when it is well', async () => {
    await using setup = readerOnMemory();
    const { simulator, reader, observed } = setup;
    await observed.status('no-card');
    reader.startReading();
    const stop = simulator.onChange((state) => {
      if (state.stage !== 'found') return;
      stop();
      simulator.faults.failRepeatedly(fault);
    });
    simulator.placeCard(zhang);
    await observed.status('fault');
    expect(observed.cards).toEqual([]);
    simulator.faults.clear();
    expect((await observed.nextCard()).idNumber).toBe(zhang.idNumber);
  });
});

describe.each<FaultKind>(['unrecognised-error', 'random-number-failed'])('a reader with %s', (fault) => {
  it('is reset and goes on when it was for once', async () => {
    await using setup = readerOnMemory();
    const { simulator, reader, observed } = setup;
    await observed.status('no-card');
    reader.startReading();
    simulator.faults.failNext(fault, { on: 'read-base' });
    simulator.placeCard(zhang);
    expect((await observed.nextCard()).idNumber).toBe(zhang.idNumber);
    expect(observed.statuses).not.toContain('fault');
  });

  it('needs somebody when it happens again and again', async () => {
    await using setup = readerOnMemory();
    const { simulator, reader, observed } = setup;
    await observed.status('no-card');
    reader.startReading();
    simulator.faults.failRepeatedly(fault, { on: 'find' });
    await observed.status('fault');
    simulator.faults.clear();
    await observed.status('no-card');
  });
});

it('gives a card without what an older reader does not know', async () => {
  await using setup = readerOnMemory({ knowsNewItems: false });
  const { simulator, reader, observed } = setup;
  reader.startReading();
  simulator.placeCard(citizens[3]!);
  expect(await observed.nextCard()).toMatchObject({
    address: citizens[3]!.address,
    managementNumber: null,
  });
});

import { expect, it } from 'vitest';
import { citizens } from './simulator/index.ts';
import { readerOnMemory } from './simulator/test-support.ts';

const SAM_ID = '05.01-20261122-000310199-000000001';

it('what the reader is: the state and the number of its security module', async () => {
  await using setup = readerOnMemory();
  await setup.observed.status('no-card');
  expect(await setup.reader.describe()).toMatchObject({
    kind: 'described',
    samStatus: { code: 0x90, step: 'ok' },
    samId: SAM_ID,
  });
});

it('while a card is read, and neither disturbs the other', async () => {
  await using setup = readerOnMemory();
  const { simulator, reader, observed } = setup;
  await observed.status('no-card');
  reader.startReading();
  const card = observed.nextCard();
  simulator.placeCard(citizens[0]!);
  await observed.status('reading');
  expect(await reader.describe()).toMatchObject({ samId: SAM_ID });
  expect((await card).idNumber).toBe(citizens[0]!.idNumber);
});

it.each([
  ['self-test', 0x60],
  ['unauthorised', 0x66],
] as const)('a reader with %s, which has a code and a next step', async (fault, code) => {
  await using setup = readerOnMemory();
  const { simulator, reader, observed } = setup;
  simulator.faults.failRepeatedly(fault);
  await observed.status('fault');
  const description = await reader.describe();
  expect(description).toMatchObject({ samStatus: { code, step: 'reader-fault' }, samId: null });
});

it('a reader that is not there, or does not answer', async () => {
  await using setup = readerOnMemory({}, { answerTimeoutMs: 15 });
  const { simulator, reader, observed } = setup;
  await observed.status('no-card');
  simulator.faults.failRepeatedly('silence');
  expect(await reader.describe()).toEqual({ kind: 'no-answer' });
  simulator.unplug();
  await observed.status('disconnected');
  expect(await reader.describe()).toEqual({ kind: 'disconnected' });
});

it('and the line ends while it is asked', async () => {
  await using setup = readerOnMemory();
  const { simulator, reader, observed } = setup;
  await observed.status('no-card');
  simulator.faults.failNext('silence', { on: 'sam-id' });
  const description = reader.describe();
  simulator.unplug();
  expect(await description).toEqual({ kind: 'disconnected' });
});

import { describe, expect, it } from 'vitest';
import { createMemoryPair } from '../transport/index.ts';
import { IdCardReaderDriver } from './driver.ts';
import { FIND_CARD, READ_BASE, READ_NEWEST_ADDRESS, SELECT_CARD } from './protocol/commands.ts';
import type { FaultKind, RequestKind } from './simulator/index.ts';
import { IdCardReaderSimulator, citizens } from './simulator/index.ts';
import { TEST_DELAYS, expectedCard, readerOnMemory } from './simulator/test-support.ts';

const [zhang, ayi] = [citizens[0]!, citizens[3]!];

const LINE_TROUBLES: readonly FaultKind[] = [
  'silence',
  'late-answer',
  'garbage-before-preamble',
  'split-writes',
  'wrong-checksum',
  'short-frame',
  'oversized-length',
  'bad-checksum-received',
  'bad-length-received',
];
const REQUESTS: readonly RequestKind[] = [
  'find',
  'select',
  'read-base',
  'newest-address',
  'management-number',
];

describe.each(LINE_TROUBLES)('%s', (fault) => {
  it.each(REQUESTS)('once, in the answer to %s, costs no more than a little time', async (on) => {
    await using setup = readerOnMemory();
    const { simulator, reader, observed } = setup;
    reader.startReading();
    simulator.faults.failNext(fault, { on });
    simulator.placeCard(ayi);
    expect(await observed.nextCard()).toMatchObject(expectedCard(ayi));
    expect(simulator.faults.pending).toEqual([]);
    expect(observed.statuses).not.toContain('disconnected');
    expect(observed.statuses).not.toContain('fault');
  });
});

describe.each<FaultKind>(['silence', 'wrong-checksum', 'short-frame', 'oversized-length'])(
  '%s that lasts',
  (fault) => {
    it('is a reader that is not there, until it speaks again', async () => {
      await using setup = readerOnMemory({}, { answerTimeoutMs: 15, slowAnswerTimeoutMs: 15 });
      const { simulator, reader, observed } = setup;
      await observed.status('no-card');
      simulator.faults.failRepeatedly(fault);
      await observed.status('disconnected');
      simulator.faults.clear();
      reader.startReading();
      simulator.placeCard(zhang);
      expect((await observed.nextCard()).idNumber).toBe(zhang.idNumber);
    });
  },
);

describe('an answer that comes late', () => {
  it('is never taken for the answer to a later command', async () => {
    const simulator = new IdCardReaderSimulator();
    const { transport, device } = createMemoryPair();
    simulator.attach(device);
    const driver = new IdCardReaderDriver(transport, TEST_DELAYS);
    await transport.open();
    simulator.placeCard(ayi);
    expect(await driver.exchange(FIND_CARD)).toMatchObject({ kind: 'answer', step: 'ok' });
    await driver.exchange(SELECT_CARD);
    simulator.faults.failNext('late-answer', { on: 'read-base' });
    const [base, address] = await Promise.all([
      driver.exchange(READ_BASE),
      driver.exchange(READ_NEWEST_ADDRESS),
    ]);
    expect(base).toMatchObject({ kind: 'answer', step: 'ok' });
    expect(base.kind === 'answer' && base.data.length).toBe(1284);
    expect(address.kind === 'answer' && address.data.length).toBe(70);
    await transport.close();
  });

  it('does not let the card that is gone be read as the card that came', async () => {
    await using setup = readerOnMemory();
    const { simulator, reader, observed } = setup;
    reader.startReading();
    simulator.faults.failNext('late-answer', { on: 'read-base' });
    const stop = simulator.onChange((state) => {
      if (state.stage !== 'read') return;
      stop();
      simulator.placeCard(ayi);
    });
    simulator.placeCard(zhang);
    const card = await observed.nextCard();
    expect(card).toMatchObject(expectedCard(ayi));
  });
});

it('sends one command at a time, however many are asked for', async () => {
  const { transport, device } = createMemoryPair();
  const driver = new IdCardReaderDriver(transport, TEST_DELAYS);
  await transport.open();
  let requests = 0;
  let mostAtOnce = 0;
  device.on('data', (chunk: Buffer) => {
    requests += chunk.length / 10;
    mostAtOnce = Math.max(mostAtOnce, requests);
    setImmediate(() => {
      requests--;
      device.write(Buffer.from('aaaaaa96690004000080 84'.replace(' ', ''), 'hex'));
    });
  });
  const answers = await Promise.all(Array.from({ length: 8 }, () => driver.exchange(FIND_CARD)));
  expect(answers.every((answer) => answer.kind === 'answer' && answer.step === 'no-card')).toBe(true);
  expect(mostAtOnce).toBe(1);
  await transport.close();
  expect(await driver.exchange(FIND_CARD)).toEqual({ kind: 'closed' });
});

it('survives a line that only makes noise', async () => {
  const { transport, device } = createMemoryPair();
  const driver = new IdCardReaderDriver(transport, {
    answerTimeoutMs: 10,
    slowAnswerTimeoutMs: 10,
    withinFrameTimeoutMs: 10,
  });
  await transport.open();
  let seed = 1;
  const noise = setInterval(() => {
    const bytes = Uint8Array.from({ length: 500 }, () => (seed = (seed * 48_271) % 2_147_483_647) & 0xff);
    device.write(bytes);
  }, 1);
  device.resume();
  expect(await driver.exchange(FIND_CARD)).toEqual({ kind: 'no-answer' });
  clearInterval(noise);
  await transport.close();
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSerialTransport } from '../transport/index.ts';
import { createIdCardReader } from './index.ts';
import type { IdCardReader } from './index.ts';
import { IdCardReaderSimulator, cards, citizens, hostOnPty } from './simulator/index.ts';
import type { PtyHost } from './simulator/index.ts';
import { Observed, TEST_DELAYS, expectedCard } from './simulator/test-support.ts';

describe('a reader on a real pty', () => {
  const simulator = new IdCardReaderSimulator();
  let folder: string;
  let host: PtyHost;
  let reader: IdCardReader;
  let observed: Observed;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'id-card-reader-'));
    const path = join(folder, 'tty');
    host = await hostOnPty(simulator, { link: path });
    reader = createIdCardReader({
      openTransport: () => createSerialTransport({ path }),
      delays: TEST_DELAYS,
    });
    observed = new Observed(reader);
    reader.open();
    await observed.status('no-card');
    reader.startReading();
  });
  afterAll(async () => {
    await reader.close();
    await host.close();
    await rm(folder, { recursive: true });
  });

  it.each(cards.map((card) => [card.id, card] as const))('reads every field of %s', async (_id, placed) => {
    const card = observed.nextCard();
    simulator.placeCard(placed);
    expect(await card).toEqual(expectedCard(placed));
    await observed.status('card-present');
    simulator.removeCard();
    await observed.status('no-card');
  });

  it('comes back by itself after the cable was out, idle and in mid-read', async () => {
    for (const stage of ['idle', 'found', 'selected', 'read'] as const) {
      if (stage === 'idle') {
        simulator.unplug();
      } else {
        const stop = simulator.onChange((state) => {
          if (state.stage !== stage) return;
          stop();
          simulator.unplug();
        });
        simulator.placeCard(citizens[0]!);
      }
      await observed.status('disconnected');
      expect(reader.status).toEqual({ kind: 'disconnected', availability: 'offline' });
      if (stage === 'idle') {
        simulator.plugIn();
        await observed.status('no-card');
        continue;
      }
      const card = observed.nextCard();
      simulator.plugIn();
      expect((await card).idNumber).toBe(citizens[0]!.idNumber);
      simulator.removeCard();
      await observed.status('no-card');
    }
  });

  it('finds the port again after it was closed and opened', async () => {
    await reader.close();
    expect(reader.status.kind).toBe('disconnected');
    reader.open();
    const card = observed.nextCard();
    simulator.placeCard(citizens[1]!);
    expect(await card).toMatchObject({ validTo: 'long-term' });
  });
});

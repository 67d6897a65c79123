import { expect, it } from 'vitest';
import { SCARD } from './pcsc/codes.ts';
import { holders } from './simulator/index.ts';
import { readerOnMemory } from './simulator/test-support.ts';

const zhang = holders[0]!;

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

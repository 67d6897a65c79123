import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIdCardReader } from '@tongban/peripherals/id-card-reader';
import { IdCardReaderSimulator, cards, hostOnPty } from '@tongban/peripherals/id-card-reader/simulator';
import { createSerialTransport } from '@tongban/peripherals/transport';
import type { ByteTransport } from '@tongban/peripherals/transport';
import type { Result } from '../result.ts';

const BAUD = 115_200;
/** A start bit, 8 data bits, a stop bit. */
const BITS_PER_BYTE = 10;
const READS = 15;
const GOAL = 1.05;

/** CMD and PARA, after preamble and length. */
const COMMAND_OFFSET = 7;
const FIND = 0x2001;
const READ_BASE = 0x3001;
/** Requests of find, select and read-base; their answers with 4, 8 and 1,284 bytes of data. */
const WIRE_BYTES = 3 * 10 + (11 + 4) + (11 + 8) + 1295;
const WIRE_MS = (WIRE_BYTES * BITS_PER_BYTE * 1000) / BAUD;

/**
 * Reads cards with the product's reader over a real pty on which the simulator keeps the pace of the serial line, and
 * answers the median of the time from the request "find" until the whole card is in and decoded, which is when the
 * reader asks for what comes next; divided by the time that the bytes alone take on such a wire.
 * @throws Error when `socat`, which makes the pty, is missing
 */
export async function measureIdCardRead(): Promise<Result[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-id-card-'));
  const path = join(folder, 'tty');
  const simulator = new IdCardReaderSimulator({ paceBaud: BAUD });
  const host = await hostOnPty(simulator, { link: path });
  const timesMs: number[] = [];
  const reader = createIdCardReader({
    openTransport: () => timed(createSerialTransport({ path, baudRate: BAUD }), (ms) => timesMs.push(ms)),
  });
  try {
    reader.open();
    reader.startReading();
    for (let i = 0; i < READS; i++) {
      const card = new Promise<void>((resolve) => {
        const stop = reader.onCard(() => {
          stop();
          resolve();
        });
      });
      simulator.placeCard(cards[i % cards.length]!);
      await card;
      simulator.removeCard();
      await until(() => reader.status.kind === 'no-card', reader.onStatus.bind(reader));
    }
  } finally {
    await reader.close();
    await host.close();
    await rm(folder, { recursive: true });
  }
  const median = timesMs.toSorted((a, b) => a - b)[Math.floor(timesMs.length / 2)];
  if (median === undefined) throw new Error('no card was read');
  return [
    {
      name: 'id-card-find-select-read-vs-wire',
      value: median / WIRE_MS,
      unit: 'ratio',
      goal: GOAL,
      better: 'lower',
    },
  ];
}

/** The same line, which tells how long each successful find, select and read took. */
function timed(line: ByteTransport, tell: (ms: number) => void): ByteTransport {
  let findAt = 0;
  let wasReadBase = false;
  return {
    ...line,
    write: (frame) => {
      const command = (frame[COMMAND_OFFSET]! << 8) | frame[COMMAND_OFFSET + 1]!;
      if (wasReadBase) tell(performance.now() - findAt);
      if (command === FIND) findAt = performance.now();
      wasReadBase = command === READ_BASE;
      return line.write(frame);
    },
  };
}

function until(condition: () => boolean, listen: (listener: () => void) => () => void): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!condition()) return;
      stop();
      resolve();
    };
    const stop = listen(look);
    look();
  });
}

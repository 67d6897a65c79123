import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { duplexPair } from 'node:stream';
import type { Duplex } from 'node:stream';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSerialTransport } from '../../transport/index.ts';
import { isIdNumber } from '../protocol/id-number.ts';
import type { SimulatorOptions } from './index.ts';
import { IdCardReaderSimulator, citizens, hostOnPty, passerBy } from './index.ts';

const zhang = citizens[0]!;
const FIND = '200122';
const SELECT = '200221';
const READ = '300132';
const ADDRESS = '300330';
const MANAGEMENT = '300536';

/** Asks as a host would, in hexadecimal and without the preamble and length of a plain command. */
function plugged(options: SimulatorOptions = {}): {
  simulator: IdCardReaderSimulator;
  ask: (tail: string) => Promise<string>;
} {
  const simulator = new IdCardReaderSimulator(options);
  const [host, device] = duplexPair();
  simulator.attach(device);
  const next = chunks(host);
  const send = async (hex: string): Promise<string> => {
    host.write(Buffer.from(hex, 'hex'));
    return (await next()).toString('hex').replace(/^aaaaaa9669/, '');
  };
  return { simulator, ask: (tail) => send(`aaaaaa96690003${tail}`) };
}

function chunks(stream: Duplex): () => Promise<Buffer> {
  const iterator = stream.iterator({ destroyOnReturn: false });
  return async () => {
    const { value } = (await iterator.next()) as { value: Buffer };
    return value;
  };
}

const utf16 = new TextDecoder('utf-16le');

describe('the simulator answers byte for byte', () => {
  it('from no card to a card that was read, taken and put back', async () => {
    const { simulator, ask } = plugged();
    expect(await ask('11ffed')).toBe('000400009094');
    expect(await ask('10ffec')).toBe('000400009094');
    expect(await ask(READ)).toBe('000400003430');
    expect(await ask(FIND)).toBe('000400008084');
    expect(await ask(SELECT)).toBe('000400008185');
    simulator.placeCard(zhang);
    expect(await ask(FIND)).toBe('000800009f0000000097');
    expect(await ask(SELECT)).toBe('000c00009000000000000000009c');
    const base = await ask(READ);
    expect(base).toMatch(/^050800009001000400/);
    expect(base).toHaveLength(2 * (1295 - 5));
    const text = Buffer.from(base, 'hex').subarray(9, 9 + 256);
    expect(utf16.decode(text.subarray(0, 30))).toBe(zhang.name.padEnd(15));
    expect(utf16.decode(text.subarray(122, 158))).toBe(zhang.idNumber);
    expect(await ask(ADDRESS)).toBe('000400009195');
    expect((await ask(MANAGEMENT)).slice(0, 10)).toBe('0020000090');
    expect(await ask(FIND)).toBe('000400008084');
    simulator.moveCard();
    expect(await ask(ADDRESS)).toBe('000400004145');
    expect(await ask(FIND)).toBe('000800009f0000000097');
    simulator.removeCard();
    expect(await ask(SELECT)).toBe('000400008185');
  });

  it('finds a card that was read where readers do that', async () => {
    const { simulator, ask } = plugged({ findsReadCard: true });
    simulator.placeCard(zhang);
    for (const tail of [FIND, SELECT, READ]) await ask(tail);
    expect(await ask(FIND)).toBe('000800009f0000000097');
  });

  it('complains of what it does not understand', async () => {
    const { ask } = plugged();
    expect(await ask('777700')).toBe('000400001014');
    expect(await ask('777703')).toBe('000400002125');
  });

  it('tells a state once for each change', () => {
    const { simulator } = plugged();
    const seen: (string | null)[] = [];
    const stop = simulator.onChange((state) => seen.push(state.card?.id ?? null));
    simulator.placeCard(zhang);
    simulator.placeCard(zhang);
    simulator.removeCard();
    stop();
    simulator.placeCard(zhang);
    expect(seen).toEqual(['zhang', null]);
  });

  it('takes as long as a serial line when it is told to', async () => {
    const paced = plugged({ paceBaud: 115_200 });
    paced.simulator.placeCard(zhang);
    await paced.ask(FIND);
    const start = performance.now();
    await paced.ask(SELECT);
    // 19 bytes of 10 bits; a timer may be late, never early.
    expect(performance.now() - start).toBeGreaterThan((19 * 10) / 115.2 - 1);
  });
});

describe('the synthetic citizens', () => {
  it('have numbers of a region that does not exist, with valid check characters, and no two the same', () => {
    expect(citizens.length).toBeGreaterThanOrEqual(5);
    for (const { idNumber, sex } of citizens) {
      expect(idNumber).toMatch(/^310199/);
      expect(isIdNumber(idNumber)).toBe(true);
      expect(Number(idNumber[16]) % 2).toBe(sex === '1' ? 1 : 0);
    }
    expect(new Set(citizens.map(({ idNumber }) => idNumber)).size).toBe(citizens.length);
    expect(new Set(citizens.map(({ photoWlt }) => Buffer.from(photoWlt).toString('hex'))).size).toBe(
      citizens.length,
    );
  });

  it('come as a crowd too: each with a valid number and a card of their own', () => {
    const crowd = Array.from({ length: 1000 }, (_, number) => passerBy(number));
    expect(crowd.every(({ idNumber }) => isIdNumber(idNumber))).toBe(true);
    expect(new Set(crowd.map(({ idNumber }) => idNumber)).size).toBe(crowd.length);
    expect(new Set(crowd.map(({ managementNumber }) => String(managementNumber))).size).toBe(crowd.length);
    expect(crowd.every(({ birth }, number) => birth.startsWith('1950') === (number % 2 === 0))).toBe(true);
  });

  it('cover what screens have to bear', () => {
    expect(citizens.some(({ name }) => name.length !== [...name].length)).toBe(true);
    expect(citizens.some(({ name }) => name.includes('·'))).toBe(true);
    expect(citizens.some(({ validTo }) => validTo === '长期')).toBe(true);
    expect(citizens.some(({ validTo }) => validTo < '20261122')).toBe(true);
    expect(citizens.some(({ newestAddress }) => newestAddress !== null)).toBe(true);
    expect(citizens.some(({ managementNumber }) => managementNumber === null)).toBe(true);
  });
});

describe('the port on a pty', () => {
  it('is there, survives its user, goes with the cable and at the end', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'pty-'));
    const link = join(folder, 'tty');
    const simulator = new IdCardReaderSimulator();
    const host = await hostOnPty(simulator, { link });
    const open = async (): Promise<boolean> => {
      const transport = createSerialTransport({ path: link });
      const { ok } = await transport.open();
      await transport.close();
      return ok;
    };
    expect(await open()).toBe(true);
    await expect.poll(open, { interval: 5 }).toBe(true);
    simulator.unplug();
    expect(existsSync(link)).toBe(false);
    expect(await open()).toBe(false);
    simulator.plugIn();
    await expect.poll(open, { interval: 5 }).toBe(true);
    await host.close();
    expect(existsSync(link)).toBe(false);
    await rm(folder, { recursive: true });
  });
});

import { connect } from 'node:net';
import type { Socket } from 'node:net';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { afterEach, expect, test } from 'vitest';
import { EscPosParser } from './parser.ts';
import { ReceiptPrinterSimulator } from './index.ts';
import type { SimulatorOptions } from './index.ts';

let simulator: ReceiptPrinterSimulator;
let socket: Socket;
let heard = Buffer.alloc(0);

afterEach(async () => {
  socket.destroy();
  await simulator.close();
});

async function start(options: SimulatorOptions = {}): Promise<void> {
  simulator = await ReceiptPrinterSimulator.start(options);
  heard = Buffer.alloc(0);
  socket = connect(simulator.port, '127.0.0.1');
  socket.on('data', (chunk) => (heard = Buffer.concat([heard, chunk])));
  await new Promise((done) => socket.once('connect', done));
}

/** Waits until the host has heard so many bytes. */
async function hears(bytes: number): Promise<number[]> {
  while (heard.length < bytes) await new Promise((done) => socket.once('data', done));
  return [...heard];
}

function send(...parts: (number[] | string)[]): void {
  socket.write(
    Buffer.concat(
      parts.map((part) => (typeof part === 'string' ? iconv.encode(part, 'gb18030') : Buffer.from(part))),
    ),
  );
}

const CHINESE = [0x1c, 0x26];
const CUT = [0x1d, 0x56, 0x42, 0];
const PRINTED = [0x1d, 0x72, 1];

test('an old job does come out after a refill when nobody cancels it', async () => {
  await start();
  simulator.runOutOfPaper({ afterLines: 60 });
  send(CHINESE, '第一行\n第二行\n第三行\n', CUT, PRINTED);
  while (simulator.state.paper !== 'out') await new Promise<void>((done) => simulator.onChange(done));
  send([0x10, 4, 4]);
  expect(await hears(1)).toEqual([0x7e]);
  expect(simulator.papers).toEqual([]);
  simulator.loadPaper();
  expect(await hears(2)).toEqual([0x7e, 0x00]);
  expect(simulator.papers.flatMap(({ texts }) => texts)).toEqual(['第一行', '第二行', '第三行']);
});

test('a second host is turned away while one is connected', async () => {
  await start();
  send([0x10, 4, 1]);
  await hears(1);
  const second = connect(simulator.port, '127.0.0.1');
  second.on('error', () => undefined);
  await new Promise((done) => second.once('close', done));
  send([0x10, 4, 1]);
  expect(await hears(2)).toEqual([0x12, 0x12]);
});

test('a status question inside a picture is answered at once and stays a part of the picture', async () => {
  await start();
  send([0x1d, 0x76, 0x30, 0, 3, 0, 1, 0, 0x10, 0x04, 0x01], CUT, PRINTED);
  expect(await hears(2)).toEqual([0x12, 0x00]);
  expect(simulator.papers).toHaveLength(1);
});

test('the last hundred papers are kept', async () => {
  await start();
  for (let i = 0; i < 103; i++) send('1', CUT);
  send(PRINTED);
  await hears(1);
  expect(simulator.papers).toHaveLength(100);
  expect(simulator.papers.at(-1)?.id).toBe('slip-103');
});

test('random bytes neither crash the parser nor make it hold more than it may', () => {
  const known = fc.constantFrom(
    0x10,
    0x1b,
    0x1c,
    0x1d,
    0x28,
    0x2a,
    0x40,
    0x61,
    0x6b,
    0x76,
    0x30,
    0x00,
    0x01,
    0x31,
    0x50,
    0x51,
    0x56,
    0x81,
    0xfe,
  );
  const bytes = fc.array(fc.oneof(known, fc.integer({ min: 0, max: 255 })), { maxLength: 400 });
  fc.assert(
    fc.property(bytes, (it) => {
      const parser = new EscPosParser(72);
      for (const byte of it) {
        const operations = parser.push(byte);
        // One byte ends at most one line of dots or one command with its feed; a picture of no width is only lines.
        expect(operations.length).toBeLessThanOrEqual(0xffff);
        for (const operation of operations)
          if (operation.op === 'dots') expect(operation.row).toHaveLength(72);
      }
    }),
    { numRuns: 300 },
  );
});

test('random bytes over the line: it still answers and prints afterwards', async () => {
  await start();
  const noise = fc.sample(fc.uint8Array({ minLength: 2000, maxLength: 2000 }), { numRuns: 5, seed: 7 });
  for (const bytes of noise) socket.write(bytes);
  const clear = [0x10, 0x14, 8, 1, 3, 0x14, 1, 6, 2, 8];
  send(clear);
  while (!heard.includes(Buffer.from([0x37, 0x25, 0x00])))
    await new Promise((done) => socket.once('data', done));
  const before = simulator.papers.length;
  send([0x1b, 0x40], CHINESE, '好\n', CUT, PRINTED);
  const length = heard.length;
  await hears(length + 1);
  expect(simulator.papers.slice(before).at(-1)?.texts.at(-1)).toBe('好');
});

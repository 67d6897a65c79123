import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { cards } from '../simulator/index.ts';
import { encodeTextBlock } from '../simulator/card-blocks.ts';
import { FrameParser, encodeFrame } from './frame.ts';
import { decodeMiaxisAnswer } from './miaxis-report.ts';
import { decodeTextBlock } from './text-block.ts';

/**
 * Every parser with what never should come: nothing may throw, hang, grow or be taken for good. The short form runs
 * always; `TONGBAN_FUZZ=1000000` makes it long. A failure can be repeated with `TONGBAN_FUZZ_SEED`.
 */
const INPUTS = Number(process.env['TONGBAN_FUZZ'] ?? 20_000);
const SEED = Number(process.env['TONGBAN_FUZZ_SEED'] ?? Date.now() % 2 ** 31);
const MAX_GROWTH_BYTES = 8 * 1024 * 1024;
const LONGEST_FRAME = 7 + 0x090a;

setFlagsFromString('--expose-gc');
const collectGarbage: unknown = runInNewContext('gc');

/** xorshift32: fast, and the same for the same seed. */
class Dice {
  #state: number;
  constructor(seed: number) {
    this.#state = seed | 1;
  }
  /** 0 … below - 1 */
  roll(below: number): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return (this.#state >>> 0) % below;
  }
  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.roll(256));
  }
  /** A copy with a few bytes changed, or cut off, or as it was. */
  damage(good: Uint8Array): Uint8Array {
    const bytes = good.slice(0, this.roll(4) === 0 ? this.roll(good.length + 1) : good.length);
    for (let changes = this.roll(4); changes > 0 && bytes.length > 0; changes--) {
      bytes[this.roll(bytes.length)] = this.roll(256);
    }
    return bytes;
  }
}

function heapUsed(): number {
  if (typeof collectGarbage === 'function') collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** Feeds as many inputs as wanted, and tells in one line what it took. */
function feed(name: string, input: (dice: Dice) => void): void {
  const dice = new Dice(SEED);
  for (let i = 0; i < 1000; i++) input(dice);
  const before = heapUsed();
  const started = performance.now();
  try {
    for (let i = 0; i < INPUTS; i++) input(dice);
  } catch (error) {
    throw new Error(`${name}: seed ${SEED}`, { cause: error });
  }
  const seconds = (performance.now() - started) / 1000;
  const after = heapUsed();
  const megabytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);
  console.info(
    `${name}: seed ${SEED}, ${INPUTS} inputs, ${seconds.toFixed(1)} s, ${megabytes(before)} MB before, ${megabytes(after)} MB after`,
  );
  expect(after - before).toBeLessThan(MAX_GROWTH_BYTES);
}

it('the frame parser lives on, keeps at most one frame, and gives whole frames only', () => {
  const good = [
    encodeFrame(Uint8Array.of(0, 0, 0x80)),
    encodeFrame(Uint8Array.of(0, 0, 0x9f, 0, 0, 0, 0)),
    encodeFrame(new Uint8Array(120).fill(0xaa)),
    Uint8Array.of(0xaa, 0xaa, 0xaa, 0x96, 0x69, 0x09, 0x0a),
  ];
  const parser = new FrameParser();
  let frames = 0;
  feed('frame parser', (dice) => {
    const chunk = dice.roll(3) === 0 ? dice.bytes(dice.roll(64)) : dice.damage(good[dice.roll(good.length)]!);
    for (const event of parser.push(chunk)) {
      if (event.kind !== 'frame') continue;
      frames++;
      if (event.body.length < 2 || event.body.length > 0x0909)
        throw new Error('a frame of no length that exists');
    }
    if (parser.pendingLength >= LONGEST_FRAME) throw new Error('keeps more than a frame');
    if (dice.roll(50) === 0) parser.flush();
  });
  expect(frames).toBeGreaterThan(INPUTS / 100);
});

it('the HID framing gives a piece that fits into a report, or nothing', () => {
  // A good answer: length 14, its sum is that of the bytes from the length on.
  const good = new Uint8Array(64);
  good.set(Buffer.from('aa00000e00000000aaaaaa96690004000090943304', 'hex'));
  expect(decodeMiaxisAnswer(good)).toHaveLength(11);
  let pieces = 0;
  feed('HID framing', (dice) => {
    const report = dice.roll(3) === 0 ? dice.bytes(dice.roll(66)) : dice.damage(good);
    const piece = decodeMiaxisAnswer(report);
    if (piece === null) return;
    pieces++;
    if (piece.length > 54) throw new Error('a piece that no report can hold');
  });
  expect(pieces).toBeGreaterThan(INPUTS / 100);
});

it('the text of a card is decoded whole, or one of its fields is named', () => {
  const good = cards.map((card) => Uint8Array.from(encodeTextBlock(card)));
  let whole = 0;
  feed('text block', (dice) => {
    const block = dice.roll(8) === 0 ? dice.bytes(256) : dice.damage(good[dice.roll(good.length)]!);
    const decoding = decodeTextBlock(block);
    if (decoding.kind === 'malformed') {
      if (decoding.field === '') throw new Error('a field without a name');
      return;
    }
    whole++;
    const { text } = decoding;
    if (!/^\d{4}-\d\d-\d\d$/.test(text.birth) || text.idNumber.length < 15) throw new Error('not whole');
  });
  expect(whole).toBeGreaterThan(INPUTS / 100);
});

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { AnswerParser } from './protocol/answers.ts';
import { EscPosParser } from './simulator/parser.ts';
import { obstacleOf, summarise } from './status.ts';
import { RASTER_80MM } from './profiles.ts';

/**
 * Whatever a printer says, and whatever a computer sends to ours. The short form runs always; `TONGBAN_FUZZ=1000000` makes
 * it long. A failure can be repeated with `TONGBAN_FUZZ_SEED`.
 */
const INPUTS = Number(process.env['TONGBAN_FUZZ'] ?? 20_000);
const SEED = Number(process.env['TONGBAN_FUZZ_SEED'] ?? Date.now() % 2 ** 31);
const MAX_GROWTH_BYTES = 8 * 1024 * 1024;
const LONGEST_INPUT = 48;

setFlagsFromString('--expose-gc');
const collectGarbage: unknown = runInNewContext('gc');

function heapUsed(): number {
  if (typeof collectGarbage === 'function') collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** Random bytes, half of them out of the words that the language is made of. */
function* inputs(words: readonly number[]): Generator<Uint8Array, never> {
  let state = SEED | 1;
  const roll = (below: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
  for (;;) {
    yield Uint8Array.from({ length: roll(LONGEST_INPUT) }, () =>
      roll(2) === 0 ? words[roll(words.length)]! : roll(256),
    );
  }
}

function feed(name: string, words: readonly number[], input: (bytes: Uint8Array) => void): void {
  const source = inputs(words);
  for (let i = 0; i < 1000; i++) input(source.next().value);
  const before = heapUsed();
  const started = performance.now();
  try {
    for (let i = 0; i < INPUTS; i++) input(source.next().value);
  } catch (error) {
    throw new Error(`${name}: seed ${SEED}`, { cause: error });
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const after = heapUsed();
  const megabytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);
  console.info(
    `${name}: seed ${SEED}, ${INPUTS} inputs, ${seconds} s, ${megabytes(before)} MB before, ${megabytes(after)} MB after`,
  );
  expect(after - before).toBeLessThan(MAX_GROWTH_BYTES);
}

it('answers of any bytes: every one has a meaning, none is made of bytes that were not there', () => {
  const parser = new AnswerParser();
  const seen = new Set<string>();
  feed('answers', [0x10, 0x12, 0x14, 0x37, 0x25, 0x00, 0x0c, 0x7e], (bytes) => {
    const answers = parser.push(bytes);
    // Three bytes may be left of the input before.
    if (answers.length > bytes.length + 3) throw new Error('more answers than bytes');
    for (const answer of answers) {
      seen.add(answer.kind);
      if (answer.kind === 'status')
        summarise([answer.byte, answer.byte, answer.byte, answer.byte], RASTER_80MM);
      if (answer.kind === 'notice') obstacleOf(answer.notice);
    }
  });
  expect([...seen].sort()).toEqual(['cleared', 'notice', 'printed', 'status']);
  // And it still understands: a byte of no answer, a whole one.
  parser.push(Uint8Array.of(0xff, 0xff));
  expect(parser.push(Uint8Array.of(0x12))).toEqual([{ kind: 'status', byte: 0x12 }]);
});

it('commands of any bytes to the printer: none makes more than one line of dots or one feed a byte', () => {
  const words = [
    0x10, 0x1b, 0x1c, 0x1d, 0x28, 0x40, 0x6b, 0x65, 0x03, 0x31, 0x50, 0x51, 0x56, 0x81, 0xfe, 0x0a,
  ];
  const parser = new EscPosParser(72);
  let operations = 0;
  feed('commands', words, (bytes) => {
    for (const byte of bytes) {
      for (const operation of parser.push(byte)) {
        operations++;
        if (operation.op === 'dots' && operation.row.length !== 72) throw new Error('wider than the head');
        if (operation.op === 'qr-store' && operation.data.length > 0xffff) throw new Error('keeps too much');
      }
    }
    if (bytes.length === 0) parser.reset();
  });
  expect(operations).toBeGreaterThan(INPUTS / 10);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AnswerParser } from './answers.ts';
import type { Answer } from './answers.ts';

function parse(...chunks: number[][]): Answer[] {
  const parser = new AnswerParser();
  return chunks.flatMap((chunk) => parser.push(Uint8Array.from(chunk)));
}

test('the four kinds of answers are told apart on one line', () => {
  expect(parse([0x12, 0x37, 0x25, 0x00, 0x03, 0x18, 0x08, 0x0f, 0x00, 0x1a])).toEqual([
    { kind: 'status', byte: 0x12 },
    { kind: 'cleared' },
    { kind: 'printed', paperNearEnd: true },
    {
      kind: 'notice',
      notice: {
        offline: true,
        coverOpen: false,
        cutterError: true,
        otherError: false,
        paperEnd: true,
        paperNearEnd: true,
      },
    },
    { kind: 'status', byte: 0x1a },
  ]);
});

test('a notice that is cut short by another answer is dropped, the answer is not', () => {
  expect(parse([0x10, 0x00, 0x12])).toEqual([{ kind: 'status', byte: 0x12 }]);
  expect(parse([0x37, 0x12])).toEqual([{ kind: 'status', byte: 0x12 }]);
  expect(parse([0x37, 0x25, 0x12])).toEqual([{ kind: 'status', byte: 0x12 }]);
});

test('noise is no answer', () => {
  expect(parse([0xff, 0x93, 0xd1, 0x81, 0x11, 0x13])).toEqual([]);
});

test('where the chunks are cut makes no difference, whatever the bytes are', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(), (bytes, seed) => {
      const at = bytes.length === 0 ? 0 : seed % bytes.length;
      const whole = parse([...bytes]);
      expect(parse([...bytes.subarray(0, at)], [...bytes.subarray(at)])).toEqual(whole);
      expect(parse(...[...bytes].map((byte) => [byte]))).toEqual(whole);
    }),
  );
});

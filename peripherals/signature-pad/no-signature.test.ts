import { expect, test } from 'vitest';
import { toSignature } from './index.ts';
import type { SignatureInput } from './index.ts';
import { MAX_POINTS } from './to-signature.ts';
import { Finger, shortestName } from './test-support.ts';

const nowhere = { x: NaN, y: Infinity, t: 0, pressure: 0.5 };

test.each<[string, SignatureInput, string]>([
  ['an untouched field', new Finger().input, 'empty'],
  ['strokes without a point', { ...new Finger().input, strokes: [[], []] }, 'empty'],
  ['points without a place', { ...new Finger().input, strokes: [[nowhere]] }, 'empty'],
  ['a dot', new Finger().draw([[30, 30]]).input, 'too-short'],
  ['a few dots far apart', new Finger().draw([[10, 10]]).draw([[90, 50]]).input, 'too-short'],
  [
    'a dash, however long',
    new Finger().draw([
      [10, 30],
      [110, 31],
    ]).input,
    'too-short',
  ],
  [
    'a stroke down the screen',
    new Finger().draw([
      [30, 5],
      [31, 55],
    ]).input,
    'too-short',
  ],
  ['scribbling on one spot', new Finger().draw(zigzag(12, 6)).input, 'too-short'],
  [
    'a small tick',
    new Finger().draw([
      [30, 30],
      [34, 36],
      [42, 30],
    ]).input,
    'too-short',
  ],
])('%s is no name', (_, input, kind) => {
  expect(toSignature(input)).toEqual({ kind });
});

test('more points than any name has are refused without being looked at', () => {
  const { input } = shortestName();
  const count = input.strokes.flat().length;
  const filler = Array.from({ length: MAX_POINTS - count }, () => ({ x: 300, y: 300, t: 0, pressure: 0.5 }));
  expect(toSignature({ ...input, strokes: [...input.strokes, filler] }).kind).toBe('signature');
  expect(toSignature({ ...input, strokes: [...input.strokes, filler, [nowhere]] })).toEqual({
    kind: 'too-long',
  });
});

/** Up and down within a square, its side in millimetres. */
function zigzag(turns: number, side: number): [number, number][] {
  return Array.from({ length: turns }, (_, turn) => [30 + (side * turn) / turns, 30 + side * (turn % 2)]);
}

import { expect, test } from 'vitest';
import { toSignature } from './index.ts';
import type { SignatureInput } from './index.ts';
import { Finger, readSvg, shortestName } from './test-support.ts';
import type { ReadSvg } from './test-support.ts';

function signed(input: SignatureInput): ReadSvg {
  const outcome = toSignature(input);
  if (outcome.kind !== 'signature') throw new Error(outcome.kind);
  return readSvg(outcome.svg);
}

test('a short name is a signature, with its strokes, its time and its length', () => {
  const outcome = toSignature(shortestName().input);
  expect(outcome).toMatchObject({ kind: 'signature', strokeCount: 3, durationMs: 900, lengthMm: 65 });
});

test('the picture has the true size, a path a stroke, and the time of every point', () => {
  const { input } = shortestName();
  const svg = signed(input);
  expect(svg).toMatchObject({ width: '120mm', height: '60mm', viewBox: '0 0 1200 600' });
  expect(svg.paths).toHaveLength(3);
  expect(svg.paths.map(({ times }) => times)).toEqual(
    input.strokes.map((stroke) => stroke.map(({ t }) => t)),
  );
  expect(svg.paths[0]?.pressures).toEqual(Array(13).fill(0.5));
  expect(svg.paths[0]?.d).toMatch(/^M200 200Q216\.7 200 225 200Q.*L400 200$/);
});

test('nothing in it runs or is fetched from elsewhere', () => {
  expect(signed(shortestName().input).names).toEqual(
    new Set([
      ...['svg', 'xmlns', 'width', 'height', 'viewBox'],
      ...['g', 'fill', 'stroke', 'stroke-linecap', 'stroke-linejoin'],
      ...['path', 'd', 'stroke-width', 'data-t', 'data-p'],
    ]),
  );
});

test('the same strokes make the same bytes', () => {
  expect(toSignature(shortestName().input)).toEqual(toSignature(shortestName().input));
});

test('a pen that measures pressure writes thicker where it was pressed; a finger writes evenly', () => {
  const line = [
    [10, 10],
    [40, 30],
  ] as const;
  const pen = new Finger().draw(line, 0.1).draw(line, 0.9).input;
  expect(signed(pen).paths.map(({ strokeWidth }) => strokeWidth)).toEqual([4.6, 9.4]);
  const finger = new Finger().draw(line, 1).draw(line, 1).input;
  expect(signed(finger).paths.map(({ strokeWidth }) => strokeWidth)).toEqual([7, 7]);
});

test('a dot that belongs to a name is drawn', () => {
  const svg = signed(shortestName().draw([[80, 15]]).input);
  expect(svg.paths.at(-1)?.d).toBe('M800 150L800 150');
});

test('a finger that leaves the field goes along its edge', () => {
  const { input } = new Finger().draw([
    [10, 10],
    [200, 30],
    [10, 90],
  ]);
  const numbers = signed(input)
    .paths[0]!.d.match(/[\d.]+/g)!
    .map(Number);
  expect(Math.max(...numbers.filter((_, index) => index % 2 === 0))).toBe(1200);
  expect(Math.max(...numbers.filter((_, index) => index % 2 === 1))).toBe(600);
});

test('events that overtake each other do not make time go back, and the signature stays one', () => {
  const { input } = shortestName();
  const [first = [], ...others] = input.strokes;
  const shuffled = [first[1]!, first[0]!, ...first.slice(2)];
  const { times } = signed({ ...input, strokes: [shuffled, ...others] }).paths[0]!;
  expect(times.slice(0, 3)).toEqual([20, 20, 30]);
});

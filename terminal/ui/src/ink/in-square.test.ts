import { MAX_WRITTEN_POINTS } from '@tongban/contract';
import { expect, test } from 'vitest';
import { inSquare } from './in-square.ts';

const line = (points: number, length: number) =>
  Array.from({ length: points }, (_, index) => ({ x: (length * index) / (points - 1), y: length / 2 }));

test('a stroke keeps its ends and what its shape needs, in thousandths of the square', () => {
  expect(inSquare(line(3, 930), 930)).toEqual([
    [0, 500],
    [500, 500],
    [1000, 500],
  ]);
});

test('a touch stays a point, and a finger that trembles leaves its first and last place', () => {
  expect(inSquare([{ x: 10, y: 20 }], 1000)).toEqual([[10, 20]]);
  const trembling = [0, 3, 1, 4, 2].map((x) => ({ x, y: 0 }));
  expect(inSquare(trembling, 1000)).toEqual([
    [0, 0],
    [2, 0],
  ]);
});

test.for([200, 5000])('a scribble of %i points is no longer than the contract takes', (points) => {
  const scribble = Array.from({ length: points }, (_, index) => ({
    x: 465 + 465 * Math.sin(index * 1.7),
    y: 465 + 465 * Math.cos(index * 2.3),
  }));
  const kept = inSquare(scribble, 930);
  expect(kept.length).toBeLessThanOrEqual(MAX_WRITTEN_POINTS);
  expect(kept.length).toBeGreaterThan(MAX_WRITTEN_POINTS / 2);
  expect(kept.flat().every((at) => Number.isInteger(at) && at >= 0 && at <= 1000)).toBe(true);
});

test('a pen that left the sheet is taken at its edge', () => {
  expect(
    inSquare(
      [
        { x: -5, y: 10 },
        { x: 950, y: 940 },
      ],
      930,
    ),
  ).toEqual([
    [0, 11],
    [1000, 1000],
  ]);
});

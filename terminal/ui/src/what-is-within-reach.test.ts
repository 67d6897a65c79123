import { expect, test } from 'vitest';
import { reachOf } from './reach.ts';

const UPRIGHT = { width: 1080, height: 1920 };
const WIDE = { width: 1920, height: 1080 };
const hung = (centreMm: number, diagonalInches = 21.5) => ({
  diagonalInches,
  panel: { centreMm, reachMm: 1220 },
});

test('of a 21.5-inch panel upright at 1,300 mm the lowest third is', () => {
  // 1,062 to 1,538 mm above the floor: 158 mm of 476, 4.03 pixels each.
  const reach = reachOf(hung(1300), UPRIGHT);
  expect(reach?.floorPx).toBe(0);
  expect((reach?.linePx ?? 0) / 4.034).toBeCloseTo(158, 0);
});

test.each([
  ['all of it where the panel hangs low', hung(950), UPRIGHT],
  ['all of it of a panel in a low desk', hung(1000), WIDE],
  ['too little of a wide one at 1,300 mm', hung(1300), WIDE],
  ['too little of one that hangs above everybody', hung(1900), UPRIGHT],
])('the mode is not offered with %s', (_, site, size) => {
  expect(reachOf(site, size)).toBeNull();
});

test('a wide panel hung for it has its lower half', () => {
  expect((reachOf(hung(1200), WIDE)?.linePx ?? 0) / 4.034).toBeCloseTo(154, 0);
});

test('nothing is touched near the floor', () => {
  // 65 inches upright, 1,439 mm high: from 181 mm above the floor.
  const reach = reachOf(hung(900, 65), UPRIGHT);
  expect((reach?.floorPx ?? 0) / 1920).toBeCloseTo((380 - 180.5) / 1439, 2);
});

test('nothing is said of a window that has no size yet', () => {
  expect(reachOf(hung(1300), { width: 0, height: 0 })).toBeNull();
});

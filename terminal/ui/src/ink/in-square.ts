import { MAX_WRITTEN_POINTS } from '@tongban/contract';

/** Of the square in which characters are recognised. */
const SIDE = 1000;
/** Nearer points say nothing of a character; they are how fast the panel samples. */
const STEP = 15;

/**
 * A stroke on a square sheet, as the contract takes it: whole numbers, and as many points as its shape needs.
 * @param sheetSide of the sheet, in the stroke's own measures
 */
export function inSquare(
  stroke: readonly { readonly x: number; readonly y: number }[],
  sheetSide: number,
): [x: number, y: number][] {
  const within = (at: number) => Math.round(Math.min(Math.max((at / sheetSide) * SIDE, 0), SIDE));
  const points = stroke.map(({ x, y }): [number, number] => [within(x), within(y)]);
  const length = points.reduce((sum, point, index) => sum + distance(points[index - 1] ?? point, point), 0);
  // The first and the last always stay.
  const step = Math.max(STEP, length / (MAX_WRITTEN_POINTS - 2));
  const kept = points.slice(0, 1);
  let gone = 0;
  for (const [index, point] of points.entries()) {
    gone += distance(points[index - 1] ?? point, point);
    if (gone < step && index < points.length - 1) continue;
    if (index > 0) kept.push(point);
    gone = 0;
  }
  return kept;
}

function distance([ax, ay]: readonly [number, number], [bx, by]: readonly [number, number]): number {
  return Math.hypot(ax - bx, ay - by);
}

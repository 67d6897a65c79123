import { inRange } from './strokes.ts';
import type { SignatureInput, Strokes } from './strokes.ts';
import { toSvg } from './to-svg.ts';

export type SignatureOutcome =
  | {
      readonly kind: 'signature';
      /** Media type image/svg+xml, in the true size. */
      readonly svg: string;
      readonly strokeCount: number;
      /** From the first touch to the last lift. */
      readonly durationMs: number;
      /** Of all lines together, without the ways between them. */
      readonly lengthMm: number;
    }
  | { readonly kind: 'empty' }
  /** A dot or a dash is no name. */
  | { readonly kind: 'too-short' }
  | { readonly kind: 'too-long' };

/**
 * Our own settings, no law: 丁一, than which hardly a name is shorter, has 30 mm of line when it is written one
 * centimetre high; a touch by mistake is a dot, a wipe over the screen a dash.
 */
export const MIN_LENGTH_MM = 20;
export const MIN_LONGER_SIDE_MM = 8;
export const MIN_SHORTER_SIDE_MM = 3;
/** Half a minute of a panel that reports 120 points a second has 3,600. */
export const MAX_POINTS = 10_000;

const TENTHS_PER_MM = 10;

/**
 * Makes a signature of what was drawn, or tells why it is none. Never throws, whatever the numbers are: they come from
 * a page.
 */
export function toSignature(input: SignatureInput): SignatureOutcome {
  const pointCount = input.strokes.reduce((sum, { length }) => sum + length, 0);
  if (pointCount > MAX_POINTS) return { kind: 'too-long' };
  const drawn = inRange(input);
  const points = drawn.strokes.flat();
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return { kind: 'empty' };
  const lengthMm = lengthOf(drawn.strokes) / TENTHS_PER_MM;
  const sides = [extent(points.map(({ x }) => x)), extent(points.map(({ y }) => y))];
  if (
    lengthMm < MIN_LENGTH_MM ||
    Math.max(...sides) < MIN_LONGER_SIDE_MM * TENTHS_PER_MM ||
    Math.min(...sides) < MIN_SHORTER_SIDE_MM * TENTHS_PER_MM
  ) {
    return { kind: 'too-short' };
  }
  return {
    kind: 'signature',
    svg: toSvg(drawn),
    strokeCount: drawn.strokes.length,
    durationMs: last.t - first.t,
    lengthMm: Math.round(lengthMm * 10) / 10,
  };
}

function lengthOf(strokes: Strokes): number {
  let length = 0;
  for (const stroke of strokes) {
    for (const [index, point] of stroke.entries()) {
      const before = stroke[index - 1] ?? point;
      length += Math.hypot(point.x - before.x, point.y - before.y);
    }
  }
  return length;
}

function extent(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b));
}

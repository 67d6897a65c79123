import type { SignatureInput, SignaturePoint, Strokes } from './strokes.ts';

/** Widths of a line in tenths of a millimetre: a ball pen writes 0.7 mm, pressed or not from 0.4 to 1.0. */
const LINE_WIDTH = 7;
const LIGHT_LINE_WIDTH = 4;
const PRESSED_LINE_WIDTH = 10;

/**
 * The signature as an SVG picture in its true size: a path for each stroke, with the time of each of its points in
 * `data-t` (milliseconds since the first touch) and their pressure in `data-p` (0 to 1). The points themselves are the
 * start, the control points and the end of the path. The same strokes make the same bytes.
 * Source: W3C, SVG 1.1, section 8 (paths); HTML, data attributes.
 * @param input all numbers in their range
 */
export function toSvg({ width, height, strokes }: SignatureInput): string {
  const isMeasured = measuresPressure(strokes);
  const paths = strokes.map((stroke) => {
    const times = stroke.map(({ t }) => t).join(' ');
    const pressures = stroke.map(({ pressure }) => pressure).join(' ');
    const lineWidth = isMeasured ? widthOf(stroke) : LINE_WIDTH;
    return `<path d="${pathOf(stroke)}" stroke-width="${lineWidth}" data-t="${times}" data-p="${pressures}"/>`;
  });
  return [
    '<svg xmlns="http://www.w3.org/2000/svg"',
    ` width="${toMm(width)}mm" height="${toMm(height)}mm" viewBox="0 0 ${width} ${height}">`,
    '<g fill="none" stroke="#000" stroke-linecap="round" stroke-linejoin="round">',
    ...paths,
    '</g></svg>',
  ].join('');
}

/** A finger, or a pen without a sensor, gives the same number from beginning to end. */
function measuresPressure(strokes: Strokes): boolean {
  const first = strokes[0]?.[0]?.pressure;
  return strokes.some((stroke) => stroke.some(({ pressure }) => pressure !== first));
}

function widthOf(stroke: readonly SignaturePoint[]): number {
  const mean = stroke.reduce((sum, { pressure }) => sum + pressure, 0) / stroke.length;
  return round(LIGHT_LINE_WIDTH + (PRESSED_LINE_WIDTH - LIGHT_LINE_WIDTH) * mean);
}

/** Curves from the middle between two points to the next, so that no corner is left where the finger made none. */
function pathOf(stroke: readonly SignaturePoint[]): string {
  const [first, ...rest] = stroke as [SignaturePoint, ...SignaturePoint[]];
  const start = `M${first.x} ${first.y}`;
  const last = rest.at(-1);
  // A line of no length with round ends is a dot.
  if (last === undefined) return `${start}L${first.x} ${first.y}`;
  const curves = rest.slice(0, -1).map((point, index) => {
    const next = rest[index + 1]!;
    return `Q${point.x} ${point.y} ${round((point.x + next.x) / 2)} ${round((point.y + next.y) / 2)}`;
  });
  return `${start}${curves.join('')}L${last.x} ${last.y}`;
}

function toMm(tenths: number): number {
  return Math.round(tenths * 10) / 100;
}

function round(tenths: number): number {
  return Math.round(tenths * 10) / 10;
}

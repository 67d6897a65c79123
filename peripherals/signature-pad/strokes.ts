/** What a touch screen or a pen tablet gives: lines with time. */
export interface SignatureInput {
  /** Of the field that was signed in, in tenths of a millimetre. */
  readonly width: number;
  readonly height: number;
  /** From touch to lift each, in the order of signing. */
  readonly strokes: readonly (readonly SignaturePoint[])[];
}

export interface SignaturePoint {
  /** From the upper left corner of the field, in tenths of a millimetre. */
  readonly x: number;
  readonly y: number;
  /** Milliseconds since the first touch. */
  readonly t: number;
  /** 0 to 1; the same everywhere where the device does not measure it. */
  readonly pressure: number;
}

export type Strokes = SignatureInput['strokes'];

const MIN_SIDE = 100;
const MAX_SIDE = 10_000;
/** An hour: no session lasts so long. */
const MAX_TIME_MS = 3_600_000;

/**
 * The same with all numbers in their range: points at the edge of the field, times that do not go back (events of one
 * finger can overtake each other by a few milliseconds, and that makes no signature invalid). Points without a place
 * are left out, and so are strokes without points.
 */
export function inRange(input: SignatureInput): SignatureInput {
  const width = hundredths(within(input.width, MIN_SIDE, MAX_SIDE));
  const height = hundredths(within(input.height, MIN_SIDE, MAX_SIDE));
  let last = 0;
  const strokes = input.strokes.map((stroke) =>
    stroke
      .filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))
      .map(({ x, y, t, pressure }) => {
        last = Math.max(last, Math.round(within(t, 0, MAX_TIME_MS)));
        return {
          x: hundredths(within(x, 0, width)),
          y: hundredths(within(y, 0, height)),
          t: last,
          pressure: Math.round(within(pressure, 0, 1) * 100) / 100,
        };
      }),
  );
  return { width, height, strokes: strokes.filter(({ length }) => length > 0) };
}

/** What is no number is taken for the least. */
function within(value: number, least: number, most: number): number {
  return Number.isNaN(value) ? least : Math.min(most, Math.max(least, value));
}

/** Rounds to hundredths of a millimetre: finer than any panel measures. */
function hundredths(tenths: number): number {
  return Math.round(tenths * 10) / 10;
}

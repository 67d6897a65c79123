/** What is written with a finger: which touches count, what they leave, and how wide the ink is. Pure. */

/** In tenths of a millimetre from the field's upper left corner; ms since the first touch; pressure 0 to 1. */
export interface InkPoint {
  readonly x: number;
  readonly y: number;
  readonly t: number;
  readonly pressure: number;
}
/** One sample of a finger, a pen or a mouse, in the field's own measures. */
export interface Touch {
  readonly pointer: number;
  readonly kind: string;
  readonly x: number;
  readonly y: number;
  /** On any steady clock. */
  readonly timeMs: number;
  readonly pressure: number;
  /** Larger side of what touches, in millimetres; 0 when the panel does not tell. */
  readonly contactMm: number;
}

/** A fingertip covers 8 to 16 mm; a palm or the side of a hand more. */
const PALM_MM = 26;
/** A finger at rest trembles by less. */
const LEAST_STEP = 1.5;
/** As the contract takes them. */
const MAX_STROKES = 300;
const MAX_POINTS_PER_STROKE = 5000;
const MAX_TIME_MS = 3_600_000;

/** The ink of a brush pen, in tenths of a millimetre. */
const THICKEST = 16;
const THINNEST = 7;
/** In tenths of a millimetre a millisecond: so fast a line is at its thinnest. */
const FASTEST = 4;

export class Ink {
  readonly strokes: InkPoint[][] = [];
  readonly #width: number;
  readonly #height: number;
  readonly #most: number;
  #startMs: number | null = null;
  #writing: { readonly pointer: number; readonly kind: string } | null = null;

  /**
   * Of a field of so many tenths of a millimetre.
   * @param most strokes that it takes
   */
  constructor(width: number, height: number, most: number = MAX_STROKES) {
    this.#width = width;
    this.#height = height;
    this.#most = most;
  }

  get isEmpty(): boolean {
    return this.strokes.length === 0;
  }

  /**
   * One finger writes at a time: a second one, and a palm, leave nothing. A pen takes over from a hand that came first.
   * @returns whether this touch writes now
   */
  down(touch: Touch): boolean {
    if (touch.kind === 'touch' && touch.contactMm > PALM_MM) return false;
    if (this.#writing !== null) {
      if (touch.kind !== 'pen' || this.#writing.kind === 'pen') return false;
      this.strokes.pop();
    }
    if (this.strokes.length >= this.#most) return false;
    this.#writing = { pointer: touch.pointer, kind: touch.kind };
    this.#startMs ??= touch.timeMs;
    this.strokes.push([this.#point(touch)]);
    return true;
  }

  /** @returns whether the stroke grew */
  move(touch: Touch): boolean {
    const stroke = this.strokes.at(-1);
    const last = stroke?.at(-1);
    if (this.#writing?.pointer !== touch.pointer || stroke === undefined || last === undefined) return false;
    const next = this.#point(touch);
    if (Math.hypot(next.x - last.x, next.y - last.y) < LEAST_STEP) return false;
    if (stroke.length >= MAX_POINTS_PER_STROKE) return false;
    stroke.push(next);
    return true;
  }

  /** @returns whether it was writing */
  up(pointer: number): boolean {
    if (this.#writing?.pointer !== pointer) return false;
    this.#writing = null;
    return true;
  }

  /** Takes the last stroke away. */
  undo(): void {
    this.strokes.pop();
    this.#writing = null;
  }

  clear(): void {
    this.strokes.length = 0;
    this.#startMs = null;
    this.#writing = null;
  }

  #point({ x, y, timeMs, pressure }: Touch): InkPoint {
    const within = (value: number, most: number) => Math.round(Math.min(Math.max(value, 0), most) * 10) / 10;
    return {
      x: within(x, this.#width),
      y: within(y, this.#height),
      t: within(timeMs - (this.#startMs ?? timeMs), MAX_TIME_MS),
      pressure: within(pressure, 1),
    };
  }
}

/** One drawn piece of a stroke: a curve from `from` to `to`, pulled towards `control`. */
export interface InkPiece {
  readonly from: { readonly x: number; readonly y: number };
  readonly control: { readonly x: number; readonly y: number };
  readonly to: { readonly x: number; readonly y: number };
  /** In tenths of a millimetre, like all of it. */
  readonly width: number;
}

/** The pieces of a stroke through the middles between its points, so that corners of the sampling do not show. */
export function pieces(stroke: readonly InkPoint[]): InkPiece[] {
  const [first] = stroke;
  if (first === undefined) return [];
  if (stroke.length === 1) return [{ from: first, control: first, to: first, width: THICKEST }];
  const result: InkPiece[] = [];
  let width: number | null = null;
  let from: { x: number; y: number } = first;
  for (const [index, point] of stroke.entries()) {
    const before = stroke[index - 1];
    if (before === undefined) continue;
    const wanted = widthBetween(before, point);
    // Ink does not jump from thin to thick.
    width = width === null ? wanted : width * 0.7 + wanted * 0.3;
    const isLast = index === stroke.length - 1;
    const to = isLast ? point : { x: (before.x + point.x) / 2, y: (before.y + point.y) / 2 };
    result.push({ from, control: before, to, width });
    from = to;
  }
  return result;
}

/** Slow is thick, as with a brush; a pen that tells its pressure decides itself (a finger or mouse says 0, 0.5 or 1). */
function widthBetween(before: InkPoint, point: InkPoint): number {
  const tellsPressure = point.pressure !== 0 && point.pressure !== 0.5 && point.pressure !== 1;
  if (tellsPressure) return THINNEST + (THICKEST - THINNEST) * point.pressure;
  const speed = Math.hypot(point.x - before.x, point.y - before.y) / Math.max(point.t - before.t, 1);
  return THICKEST - (THICKEST - THINNEST) * Math.min(speed / FASTEST, 1);
}

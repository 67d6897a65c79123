const MM_PER_INCH = 25.4;
/** Width of the short side for which the screens are composed: a 21.5-inch panel of 9:16. */
const COMPOSED_SHORT_SIDE_MM = 268;

/**
 * Pixels for one millimetre of the screens, from the panel's diagonal in inches and the size of the window in
 * pixels (the window fills the panel). Never less than a real millimetre; on a larger panel the whole composition
 * grows with it instead of leaving the screen empty.
 */
export function pixelsPerMillimetre(diagonalInches: number, widthPx: number, heightPx: number): number {
  const real = realPixelsPerMillimetre(diagonalInches, widthPx, heightPx);
  return Math.max(real, Math.min(widthPx, heightPx) / COMPOSED_SHORT_SIDE_MM);
}

/** Pixels for one millimetre of a rule that is held against the panel. */
export function realPixelsPerMillimetre(diagonalInches: number, widthPx: number, heightPx: number): number {
  return Math.hypot(widthPx, heightPx) / (diagonalInches * MM_PER_INCH);
}

import type { SiteView } from '@tongban/contract';
import { pixelsPerMillimetre, realPixelsPerMillimetre } from './millimetres.ts';

/** Lower than this nobody reaches from a wheelchair without bending (EN 301 549, 8.3). */
const LOWEST_MM = 380;
/**
 * What the screens need below the line, in their own millimetres (see `pixelsPerMillimetre`): three rows of keys, the
 * actions and the help bar in care mode. On less a citizen would find half of what belongs together.
 */
export const LEAST_ROOM_MM = 150;

/** The part of the panel that somebody who sits reaches, in pixels above its lower edge. */
export interface Reach {
  readonly linePx: number;
  /** Nothing is touched below this one; 0 unless the panel goes down almost to the floor. */
  readonly floorPx: number;
}

/** Null where reach mode is of no use: the whole panel is within reach, or too little of it. */
export function reachOf(
  { diagonalInches, panel }: Pick<SiteView, 'diagonalInches' | 'panel'>,
  { width, height }: { readonly width: number; readonly height: number },
): Reach | null {
  if (width === 0 || height === 0) return null;
  const real = realPixelsPerMillimetre(diagonalInches, width, height);
  const lowerEdgeMm = panel.centreMm - height / real / 2;
  const linePx = Math.floor((panel.reachMm - lowerEdgeMm) * real);
  const floorPx = Math.max(0, Math.ceil((LOWEST_MM - lowerEdgeMm) * real));
  if (linePx >= height) return null;
  const least = LEAST_ROOM_MM * pixelsPerMillimetre(diagonalInches, width, height);
  return linePx - floorPx < least ? null : { linePx, floorPx };
}

import { holdsAllBlocks } from '../picture/jpeg-blocks.ts';
import { readJpeg } from '../picture/jpeg.ts';

export type PhotoCheck =
  | {
      readonly kind: 'usable';
      readonly widthPx: number;
      readonly heightPx: number;
      /** Dots per inch on the paper. */
      readonly resolutionDpi: number;
    }
  /** No JPEG, not whole, more than one picture, or another size than its header claims. */
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'too-small' }
  | { readonly kind: 'too-large' };

export interface PhotoLimits {
  readonly minPixels: number;
  readonly maxPixels: number;
  readonly maxBytes: number;
}

/** Our settings: print of 3 mm has to be legible, and the largest document cameras have 20 million pixels. */
export const PHOTO_LIMITS: PhotoLimits = {
  minPixels: 1_000_000,
  maxPixels: 40_000_000,
  maxBytes: 8_000_000,
};

/** The photograph is taken so that an A4 sheet fills it. */
const SHEET_LONG_SIDE_MM = 297;
const MM_PER_INCH = 25.4;

/**
 * Whether a photograph that came from the page is a usable one: one whole baseline or progressive JPEG and nothing else.
 * Nothing is decoded. Takes 40 ms a megabyte at most.
 */
export function inspectPhoto(bytes: Uint8Array, limits: PhotoLimits = PHOTO_LIMITS): PhotoCheck {
  if (bytes.length > limits.maxBytes) return { kind: 'too-large' };
  const jpeg = readJpeg(bytes);
  if (jpeg === null || jpeg.endAt !== bytes.length) return { kind: 'unreadable' };
  const { widthPx, heightPx } = jpeg;
  if (widthPx * heightPx > limits.maxPixels) return { kind: 'too-large' };
  if (!holdsAllBlocks(jpeg)) return { kind: 'unreadable' };
  if (widthPx * heightPx < limits.minPixels) return { kind: 'too-small' };
  const resolutionDpi = Math.round((Math.max(widthPx, heightPx) * MM_PER_INCH) / SHEET_LONG_SIDE_MM);
  return { kind: 'usable', widthPx, heightPx, resolutionDpi };
}

/**
 * What is printed, as data: a column of blocks. The printer knows no matter; whoever prints says what stands on the paper.
 * The same document is drawn as a picture (raster profiles) or sent as characters (text profiles).
 */
export interface SlipDocument {
  readonly blocks: readonly SlipBlock[];
}

export type SlipAlign = 'left' | 'center';

export type SlipBlock =
  /** What the slip is. `band`: white on a black band; `frame`: a double frame, for what must not be mistaken for a band. */
  | { readonly type: 'title'; readonly text: string; readonly look: 'band' | 'frame' }
  /** One number to be read aloud or typed: as large as the paper allows, on one line. */
  | { readonly type: 'number'; readonly text: string; readonly label?: string }
  /** One line of a two-column list; consecutive pairs share their column. */
  | { readonly type: 'pair'; readonly label: string; readonly value: string; readonly strong?: boolean }
  | { readonly type: 'text'; readonly text: string; readonly align?: SlipAlign; readonly strong?: boolean }
  | { readonly type: 'small'; readonly text: string; readonly align?: SlipAlign }
  | { readonly type: 'rule' }
  /** White paper, in millimetres. */
  | { readonly type: 'space'; readonly heightMm: number }
  /** A QR code; the caption stands beside or below it. */
  | { readonly type: 'qr'; readonly text: string; readonly caption?: string };

/** Dots on one millimetre of paper: 203 dpi, the head of every common 80 mm printer. */
export const DOTS_PER_MM = 8;

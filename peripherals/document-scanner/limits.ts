/** What one scan may bring: a device that is broken, or is not what it claims to be, must not fill the memory. */
export interface ScanLimits {
  readonly maxPages: number;
  /** Checked from the picture's header before anything decodes it: a few kilobytes can claim gigabytes. */
  readonly maxPixelsPerPage: number;
  readonly maxBytesPerPage: number;
  readonly maxBytesInAll: number;
}

const MEBIBYTE = 1024 * 1024;

/** A4 at 600 dots per inch has 35 million pixels. */
export const DEFAULT_LIMITS: ScanLimits = {
  maxPages: 50,
  maxPixelsPerPage: 40_000_000,
  maxBytesPerPage: 32 * MEBIBYTE,
  maxBytesInAll: 256 * MEBIBYTE,
};

/** The words of scanning: what can be asked of a scanner and what comes of it. */

export type ScanSource = 'feeder' | 'flatbed';
export type ScanColour = 'colour' | 'grey';

/** Dots per inch: from `min` to `max` in steps, or the values of a list in rising order. */
export type Resolutions =
  | { readonly kind: 'range'; readonly min: number; readonly max: number; readonly step: number }
  | { readonly kind: 'list'; readonly values: readonly number[] };

export interface SourceCapabilities {
  readonly source: ScanSource;
  readonly resolutions: Resolutions;
  /** Never empty. */
  readonly colours: readonly ScanColour[];
  /** The largest sheet, in millimetres. */
  readonly maxWidthMm: number;
  readonly maxHeightMm: number;
}

export interface DocumentScannerCapabilities {
  /** What the device calls itself; null when it does not say. */
  readonly model: string | null;
  /** At most one entry a source. */
  readonly sources: readonly SourceCapabilities[];
  /** Whether it tells an empty feeder, a jam or an open cover when asked; if not, only a try to scan tells. */
  readonly reportsConditions: boolean;
}

export interface ScanRequest {
  readonly source: ScanSource;
  /** Dots per inch; the nearest value that the device has is taken, and each page says which it was. */
  readonly resolutionDpi: number;
  readonly colour: ScanColour;
}

export interface ScannedPage {
  /** 1 for the first page of a scan. */
  readonly number: number;
  readonly mediaType: 'image/jpeg' | 'image/png';
  /** A whole picture of that type: personal data, to be kept in memory and off every log. */
  readonly bytes: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly resolutionDpi: number;
}

export type ScanFailure =
  | 'no-paper-in-feeder'
  | 'jammed'
  | 'cover-open'
  /** Somebody else uses it, or this program scans already. */
  | 'busy'
  | 'disconnected'
  | 'access-denied'
  /** The device has no such source or colour, or the page would have more pixels than allowed. */
  | 'unsupported'
  /** It answers, and no page comes. */
  | 'timeout'
  /** What came is no whole picture. */
  | 'page-unreadable'
  | 'page-too-large'
  /** More sheets in the feeder than one scan may have. */
  | 'too-many-pages'
  | 'fault';

/** Pages that came whole are kept whatever happens after them, in the order of the sheets. */
export type ScanOutcome =
  | { readonly kind: 'scanned'; readonly pages: readonly ScannedPage[] }
  | { readonly kind: 'failed'; readonly reason: ScanFailure; readonly pagesSoFar: readonly ScannedPage[] }
  | { readonly kind: 'cancelled'; readonly pagesSoFar: readonly ScannedPage[] };

/** The nearest value that the device has; of two that are equally near, the finer. */
export function nearestResolution(wantedDpi: number, resolutions: Resolutions): number {
  if (resolutions.kind === 'range') {
    const { min, max, step } = resolutions;
    const steps = Math.round((wantedDpi - min) / step);
    return Math.min(Math.max(min + steps * step, min), min + Math.floor((max - min) / step) * step);
  }
  return resolutions.values.reduce((best, value) =>
    Math.abs(value - wantedDpi) <= Math.abs(best - wantedDpi) ? value : best,
  );
}

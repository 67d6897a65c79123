/** The build of a JPEG, without decoding it. Source: ITU-T T.81, annex B. */

export interface Jpeg {
  readonly widthPx: number;
  readonly heightPx: number;
  /** All but start and end of the picture, in order. */
  readonly segments: readonly JpegSegment[];
  /** Where the picture is over; what lies behind is none of it. */
  readonly endAt: number;
}

export interface JpegSegment {
  /** The second byte of the marker: 0xC4 for Huffman tables, 0xDA for a scan … */
  readonly marker: number;
  /** What follows the length. */
  readonly content: Uint8Array;
  /** The coded picture behind the header of a scan, its stuffed zeros and restart markers with it; empty otherwise. */
  readonly data: Uint8Array;
}

export const SCAN = 0xda;
const END = 0xd9;
/** Frame kinds that PDF readers and every browser decode: baseline, extended, progressive; all with Huffman tables. */
const FRAMES = [0xc0, 0xc1, 0xc2];
/** Tables, scans and what cameras note about a picture are some dozens. */
const MAX_SEGMENTS = 2000;
const NOTHING = new Uint8Array();

export function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/** Null when it is no JPEG, not whole, or of a form that no scanner and no camera makes. */
export function readJpeg(bytes: Uint8Array): Jpeg | null {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const segments: JpegSegment[] = [];
  let size: { widthPx: number; heightPx: number } | null = null;
  let hasScan = false;
  for (let at = 2; at + 1 < bytes.length;) {
    if (bytes[at] !== 0xff || segments.length > MAX_SEGMENTS) return null;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === END) return size !== null && hasScan ? { ...size, segments, endAt: at + 2 } : null;
    // A second start, a restart outside a scan, a stuffed zero: no length follows, so the rest cannot be told.
    if (marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd8) || at + 4 > bytes.length) return null;
    const length = view.getUint16(at + 2);
    if (length < 2 || at + 2 + length > bytes.length) return null;
    if (isFrame(marker)) {
      // Two frames, of which a decoder might take the other, are nothing that a scanner sends.
      if (!FRAMES.includes(marker) || size !== null || length < 8) return null;
      const [precision, channels] = [bytes[at + 4], bytes[at + 9]];
      size = { heightPx: view.getUint16(at + 5), widthPx: view.getUint16(at + 7) };
      if (precision !== 8 || (channels !== 1 && channels !== 3)) return null;
      if (size.widthPx === 0 || size.heightPx === 0) return null;
    }
    const content = bytes.subarray(at + 4, at + 2 + length);
    at += 2 + length;
    let data: Uint8Array = NOTHING;
    if (marker === SCAN) {
      if (size === null) return null;
      hasScan = true;
      data = bytes.subarray(at, endOfScanData(bytes, at));
      at += data.length;
    }
    segments.push({ marker, content, data });
  }
  return null;
}

/** The next marker that is neither a stuffed FF nor a restart. */
function endOfScanData(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  return bytes.length;
}

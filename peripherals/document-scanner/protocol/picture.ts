/**
 * Looks at a picture without decoding it: is it whole, and how large does it claim to be.
 * PNG: W3C PNG (third edition), sections 5 and 11.
 */
import { crc32, inflateSync } from 'node:zlib';
import { readJpeg } from '../../picture/jpeg.ts';

export type Picture =
  | {
      readonly kind: 'picture';
      readonly mediaType: 'image/jpeg' | 'image/png';
      readonly widthPx: number;
      readonly heightPx: number;
    }
  | { readonly kind: 'too-large' }
  /** Not one of the two types, not whole, or of a form that no scanner makes. */
  | { readonly kind: 'unreadable' };

/** What a PNG of a scanner is made of. */
export interface PngParts {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly bitsPerDot: 1 | 8;
  readonly channels: 1 | 3;
  /** A zlib stream of filtered rows. */
  readonly data: Uint8Array;
}

const UNREADABLE: Picture = { kind: 'unreadable' };

/** `maxPixels` is compared with width times height before anything of that size is made. */
export function inspectPicture(bytes: Uint8Array, maxPixels: number): Picture {
  const isJpeg = bytes[0] === 0xff && bytes[1] === 0xd8;
  const found = isJpeg ? readJpeg(bytes) : readPng(bytes);
  if (found === null) return UNREADABLE;
  const { widthPx, heightPx } = found;
  if (widthPx * heightPx > maxPixels) return { kind: 'too-large' };
  if ('data' in found && !holdsAllRows(found)) return UNREADABLE;
  return { kind: 'picture', mediaType: isJpeg ? 'image/jpeg' : 'image/png', widthPx, heightPx };
}

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const PNG_CHUNK_OVERHEAD_BYTES = 12;

/** The parts of a PNG that is grey or RGB, not interlaced, without transparency, its checksums right; or null. */
export function readPng(bytes: Uint8Array): PngParts | null {
  if (PNG_SIGNATURE.some((byte, index) => bytes[index] !== byte)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let header: Omit<PngParts, 'data'> | null = null;
  const data: Uint8Array[] = [];
  for (let at = PNG_SIGNATURE.length; at + PNG_CHUNK_OVERHEAD_BYTES <= bytes.length;) {
    const length = view.getUint32(at);
    const end = at + PNG_CHUNK_OVERHEAD_BYTES + length;
    if (end > bytes.length || crc32(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4)) return null;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const content = bytes.subarray(at + 8, end - 4);
    if ((type === 'IHDR') !== (header === null)) return null;
    if (type === 'IHDR') header = readPngHeader(content);
    if (header === null) return null;
    if (type === 'IDAT') data.push(content);
    if (type === 'IEND') return data.length > 0 ? { ...header, data: Buffer.concat(data) } : null;
    at = end;
  }
  return null;
}

function readPngHeader(content: Uint8Array): Omit<PngParts, 'data'> | null {
  if (content.length !== 13) return null;
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const [widthPx, heightPx, bitsPerDot, colourType] = [
    view.getUint32(0),
    view.getUint32(4),
    content[8],
    content[9],
  ];
  if (widthPx === 0 || heightPx === 0 || content[10] !== 0 || content[11] !== 0 || content[12] !== 0)
    return null;
  if (colourType === 2 && bitsPerDot === 8) return { widthPx, heightPx, bitsPerDot, channels: 3 };
  if (colourType === 0 && (bitsPerDot === 8 || bitsPerDot === 1)) {
    return { widthPx, heightPx, bitsPerDot, channels: 1 };
  }
  return null;
}

/** Whether the data has exactly the rows that the header claims; whatever inflates to more is stopped there. */
function holdsAllRows({ widthPx, heightPx, bitsPerDot, channels, data }: PngParts): boolean {
  const expectedBytes = heightPx * (1 + Math.ceil((widthPx * bitsPerDot * channels) / 8));
  try {
    return inflateSync(data, { maxOutputLength: expectedBytes }).length === expectedBytes;
  } catch {
    // A damaged stream, or one that holds more than it should.
    return false;
  }
}

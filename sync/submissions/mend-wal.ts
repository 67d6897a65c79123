import {
  DATABASE_SIZE_AT,
  FRAME_HEADER_BYTES,
  FRAME_SUMMED_BYTES,
  framesOf,
  HEADER_SUMMED_BYTES,
  isHeader,
  readSum,
  saltOf,
  SUM_AT,
  summedOf,
  sumOf,
  WAL_HEADER_BYTES,
  writeSum,
  type Sum,
  type WalFrames,
} from './wal-frames.ts';

const SUM_START: Sum = [0, 0];

/** A bit of a WAL. */
export interface Bit {
  /** Place of its byte in the file. */
  readonly at: number;
  readonly mask: number;
}

/** Of a word the checksum locates the lower ones; what changes others may have many causes. */
const LOCATED_BITS = 22;

/** A frame in which a bit was flipped, most likely one of these. */
export interface Doubt {
  readonly frame: number;
  readonly bits: readonly Bit[];
  /** Or it was a bit of the checksum. */
  readonly isOfChecksum: boolean;
}

export interface MendedWal {
  /** As it was written, doubts aside: these are as they were found. It ends with its last frame. */
  readonly wal: Buffer;
  readonly doubts: readonly Doubt[];
  /**
   * SQLite would miss no more than the last commit. Then it may be one that a power cut has torn, of a page that is
   * nearly all zeros.
   */
  readonly isOfLastCommit: boolean;
}

/**
 * Puts a WAL right in which something was altered. SQLite takes the first frame whose checksum is wrong for the end of
 * the WAL, which is right after a power cut, and silently drops every commit behind it after a flipped bit. The checksum
 * is linear, so that it also says which single bit was flipped; of the ten highest bits of a word it leaves several
 * places, among which it takes knowledge of the pages to choose. Where more is wrong this cannot be told from what a
 * failed commit has left, and the WAL ends there.
 * @param wal of a store of this program on a little-endian machine; stays as it is
 * @returns null when there is nothing to mend
 */
export function mendWal(wal: Buffer): MendedWal | null {
  // Emptied: what may stand behind the header is no more.
  if (wal.length < WAL_HEADER_BYTES || wal.subarray(0, WAL_HEADER_BYTES).every((byte) => byte === 0)) {
    return null;
  }
  const mended = Buffer.from(wal);
  const header = mendHeader(mended);
  const frames = framesOf(mended);
  if (header === 'spoilt' || !frames) return null;
  const doubts: Doubt[] = [];
  let first = header === 'mended' ? -1 : Infinity;
  let commits = 0;
  let end = 0;
  let sum = readSum(frames.header, SUM_AT.header);
  const last = lastFrame(frames);
  for (let index = 0; index <= last; index++) {
    const frame = frames.frame(index);
    const next = index < last ? frames.frame(index + 1) : null;
    const result = mendSum(frame, summedOf(frame), SUM_AT.frame, sum, next);
    if (result === 'spoilt') break;
    if (typeof result === 'object') {
      const start = frames.startOf(index);
      const bits = result.bits.map(({ at, mask }) => ({ at: start + placeInFrame(at), mask }));
      const [only, ...more] = bits;
      if (only && more.length === 0 && isLocated(only) && !result.isOfChecksum) flip(mended, only);
      else doubts.push({ frame: index, bits, isOfChecksum: result.isOfChecksum });
    }
    const saltWasRight = saltOf(frame).equals(frames.salt);
    if (!saltWasRight) frames.salt.copy(saltOf(frame));
    if (result !== 'right' || !saltWasRight) first = Math.min(first, index);
    if (index >= first && frame.readUInt32BE(DATABASE_SIZE_AT) !== 0) commits += 1;
    sum = readSum(frame, SUM_AT.frame);
    end = index + 1;
  }
  if (first === Infinity) return null;
  return { wal: mended.subarray(0, frames.startOf(end)), doubts, isOfLastCommit: first >= 0 && commits <= 1 };
}

export function flip(bytes: Buffer, { at, mask }: Bit): void {
  bytes.writeUInt8(bytes.readUInt8(at) ^ mask, at);
}

/** Words begin at each fourth byte of the file. */
function isLocated({ at, mask }: Bit): boolean {
  return (at % 4) * 8 + Math.log2(mask) < LOCATED_BITS;
}

/** What a header says besides is known, so that it leaves no doubt that matters. */
function mendHeader(wal: Buffer): 'right' | 'mended' | 'spoilt' {
  const header = wal.subarray(0, WAL_HEADER_BYTES);
  const summed = header.subarray(0, HEADER_SUMMED_BYTES);
  const asFound = framesOf(wal);
  const next = asFound && asFound.count > 0 ? asFound.frame(0) : null;
  const result = mendSum(header, summed, SUM_AT.header, SUM_START, next);
  if (typeof result !== 'object') return result;
  for (const bit of result.bits) {
    flip(header, bit);
    const frames = isHeader(header) ? framesOf(wal) : null;
    if (frames && (frames.count === 0 || saltOf(frames.frame(0)).equals(frames.salt))) return 'mended';
    flip(header, bit);
  }
  return 'spoilt';
}

/** Index of the last frame that was written since the WAL was begun anew; -1 when there is none. */
function lastFrame({ count, frame, salt }: WalFrames): number {
  let last = -1;
  for (let index = 0; index < count; index++) {
    // The salt of the frames before is another one by chance in half of its 64 bits.
    if (bitsBetween(saltOf(frame(index)), salt) > 1) break;
    last = index;
  }
  return last;
}

/** @param at in what is summed */
function placeInFrame(at: number): number {
  return at < FRAME_SUMMED_BYTES ? at : at - FRAME_SUMMED_BYTES + FRAME_HEADER_BYTES;
}

type Flipped = Omit<Doubt, 'frame'>;

/**
 * @param summed what the checksum is over
 * @param next the frame behind, whose checksum goes on from this one
 * @returns the bits of it of which one was flipped; `mended` when it was one of the checksum, and is right now
 */
function mendSum(
  owner: Buffer,
  summed: Buffer,
  at: number,
  before: Sum,
  next: Buffer | null,
): 'right' | 'mended' | 'spoilt' | Flipped {
  const stored = readSum(owner, at);
  const sum = sumOf(summed, before);
  if (isSame(stored, sum)) return 'right';
  const bits = flippedBits(summed, (stored[0] - sum[0]) >>> 0, (stored[1] - sum[1]) >>> 0);
  // Some bits change one bit of the checksum. Which of both was flipped, the next frame knows.
  const mayBeItself = bitsOf(stored[0] ^ sum[0]) + bitsOf(stored[1] ^ sum[1]) === 1;
  if (mayBeItself && (bits.length === 0 || (next && goesOnFrom(sum, next)))) {
    writeSum(owner, at, sum);
    return 'mended';
  }
  return bits.length === 0 ? 'spoilt' : { bits, isOfChecksum: mayBeItself && !next };
}

function goesOnFrom(sum: Sum, next: Buffer): boolean {
  return isSame(sumOf(summedOf(next), sum), readSum(next, SUM_AT.frame));
}

function isSame(one: Sum, other: Sum): boolean {
  return one[0] === other[0] && one[1] === other[1];
}

/**
 * The bits whose flipping changes both sums by these differences. A change of a pair's first word adds (1, 1) times
 * itself to the sums, one of its second word (0, 1); each further pair makes (a + b, a + 2b) of (a, b).
 */
function flippedBits(bytes: Buffer, difference0: number, difference1: number): Bit[] {
  const found: Bit[] = [];
  let effects: [number, number, number][] = [
    [0, 1, 1],
    [4, 0, 1],
  ];
  for (let pair = bytes.length - 8; pair >= 0; pair -= 8) {
    for (const [word, effect0, effect1] of effects) {
      const value = bytes.readUInt32LE(pair + word);
      for (let bit = 0; bit < 32; bit++) {
        const change = (value >>> bit) & 1 ? -(2 ** bit) : 2 ** bit;
        if (Math.imul(change, effect0) >>> 0 !== difference0) continue;
        if (Math.imul(change, effect1) >>> 0 !== difference1) continue;
        found.push({ at: pair + word + (bit >>> 3), mask: 1 << (bit & 7) });
      }
    }
    effects = effects.map(([word, a, b]) => [word, (a + b) >>> 0, (a + 2 * b) >>> 0]);
  }
  return found;
}

function bitsBetween(one: Buffer, other: Buffer): number {
  return one.reduce((bits, byte, index) => bits + bitsOf(byte ^ (other[index] ?? 0)), 0);
}

function bitsOf(word: number): number {
  let bits = 0;
  for (let left = word >>> 0; left !== 0; left = (left & (left - 1)) >>> 0) bits += 1;
  return bits;
}

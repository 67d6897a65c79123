/** Layout of a WAL: file format of SQLite, section 4.1. */
const HEADER_BYTES = 32;
const HEADER_SUMMED_BYTES = 24;
const FRAME_HEADER_BYTES = 24;
const FRAME_SUMMED_BYTES = 8;
const PAGE_SIZE_AT = 8;
const pageSizes = [512, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536];
const SALT_AT = { header: 16, frame: 8 } as const;
const SUM_AT = { header: 24, frame: 16 } as const;

type Sum = readonly [number, number];
const SUM_START: Sum = [0, 0];

/**
 * Puts a WAL right in which something was altered. SQLite takes the first frame whose checksum is wrong for the end of
 * the WAL, which is right after a power cut, and silently drops every commit behind it after a flipped bit. The checksum
 * is linear, so that it also says which single bit was flipped; of the ten highest bits of a word it leaves several
 * places, of which the last is taken: what comes of it has to be proven by the rows' own digests. Where more is wrong
 * this cannot be told from what a failed commit has left, and the WAL ends there.
 * @param wal of a store of this program on a little-endian machine; stays as it is
 * @returns the WAL as it was written; null when there is nothing to mend
 */
export function mendWal(wal: Buffer): Buffer | null {
  // Emptied: what may stand behind the header is no more.
  if (wal.length < HEADER_BYTES || wal.subarray(0, HEADER_BYTES).every((byte) => byte === 0)) {
    return null;
  }
  const mended = Buffer.from(wal);
  const header = mended.subarray(0, HEADER_BYTES);
  const headerWasRight = mendSum(header, header.subarray(0, HEADER_SUMMED_BYTES), SUM_AT.header, SUM_START);
  if (headerWasRight === 'spoilt') return null;
  const pageBytes = header.readUInt32BE(PAGE_SIZE_AT);
  if (!pageSizes.includes(pageBytes)) return null;
  const frameBytes = FRAME_HEADER_BYTES + pageBytes;
  const salt = header.subarray(SALT_AT.header, SALT_AT.header + 8);
  const count = Math.floor((mended.length - HEADER_BYTES) / frameBytes);
  const frameAt = (index: number): Buffer => {
    const start = HEADER_BYTES + index * frameBytes;
    return mended.subarray(start, start + frameBytes);
  };
  const last = lastFrame(count, frameAt, salt);
  let isMended = headerWasRight === 'mended';
  let sum = readSum(header, SUM_AT.header);
  for (let index = 0; index <= last; index++) {
    const frame = frameAt(index);
    const summed = [frame.subarray(0, FRAME_SUMMED_BYTES), frame.subarray(FRAME_HEADER_BYTES)];
    const result = mendSum(frame, Buffer.concat(summed), SUM_AT.frame, sum, summed);
    if (result === 'spoilt') break;
    if (mendSalt(frame, salt) || result === 'mended') isMended = true;
    sum = readSum(frame, SUM_AT.frame);
  }
  return isMended ? mended : null;
}

/** Index of the last frame that was written since the WAL was begun anew; -1 when there is none. */
function lastFrame(count: number, frameAt: (index: number) => Buffer, salt: Buffer): number {
  let last = -1;
  for (let index = 0; index < count; index++) {
    const found = frameAt(index).subarray(SALT_AT.frame, SALT_AT.frame + 8);
    // The salt of the frames before is another one by chance in half of its 64 bits.
    if (bitsBetween(found, salt) > 1) break;
    last = index;
  }
  return last;
}

function mendSalt(frame: Buffer, salt: Buffer): boolean {
  const found = frame.subarray(SALT_AT.frame, SALT_AT.frame + 8);
  if (found.equals(salt)) return false;
  salt.copy(found);
  return true;
}

/**
 * @param summed what the checksum is over, in one piece
 * @param pieces where that stands, when it stands in several places
 */
function mendSum(
  owner: Buffer,
  summed: Buffer,
  at: number,
  before: Sum,
  pieces: readonly Buffer[] = [summed],
): 'right' | 'mended' | 'spoilt' {
  const [stored0, stored1] = readSum(owner, at);
  const [sum0, sum1] = sumOf(summed, before);
  if (stored0 === sum0 && stored1 === sum1) return 'right';
  if (bitsOf(stored0 ^ sum0) + bitsOf(stored1 ^ sum1) === 1) {
    writeSum(owner, at, [sum0, sum1]);
    return 'mended';
  }
  const flipped = flippedBit(summed, (stored0 - sum0) >>> 0, (stored1 - sum1) >>> 0);
  if (!flipped) return 'spoilt';
  let { byte } = flipped;
  for (const piece of pieces) {
    if (byte >= 0 && byte < piece.length) piece.writeUInt8(piece.readUInt8(byte) ^ flipped.mask, byte);
    byte -= piece.length;
  }
  return 'mended';
}

/** Section 4.4: two sums over pairs of 32-bit words. */
function sumOf(bytes: Buffer, [before0, before1]: Sum): Sum {
  let sum0 = before0;
  let sum1 = before1;
  for (let at = 0; at < bytes.length; at += 8) {
    sum0 = (sum0 + bytes.readUInt32LE(at) + sum1) >>> 0;
    sum1 = (sum1 + bytes.readUInt32LE(at + 4) + sum0) >>> 0;
  }
  return [sum0, sum1];
}

/**
 * The bit whose flipping changes both sums by these differences. A change of a pair's first word adds (1, 1) times
 * itself to the sums, one of its second word (0, 1); each further pair makes (a + b, a + 2b) of (a, b).
 */
function flippedBit(
  bytes: Buffer,
  difference0: number,
  difference1: number,
): { readonly byte: number; readonly mask: number } | null {
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
        return { byte: pair + word + (bit >>> 3), mask: 1 << (bit & 7) };
      }
    }
    effects = effects.map(([word, a, b]) => [word, (a + b) >>> 0, (a + 2 * b) >>> 0]);
  }
  return null;
}

function readSum(bytes: Buffer, at: number): Sum {
  return [bytes.readUInt32BE(at), bytes.readUInt32BE(at + 4)];
}

function writeSum(bytes: Buffer, at: number, [sum0, sum1]: Sum): void {
  bytes.writeUInt32BE(sum0, at);
  bytes.writeUInt32BE(sum1, at + 4);
}

function bitsBetween(one: Buffer, other: Buffer): number {
  return one.reduce((bits, byte, index) => bits + bitsOf(byte ^ (other[index] ?? 0)), 0);
}

function bitsOf(word: number): number {
  let bits = 0;
  for (let left = word >>> 0; left !== 0; left = (left & (left - 1)) >>> 0) bits += 1;
  return bits;
}

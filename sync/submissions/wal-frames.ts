/** Layout of a WAL: file format of SQLite, section 4.1. */
export const WAL_HEADER_BYTES = 32;
export const HEADER_SUMMED_BYTES = 24;
export const FRAME_HEADER_BYTES = 24;
/** Number of the page, and of a commit's last frame how many pages there are. */
export const FRAME_SUMMED_BYTES = 8;
export const DATABASE_SIZE_AT = 4;
const MAGIC = 0x377f0682;
const VERSION = 3_007_000;
const PAGE_SIZE_AT = 8;
const pageSizes = [512, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536];
const SALT_AT = { header: 16, frame: 8 } as const;
export const SUM_AT = { header: 24, frame: 16 } as const;

/** Two words, as each frame carries them on from the one before. */
export type Sum = readonly [number, number];

/** A WAL of a store of this program, on a little-endian machine. */
export interface WalFrames {
  readonly header: Buffer;
  readonly salt: Buffer;
  readonly frameBytes: number;
  /** As many as there is room for in the file. */
  readonly count: number;
  /** Place of a frame in the file. */
  startOf(index: number): number;
  frame(index: number): Buffer;
}

/** @returns null for one that was emptied or whose header says nothing */
export function framesOf(wal: Buffer): WalFrames | null {
  if (wal.length < WAL_HEADER_BYTES) return null;
  const header = wal.subarray(0, WAL_HEADER_BYTES);
  if (!isHeader(header)) return null;
  const frameBytes = FRAME_HEADER_BYTES + header.readUInt32BE(PAGE_SIZE_AT);
  const startOf = (index: number): number => WAL_HEADER_BYTES + index * frameBytes;
  return {
    header,
    salt: saltOf(header, SALT_AT.header),
    frameBytes,
    count: Math.floor((wal.length - WAL_HEADER_BYTES) / frameBytes),
    startOf,
    frame: (index) => wal.subarray(startOf(index), startOf(index + 1)),
  };
}

/** Whether this can have been written as the header of a WAL, its checksum aside. */
export function isHeader(header: Buffer): boolean {
  return (
    header.readUInt32BE(0) === MAGIC &&
    header.readUInt32BE(4) === VERSION &&
    pageSizes.includes(header.readUInt32BE(PAGE_SIZE_AT))
  );
}

export function saltOf(owner: Buffer, at: number = SALT_AT.frame): Buffer {
  return owner.subarray(at, at + 8);
}

/** What the checksum of a frame is over, in one piece. */
export function summedOf(frame: Buffer): Buffer {
  return Buffer.concat([frame.subarray(0, FRAME_SUMMED_BYTES), frame.subarray(FRAME_HEADER_BYTES)]);
}

/** Section 4.4: two sums over pairs of 32-bit words. */
export function sumOf(bytes: Buffer, [before0, before1]: Sum): Sum {
  let sum0 = before0;
  let sum1 = before1;
  for (let at = 0; at < bytes.length; at += 8) {
    sum0 = (sum0 + bytes.readUInt32LE(at) + sum1) >>> 0;
    sum1 = (sum1 + bytes.readUInt32LE(at + 4) + sum0) >>> 0;
  }
  return [sum0, sum1];
}

export function readSum(bytes: Buffer, at: number): Sum {
  return [bytes.readUInt32BE(at), bytes.readUInt32BE(at + 4)];
}

export function writeSum(bytes: Buffer, at: number, [sum0, sum1]: Sum): void {
  bytes.writeUInt32BE(sum0, at);
  bytes.writeUInt32BE(sum1, at + 4);
}

/** A page as a frame has it. */
export interface FramePage {
  readonly frame: number;
  readonly page: number;
  readonly bytes: Buffer;
  /** Place of the frame in the file. */
  readonly start: number;
}

/** How many frames SQLite would take, committed or not. */
export function rightFrames(wal: Buffer): number {
  const frames = framesOf(wal);
  if (!frames) return 0;
  let sum = readSum(frames.header, SUM_AT.header);
  for (let index = 0; index < frames.count; index++) {
    const frame = frames.frame(index);
    const stored = readSum(frame, SUM_AT.frame);
    const [sum0, sum1] = sumOf(summedOf(frame), sum);
    if (!saltOf(frame).equals(frames.salt) || sum0 !== stored[0] || sum1 !== stored[1]) return index;
    sum = stored;
  }
  return frames.count;
}

/** The pages of all commits in their order, up to the first frame that SQLite would not take. */
export function committedPages(wal: Buffer): FramePage[] {
  const frames = framesOf(wal);
  if (!frames) return [];
  const pages: FramePage[] = [];
  let committed = 0;
  const right = rightFrames(wal);
  for (let index = 0; index < right; index++) {
    const frame = frames.frame(index);
    const [page, bytes] = [frame.readUInt32BE(0), frame.subarray(FRAME_HEADER_BYTES)];
    pages.push({ frame: index, page, bytes, start: frames.startOf(index) });
    if (frame.readUInt32BE(DATABASE_SIZE_AT) !== 0) committed = pages.length;
  }
  return pages.slice(0, committed);
}

/** Gives the frames of a WAL the checksums of what stands in them. @param wal that ends with its last frame */
export function sumAgain(wal: Buffer): void {
  const frames = framesOf(wal);
  if (!frames) return;
  let sum = readSum(frames.header, SUM_AT.header);
  for (let index = 0; index < frames.count; index++) {
    const frame = frames.frame(index);
    if (!saltOf(frame).equals(frames.salt)) break;
    sum = sumOf(summedOf(frame), sum);
    writeSum(frame, SUM_AT.frame, sum);
  }
}

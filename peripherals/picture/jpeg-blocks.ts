/**
 * Whether a JPEG holds as many blocks as its header claims, counted by walking through its codes: a header that lies
 * about the size and a picture that breaks off are found without making anything of the claimed size.
 * Source: ITU-T T.81, annexes A.2 (blocks), B.2 (headers), C and F.2 (Huffman codes), G.1 (progressive).
 */
import { isFrame, SCAN } from './jpeg.ts';
import type { Jpeg, JpegSegment } from './jpeg.ts';

const HUFFMAN_TABLES = 0xc4;
const RESTART_INTERVAL = 0xdd;
/** They change the size that the frame tells. */
const SIZE_CHANGING = [0xdc, 0xde, 0xdf];
const PROGRESSIVE = 0xc2;
const BLOCK_PX = 8;
const COEFFICIENTS = 64;
const MAX_CODE_BITS = 16;
const MAX_VALUE_BITS = 15;

interface Component {
  readonly id: number;
  readonly horizontal: number;
  readonly vertical: number;
  /** Its own blocks when it is alone in a scan. */
  readonly ownBlocks: number;
}

interface Frame {
  readonly isProgressive: boolean;
  readonly components: readonly Component[];
  /** Of a scan of several components. */
  readonly mcus: number;
}

interface HuffmanTable {
  /** For each length of a code: the largest code (−1 without any), and what leads from a code to its value. */
  readonly maxCode: Int32Array;
  readonly offset: Int32Array;
  readonly values: Uint8Array;
}

/**
 * Sequential pictures are walked through from end to end; of progressive ones the first scan of each component, which
 * has every block.
 */
export function holdsAllBlocks(jpeg: Jpeg): boolean {
  const tables = new Map<number, HuffmanTable>();
  const scanned = new Set<number>();
  let restartInterval = 0;
  let frame: Frame | null = null;
  for (const segment of jpeg.segments) {
    const { marker, content } = segment;
    if (SIZE_CHANGING.includes(marker)) return false;
    if (isFrame(marker)) {
      frame = readFrame(jpeg, segment);
      if (frame === null) return false;
    } else if (marker === HUFFMAN_TABLES) {
      if (!readTables(content, tables)) return false;
    } else if (marker === RESTART_INTERVAL) {
      if (content.length !== 2) return false;
      restartInterval = (content[0]! << 8) | content[1]!;
    } else if (marker === SCAN) {
      if (frame === null || !walkScan(frame, segment, tables, restartInterval, scanned)) return false;
    }
  }
  return frame?.components.every(({ id }) => scanned.has(id)) ?? false;
}

function readFrame({ widthPx, heightPx }: Jpeg, { marker, content }: JpegSegment): Frame | null {
  const count = content[5] ?? 0;
  if (content.length !== 6 + 3 * count) return null;
  const raw = Array.from({ length: count }, (_, index) => {
    const factors = content[7 + 3 * index]!;
    return { id: content[6 + 3 * index]!, horizontal: factors >> 4, vertical: factors & 15 };
  });
  if (new Set(raw.map(({ id }) => id)).size !== count) return null;
  const bad = (factor: number): boolean => factor < 1 || factor > 4;
  if (raw.some(({ horizontal, vertical }) => bad(horizontal) || bad(vertical))) return null;
  const maxHorizontal = Math.max(...raw.map(({ horizontal }) => horizontal));
  const maxVertical = Math.max(...raw.map(({ vertical }) => vertical));
  const blocks = (px: number, factor: number, maxFactor: number): number =>
    Math.ceil(Math.ceil((px * factor) / maxFactor) / BLOCK_PX);
  return {
    isProgressive: marker === PROGRESSIVE,
    mcus: Math.ceil(widthPx / (BLOCK_PX * maxHorizontal)) * Math.ceil(heightPx / (BLOCK_PX * maxVertical)),
    components: raw.map((component) => ({
      ...component,
      ownBlocks:
        blocks(widthPx, component.horizontal, maxHorizontal) *
        blocks(heightPx, component.vertical, maxVertical),
    })),
  };
}

/** Adds the tables of one segment, under their class and number; answers whether they can be. */
function readTables(content: Uint8Array, tables: Map<number, HuffmanTable>): boolean {
  let at = 0;
  while (at < content.length) {
    const key = content[at++]!;
    if ((key & ~0x13) !== 0) return false; // class 0 or 1, number 0 to 3
    const counts = content.subarray(at, at + MAX_CODE_BITS);
    at += MAX_CODE_BITS;
    const total = counts.reduce((sum, each) => sum + each, 0);
    if (counts.length !== MAX_CODE_BITS || total > 256 || at + total > content.length) return false;
    const maxCode = new Int32Array(MAX_CODE_BITS + 1).fill(-1);
    const offset = new Int32Array(MAX_CODE_BITS + 1);
    let [code, index] = [0, 0];
    for (let bits = 1; bits <= MAX_CODE_BITS; bits++) {
      const count = counts[bits - 1]!;
      if (count > 0) {
        offset[bits] = index - code;
        index += count;
        code += count;
        if (code > 1 << bits) return false;
        maxCode[bits] = code - 1;
      }
      code <<= 1;
    }
    tables.set(key, { maxCode, offset, values: content.subarray(at, at + total) });
    at += total;
  }
  return true;
}

function walkScan(
  frame: Frame,
  { content, data }: JpegSegment,
  tables: ReadonlyMap<number, HuffmanTable>,
  restartInterval: number,
  scanned: Set<number>,
): boolean {
  const count = content[0] ?? 0;
  if (count < 1 || content.length !== 4 + 2 * count) return false;
  const [first, last, approximation] = content.subarray(1 + 2 * count) as unknown as [number, number, number];
  // Later scans of a progressive picture refine blocks that are there already.
  if (frame.isProgressive && (first > 0 || approximation >> 4 > 0)) return true;
  if (last !== (frame.isProgressive ? 0 : COEFFICIENTS - 1) || first !== 0) return false;

  const plan: { dc: HuffmanTable; ac: HuffmanTable | null }[] = [];
  let mcus = frame.mcus;
  for (let index = 0; index < count; index++) {
    const component = frame.components.find(({ id }) => id === content[1 + 2 * index]);
    const keys = content[2 + 2 * index]!;
    const dc = tables.get(keys >> 4);
    const ac = frame.isProgressive ? null : tables.get(0x10 | (keys & 15));
    if (component === undefined || dc === undefined || ac === undefined) return false;
    if (scanned.has(component.id)) return false;
    scanned.add(component.id);
    if (count === 1) mcus = component.ownBlocks;
    const blocksPerMcu = count === 1 ? 1 : component.horizontal * component.vertical;
    for (let block = 0; block < blocksPerMcu; block++) plan.push({ dc, ac });
  }

  const codes = new CodeReader(data);
  for (let mcu = 0; mcu < mcus; mcu++) {
    if (restartInterval > 0 && mcu > 0 && mcu % restartInterval === 0) {
      if (!codes.skipRestart((mcu / restartInterval - 1) % 8)) return false;
    }
    for (const { dc, ac } of plan) if (!codes.skipBlock(dc, ac)) return false;
  }
  return codes.isAtEnd;
}

/** Walks over the codes of one scan. */
class CodeReader {
  readonly #data: Uint8Array;
  #at = 0;
  #byte = 0;
  #bitsLeft = 0;
  #isBroken = false;

  constructor(data: Uint8Array) {
    this.#data = data;
  }

  /** Only the bits that fill up the last byte are left, and fill bytes before the next marker. */
  get isAtEnd(): boolean {
    let at = this.#at;
    while (this.#data[at] === 0xff) at++;
    return !this.#isBroken && at >= this.#data.length;
  }

  /** Answers whether there was a block. */
  skipBlock(dc: HuffmanTable, ac: HuffmanTable | null): boolean {
    const dcBits = this.#value(dc);
    if (dcBits > MAX_VALUE_BITS) return false;
    this.#skipBits(dcBits);
    if (ac === null) return !this.#isBroken;
    for (let coefficient = 1; coefficient < COEFFICIENTS;) {
      const value = this.#value(ac);
      const bits = value & 15;
      const zeros = value >> 4;
      if (bits === 0 && zeros !== 15) break; // end of block
      coefficient += zeros + 1;
      if (coefficient > COEFFICIENTS) return false;
      this.#skipBits(bits);
      if (this.#isBroken) return false;
    }
    return !this.#isBroken;
  }

  /** @param number 0 to 7, in turn */
  skipRestart(number: number): boolean {
    this.#bitsLeft = 0;
    while (this.#data[this.#at] === 0xff && this.#data[this.#at + 1] === 0xff) this.#at++;
    if (this.#data[this.#at] !== 0xff || this.#data[this.#at + 1] !== 0xd0 + number) return false;
    this.#at += 2;
    return true;
  }

  #value(table: HuffmanTable): number {
    let code = 0;
    for (let bits = 1; bits <= MAX_CODE_BITS; bits++) {
      if (this.#bitsLeft === 0) this.#nextByte();
      this.#bitsLeft--;
      code = (code << 1) | ((this.#byte >> this.#bitsLeft) & 1);
      if (code <= table.maxCode[bits]!) return table.values[code + table.offset[bits]!]!;
    }
    this.#isBroken = true;
    return 0;
  }

  #skipBits(count: number): void {
    let left = count;
    while (left > this.#bitsLeft) {
      left -= this.#bitsLeft;
      this.#nextByte();
    }
    this.#bitsLeft -= left;
  }

  #nextByte(): void {
    const byte = this.#data[this.#at];
    this.#bitsLeft = 8;
    if (byte === undefined || (byte === 0xff && this.#data[this.#at + 1] !== 0)) {
      this.#isBroken = true; // the end, or a restart that is none here
      this.#byte = 0;
      return;
    }
    this.#byte = byte;
    this.#at += byte === 0xff ? 2 : 1;
  }
}

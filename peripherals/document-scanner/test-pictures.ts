import { crc32, deflateSync } from 'node:zlib';

export interface PngForm {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly channels: 1 | 3;
  readonly bitsPerDot: 1 | 8;
  /** As many as `heightPx` when left out. */
  readonly rows?: number;
}

/** A PNG as a scanner makes it, from black at the top to white at the bottom. */
export function makePng({ widthPx, heightPx, channels, bitsPerDot, rows = heightPx }: PngForm): Buffer {
  const rowBytes = Math.ceil((widthPx * channels * bitsPerDot) / 8);
  const data = Buffer.alloc(rows * (rowBytes + 1));
  for (let row = 0; row < rows; row++) {
    const shade =
      bitsPerDot === 1 ? (row < rows / 2 ? 0 : 0xff) : Math.floor((255 * row) / Math.max(1, rows - 1));
    data.fill(shade, row * (rowBytes + 1) + 1, (row + 1) * (rowBytes + 1));
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(widthPx, 0);
  header.writeUInt32BE(heightPx, 4);
  header[8] = bitsPerDot;
  header[9] = channels === 3 ? 2 : 0;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(data)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, content: Buffer): Buffer {
  const bytes = Buffer.alloc(content.length + 12);
  bytes.writeUInt32BE(content.length, 0);
  bytes.write(type, 4, 'latin1');
  content.copy(bytes, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, -4)), bytes.length - 4);
  return bytes;
}

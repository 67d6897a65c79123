import { createCanvas } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
import { inspectPicture } from './picture.ts';
import { makePng } from '../test-pictures.ts';

const MAX_PIXELS = 1_000_000;
const jpeg = createCanvas(64, 48).toBuffer('image/jpeg', 80);

function frameAt(bytes: Buffer): number {
  return bytes.findIndex((byte, at) => byte === 0xff && [0xc0, 0xc1, 0xc2].includes(bytes[at + 1] ?? 0));
}

test('a JPEG tells its type and size', () => {
  expect(inspectPicture(jpeg, MAX_PIXELS)).toEqual({
    kind: 'picture',
    mediaType: 'image/jpeg',
    widthPx: 64,
    heightPx: 48,
  });
});

test.each([
  { channels: 3, bitsPerDot: 8 },
  { channels: 1, bitsPerDot: 8 },
  { channels: 1, bitsPerDot: 1 },
] as const)('a PNG of $channels channels and $bitsPerDot bits tells its type and size', (form) => {
  expect(inspectPicture(makePng({ widthPx: 13, heightPx: 7, ...form }), MAX_PIXELS)).toEqual({
    kind: 'picture',
    mediaType: 'image/png',
    widthPx: 13,
    heightPx: 7,
  });
});

test('a header that claims more dots than allowed is enough', () => {
  const at = frameAt(jpeg);
  const bomb = Buffer.from(jpeg);
  bomb.writeUInt16BE(60_000, at + 5);
  bomb.writeUInt16BE(60_000, at + 7);
  expect(inspectPicture(bomb, MAX_PIXELS)).toEqual({ kind: 'too-large' });
  const png = makePng({ widthPx: 60_000, heightPx: 60_000, channels: 1, bitsPerDot: 8, rows: 1 });
  expect(inspectPicture(png, MAX_PIXELS)).toEqual({ kind: 'too-large' });
});

const good = { widthPx: 13, heightPx: 7, channels: 1, bitsPerDot: 8 } as const;

test.each([
  ['nothing', Buffer.alloc(0)],
  ['text', Buffer.from('no picture')],
  ['a JPEG without its end', jpeg.subarray(0, -2)],
  ['half a JPEG', jpeg.subarray(0, jpeg.length / 2)],
  ['a JPEG without a picture', Buffer.from('ffd8ffd9', 'hex')],
  [
    'a JPEG with two frames',
    Buffer.concat([
      jpeg.subarray(0, frameAt(jpeg)),
      jpeg.subarray(frameAt(jpeg), frameAt(jpeg) + 19),
      jpeg.subarray(frameAt(jpeg)),
    ]),
  ],
  [
    'a JPEG whose length field leads nowhere',
    Buffer.concat([jpeg.subarray(0, 2), Buffer.from('ffe0ffff', 'hex'), jpeg.subarray(2)]),
  ],
  ['a PNG without its end', makePng(good).subarray(0, -12)],
  ['a PNG with a wrong checksum', makePng(good).fill(0xee, 40, 41)],
  ['a PNG with too few rows', makePng({ ...good, rows: 6 })],
  ['a PNG that inflates to more than it claims', makePng({ ...good, rows: 100_000 })],
  ['a PNG with transparency', createCanvas(8, 8).toBuffer('image/png')],
])('unreadable: %s', (_, bytes) => {
  expect(inspectPicture(bytes, MAX_PIXELS)).toEqual({ kind: 'unreadable' });
});

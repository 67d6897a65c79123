import { createCanvas } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
import { inspectPhoto, PHOTO_LIMITS } from './index.ts';
import type { PhotoCheck } from './index.ts';
import { INCOME_CERTIFICATE, photographDesk } from './simulator/index.ts';
import { BASELINE_WITH_RESTARTS, PROGRESSIVE } from './test-photos.ts';

const photo = photographDesk(INCOME_CERTIFICATE);
const [startOfPicture, endOfPicture] = [Buffer.from('ffd8', 'hex'), Buffer.from('ffd9', 'hex')];

function frameAt(bytes: Buffer): number {
  return bytes.findIndex((byte, at) => byte === 0xff && [0xc0, 0xc1, 0xc2].includes(bytes[at + 1] ?? 0));
}

/** The header claims another size than the picture has. */
function claiming(widthPx: number, heightPx: number, bytes: Buffer = photo): Buffer {
  const lying = Buffer.from(bytes);
  lying.writeUInt16BE(heightPx, frameAt(bytes) + 5);
  lying.writeUInt16BE(widthPx, frameAt(bytes) + 7);
  return lying;
}

/** A segment behind the start of the picture. */
function withSegment(marker: number, content: Buffer): Buffer {
  const header = Buffer.from([0xff, marker, (content.length + 2) >> 8, (content.length + 2) & 0xff]);
  return Buffer.concat([startOfPicture, header, content, photo.subarray(2)]);
}

function kindOf(bytes: Buffer): PhotoCheck['kind'] {
  return inspectPhoto(bytes).kind;
}

test('a photograph of an A4 sheet tells its size and its dots per inch', () => {
  expect(inspectPhoto(photo)).toEqual({ kind: 'usable', widthPx: 1920, heightPx: 1080, resolutionDpi: 164 });
  const large = photographDesk(INCOME_CERTIFICATE, { widthPx: 3508, heightPx: 2480 });
  expect(inspectPhoto(large)).toMatchObject({ kind: 'usable', resolutionDpi: 300 });
});

test('what a camera notes beside the picture does not matter', () => {
  expect(kindOf(withSegment(0xe1, Buffer.from('Exif\0\0 TEST')))).toBe('usable');
  expect(kindOf(withSegment(0xfe, Buffer.alloc(1000, 0xff)))).toBe('usable');
});

test('progressive pictures, and pictures with restarts, are whole or not as others are', () => {
  const small = { ...PHOTO_LIMITS, minPixels: 1 };
  for (const bytes of [PROGRESSIVE, BASELINE_WITH_RESTARTS]) {
    expect(inspectPhoto(bytes, small)).toMatchObject({ kind: 'usable', widthPx: 96, heightPx: 64 });
    expect(inspectPhoto(claiming(96, 160, bytes), small)).toEqual({ kind: 'unreadable' });
    expect(inspectPhoto(claiming(48, 64, bytes), small)).toEqual({ kind: 'unreadable' });
  }
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['a PNG', Buffer.from(createCanvas(8, 8).toBuffer('image/png'))],
  ['a photograph that breaks off', photo.subarray(0, photo.length / 2)],
  ['one without its end', photo.subarray(0, -2)],
  [
    'one that breaks off, with an end put behind',
    Buffer.concat([photo.subarray(0, photo.length / 2), endOfPicture]),
  ],
  ['one byte behind the end', Buffer.concat([photo, Buffer.alloc(1)])],
  ['two photographs', Buffer.concat([photo, photo])],
  ['a ZIP behind the end', Buffer.concat([photo, Buffer.from('PK\x03\x04')])],
  ['a size that is larger than the picture', claiming(3840, 2160)],
  ['a size that is smaller than the picture', claiming(1280, 1080)],
  ['a height of nothing', claiming(1920, 0)],
  ['a height that is told afterwards', withSegment(0xdc, Buffer.from('0438', 'hex'))],
  [
    'a segment that leads nowhere',
    Buffer.concat([startOfPicture, Buffer.from('ffe0ffff', 'hex'), photo.subarray(-9)]),
  ],
])('unreadable: %s', (_, bytes) => {
  expect(inspectPhoto(bytes)).toEqual({ kind: 'unreadable' });
});

test('a photograph on which small print cannot be read is too small', () => {
  expect(kindOf(photographDesk(INCOME_CERTIFICATE, { widthPx: 640, heightPx: 480 }))).toBe('too-small');
  expect(kindOf(photographDesk(INCOME_CERTIFICATE, { widthPx: 1000, heightPx: 1000 }))).toBe('usable');
});

test('too many pixels are refused by the header alone, too many bytes without a look', () => {
  expect(kindOf(claiming(60_000, 60_000))).toBe('too-large');
  expect(kindOf(Buffer.alloc(PHOTO_LIMITS.maxBytes + 1))).toBe('too-large');
});

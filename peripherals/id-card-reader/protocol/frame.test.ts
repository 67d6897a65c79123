import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameParser, encodeFrame } from './frame.ts';
import type { FrameEvent } from './frame.ts';

const body = fc.uint8Array({ minLength: 2, maxLength: 300 });
/** No 0x69: so junk can hold the beginning of a preamble and never a whole one. */
const junk = fc.uint8Array({ maxLength: 40 }).map((bytes) => bytes.filter((byte) => byte !== 0x69));

function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? bytes.length;
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return chunks;
}

function parseAll(parser: FrameParser, chunks: readonly Uint8Array[]): FrameEvent[] {
  return chunks.flatMap((chunk) => parser.push(chunk));
}

describe('frames as the manuals print them', () => {
  it.each([
    ['reset', '10ff', 'aaaaaa9669000310ffec'],
    ['status', '11ff', 'aaaaaa9669000311ffed'],
    ['find', '2001', 'aaaaaa96690003200122'],
    ['max radio frame', '61ff50', 'aaaaaa9669000461ff50ca'],
    ['answer: found', '00009f00000000', 'aaaaaa9669000800009f0000000097'],
    ['answer: nothing found', '000080', 'aaaaaa9669000400008084'],
  ])('%s', (_name, bodyHex, frameHex) => {
    const frame = encodeFrame(Buffer.from(bodyHex, 'hex'));
    expect(Buffer.from(frame).toString('hex')).toBe(frameHex);
    expect(new FrameParser().push(frame)).toEqual([
      { kind: 'frame', body: Uint8Array.from(Buffer.from(bodyHex, 'hex')) },
    ]);
  });
});

describe('a stream of frames', () => {
  it('comes out the same however it is split, joined and mixed with junk', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(junk, body), { minLength: 1, maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 64 }), { minLength: 1, maxLength: 8 }),
        (parts, sizes) => {
          const stream = Buffer.concat(parts.flatMap(([noise, content]) => [noise, encodeFrame(content)]));
          const events = parseAll(new FrameParser(), cut(stream, sizes));
          expect(events).toEqual(parts.map(([, content]) => ({ kind: 'frame', body: content })));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('gives a frame with its last byte and not before', () => {
    const parser = new FrameParser();
    const frame = encodeFrame(Uint8Array.of(0, 0, 0x90));
    for (const byte of frame.subarray(0, -1)) expect(parser.push(Uint8Array.of(byte))).toEqual([]);
    expect(parser.push(frame.subarray(-1))).toHaveLength(1);
    expect(parser.pendingLength).toBe(0);
  });

  it('never takes a frame with one wrong bit for a good one', () => {
    fc.assert(
      fc.property(body, fc.nat(), fc.integer({ min: 0, max: 7 }), (content, place, bit) => {
        const frame = encodeFrame(content);
        const index = 7 + (place % (frame.length - 7));
        frame[index] = frame[index]! ^ (1 << bit);
        const events = new FrameParser().push(frame);
        expect(events[0]).toEqual({ kind: 'damaged', problem: 'checksum' });
        expect(events.some((event) => event.kind === 'frame')).toBe(false);
      }),
    );
  });

  it('finds the next good frame inside one that lost a byte', () => {
    const lost = encodeFrame(Uint8Array.of(0, 0, 0x90, 1, 2, 3, 4)).filter((_, i) => i !== 9);
    const events = new FrameParser().push(Buffer.concat([lost, encodeFrame(Uint8Array.of(0, 0, 0x80))]));
    expect(events).toEqual([
      { kind: 'damaged', problem: 'checksum' },
      { kind: 'frame', body: Uint8Array.of(0, 0, 0x80) },
    ]);
  });

  it.each([
    [0x0000, 'nothing'],
    [0x0002, 'less than a command'],
    [0x090b, 'more than the longest answer'],
    [0xffff, 'the most that fits'],
  ])('calls the length %i (%s) damage and goes on with what follows', (length) => {
    const head = Uint8Array.of(0xaa, 0xaa, 0xaa, 0x96, 0x69, length >> 8, length & 0xff);
    const events = new FrameParser().push(Buffer.concat([head, encodeFrame(Uint8Array.of(0, 0, 0x90))]));
    expect(events).toEqual([
      { kind: 'damaged', problem: 'length' },
      { kind: 'frame', body: Uint8Array.of(0, 0, 0x90) },
    ]);
  });

  it('forgets a half frame when flushed', () => {
    const parser = new FrameParser();
    const frame = encodeFrame(Uint8Array.of(0, 0, 0x90));
    parser.push(frame.subarray(0, 8));
    expect(parser.isMidFrame).toBe(true);
    parser.flush();
    expect(parser.isMidFrame).toBe(false);
    expect(parser.push(frame.subarray(8))).toEqual([]);
    expect(parser.push(frame)).toHaveLength(1);
  });

  it('never keeps more than one frame, whatever comes', () => {
    const longestFrame = 7 + 0x090a;
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 4000 }),
      fc.constant(new Uint8Array(5000).fill(0xaa)),
      fc.constant(Uint8Array.of(0xaa, 0xaa, 0xaa, 0x96, 0x69, 0x09, 0x0a)),
    );
    fc.assert(
      fc.property(fc.array(noise, { maxLength: 12 }), (chunks) => {
        const parser = new FrameParser();
        for (const chunk of chunks) {
          parser.push(chunk);
          expect(parser.pendingLength).toBeLessThan(longestFrame);
        }
      }),
    );
  });

  it('refuses to encode what no frame can hold', () => {
    expect(() => encodeFrame(new Uint8Array(0x090a))).toThrow(/2314 bytes/);
    expect(() => encodeFrame(new Uint8Array(1))).toThrow(/1 bytes/);
  });
});

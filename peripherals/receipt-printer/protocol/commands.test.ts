import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rasterSlices } from './commands.ts';

test('a tall picture goes in slices of at most 255 lines, dot for dot', () => {
  const data = Uint8Array.from({ length: 2 * 600 }, (_, i) => (i % 2 === 0 ? 0x80 : i & 0x0f));
  const slices = rasterSlices({ widthBytes: 2, height: 600, data });
  expect(slices.map((slice) => [...slice.subarray(0, 8)])).toEqual([
    [0x1d, 0x76, 0x30, 0, 2, 0, 255, 0],
    [0x1d, 0x76, 0x30, 0, 2, 0, 255, 0],
    [0x1d, 0x76, 0x30, 0, 2, 0, 90, 0],
  ]);
  expect(Buffer.concat(slices.map((slice) => slice.subarray(8))).equals(data)).toBe(true);
});

test('no picture holds a byte pair that the printer would obey at once', () => {
  const risky = fc.constantFrom(0x10, 0x04, 0x05, 0x14, 0x01, 0x02, 0x08, 0x00);
  fc.assert(
    fc.property(fc.array(risky, { minLength: 4, maxLength: 200 }), (bytes) => {
      const data = Uint8Array.from(bytes.slice(0, bytes.length - (bytes.length % 4)));
      const [slice = new Uint8Array()] = rasterSlices({ widthBytes: 4, height: data.length / 4, data });
      expect(Buffer.from(slice.subarray(8)).toString('hex').match(/../g)?.join(' ')).not.toMatch(
        /10 (04|05|14)/,
      );
      // Only ever a dot more, next to one that is there.
      for (const [i, byte] of data.entries()) expect([byte, byte | 0x08]).toContain(slice[i + 8]);
    }),
  );
});

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodePhoto } from './index.ts';
import type { PhotoDecoder } from './index.ts';
import { citizens } from './simulator/index.ts';

const { photoWlt } = citizens[0]!;

function standIn(manner: string, timeoutMs = 30_000): PhotoDecoder {
  const args = [join(import.meta.dirname, 'testing/stand-in-decoder.mjs'), manner];
  return { program: process.execPath, args, timeoutMs };
}

it('a photo becomes the picture that the decoder makes of its bytes', async () => {
  const photo = await decodePhoto(photoWlt, standIn('good'));
  if (photo.kind !== 'decoded') throw new Error(`a placeholder: ${photo.why}`);
  expect(photo.bmp).toHaveLength(38_862);
  expect(Buffer.from(photo.bmp.subarray(54, 54 + 1024))).toEqual(Buffer.from(photoWlt));
});

it('without a decoder it is a placeholder', async () => {
  expect(await decodePhoto(photoWlt, null)).toEqual({ kind: 'placeholder', why: 'no-decoder' });
});

it('bytes that are no photo are not given to a decoder', async () => {
  const photo = await decodePhoto(photoWlt.subarray(1), { program: '/nowhere/decoder' });
  expect(photo).toEqual({ kind: 'placeholder', why: 'no-photo' });
});

describe('a decoder that', () => {
  it.each([
    ['deaf', 'no-picture'],
    ['silent', 'no-picture'],
    ['short', 'no-picture'],
    ['long', 'no-picture'],
    ['endless', 'no-picture'],
    ['no-bitmap', 'no-picture'],
    ['other-size', 'no-picture'],
    ['failing', 'failed'],
    ['killed', 'failed'],
  ] as const)('is %s is a placeholder: %s', async (manner, why) => {
    expect(await decodePhoto(photoWlt, standIn(manner))).toEqual({ kind: 'placeholder', why });
  });

  it('hangs is ended after its time', async () => {
    const started = performance.now();
    const photo = await decodePhoto(photoWlt, standIn('hanging', 150));
    expect(photo).toEqual({ kind: 'placeholder', why: 'timed-out' });
    expect(performance.now() - started).toBeGreaterThan(149);
  });

  it('is not there, or is no program, is a placeholder', async () => {
    for (const program of ['/nowhere/decoder', import.meta.filename, '', 'a\0b']) {
      expect(await decodePhoto(photoWlt, { program })).toEqual({ kind: 'placeholder', why: 'not-started' });
    }
  });

  it('is started sees nothing of the terminal around it', async () => {
    expect(await decodePhoto(photoWlt, standIn('surroundings'))).toMatchObject({ kind: 'decoded' });
  });
});

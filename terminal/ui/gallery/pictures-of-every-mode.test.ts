import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { openGallery } from './gallery-page.ts';
import { modes, takePictures } from './pictures.ts';

const SUITE_TIMEOUT_MS = 180_000;
vi.setConfig({ testTimeout: SUITE_TIMEOUT_MS });

const LANDSCAPE_PICTURE = { width: 1920, height: 1080 };

it('takes a picture of a screen in every mode, no two alike, and names them all on one page', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'tongban-pictures-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await using gallery = await openGallery();
  // Not the attract screen, which is never drawn at the largest size.
  const situations = ['view=review&practice=1'];
  expect(await takePictures(gallery.page, folder, situations)).toBe(modes.length);

  const taken = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.png'));
  const pictures = await Promise.all(taken.map((name) => readFile(path.join(folder, name))));
  expect(new Set(pictures.map((bytes) => bytes.toString('base64'))).size).toBe(modes.length);
  const wide = await readFile(path.join(folder, 'care-landscape-en/review practice=1.png'));
  // A PNG begins with its size: 8 bytes of signature, 8 of the first chunk's head, then width and height.
  expect({ width: wide.readUInt32BE(16), height: wide.readUInt32BE(20) }).toEqual(LANDSCAPE_PICTURE);

  const index = await readFile(path.join(folder, 'index.html'), 'utf8');
  const named = [...index.matchAll(/<img src="([^"]+)"/g)].map(([, address]) =>
    decodeURIComponent(address ?? ''),
  );
  expect(named.sort()).toEqual(taken.sort());
});

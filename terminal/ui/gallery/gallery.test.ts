import { describe, expect, test } from 'vitest';
import { galleryInTests } from './gallery-in-tests.ts';
import { LANDSCAPE, PORTRAIT } from './gallery-page.ts';
import { distinct, situations } from './situations.ts';

const SUITE_TIMEOUT_MS = 180_000;

const everyWay = situations.flatMap((hash) =>
  ['zh', 'en'].flatMap((language) => ['0', '1'].map((care) => `${hash}&lang=${language}&care=${care}`)),
);

const gallery = galleryInTests();

describe('every view', () => {
  test.for([PORTRAIT, LANDSCAPE])(
    'fits $width × $height in both languages and sizes',
    { timeout: SUITE_TIMEOUT_MS },
    async (viewport) => {
      await gallery.page.setViewportSize(viewport);
      expect(await gallery.misfits(...everyWay)).toEqual([]);
    },
  );

  test('has no fault that axe knows', { timeout: SUITE_TIMEOUT_MS }, async () => {
    const found: string[] = [];
    for (const [index, situation] of distinct.entries()) {
      // One way of drawing each, taken in turn: the ways differ in size and words, not in structure.
      await gallery.page.setViewportSize(index % 2 === 0 ? PORTRAIT : LANDSCAPE);
      await gallery.show(
        `${situation}&lang=${index % 3 === 0 ? 'en' : 'zh'}&care=${index % 4 === 0 ? '1' : '0'}`,
      );
      found.push(...(await gallery.axeFaults()).map((fault) => `${situation}: ${fault}`));
    }
    expect(found).toEqual([]);
  });

  test('draws without an error of script, console or policy', () => {
    expect(gallery.errors).toEqual([]);
  });
});

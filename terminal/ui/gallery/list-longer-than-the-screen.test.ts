import { expect, test, vi } from 'vitest';
import { eventually, galleryInTests, PATIENCE_MS } from './gallery-in-tests.ts';
import { LANDSCAPE, PORTRAIT } from './gallery-page.ts';

vi.setConfig({ testTimeout: 2 * PATIENCE_MS });

const gallery = galleryInTests();
const ALL = 21;

/** Draws a list of 21 matters, and tells what is there at once: how many, and how far they reach below the screen's end. */
async function atOnce(viewport: typeof PORTRAIT, more = ''): Promise<{ count: number; belowPx: number }> {
  await gallery.page.setViewportSize(viewport);
  await gallery.showAnew('view=guide&lang=zh');
  return gallery.page.evaluate((hash) => {
    window.gallery.show(hash);
    const tiles = [...document.querySelectorAll('[data-action="chooseMatter"]')];
    const bottom = (element: Element | null | undefined) => element?.getBoundingClientRect().bottom ?? NaN;
    const belowPx = bottom(tiles.at(-1)) - bottom(document.querySelector('[role="region"]'));
    return { count: tiles.length, belowPx };
  }, `view=choose-21&lang=zh${more}`);
}

test.each([
  ['upright', PORTRAIT, ''],
  ['across', LANDSCAPE, ''],
  ['nearly square', { width: 1024, height: 1280 }, ''],
  ['upright, care mode', PORTRAIT, '&care=1'],
  ['upright, low', PORTRAIT, '&reach=1'],
])(
  '%s, the matters that nobody sees yet come after those that fill the screen',
  async (_name, shape, mode) => {
    const { count, belowPx } = await atOnce(shape, mode);
    expect(count).toBeLessThan(ALL);
    expect(belowPx).toBeGreaterThanOrEqual(0);
    await eventually(() => gallery.page.locator('[data-action="chooseMatter"]').count()).toBe(ALL);
  },
);

test('who listens is told of all of them', async () => {
  const { count } = await atOnce(PORTRAIT, '&speech=on');
  expect(count).toBe(ALL);
});

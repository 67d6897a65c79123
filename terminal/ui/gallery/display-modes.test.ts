import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type axe from 'axe-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LANDSCAPE, openGallery, PORTRAIT, showIn, type GalleryPage } from './gallery-page.ts';
import { LIMITS, measureViews } from './measure.ts';
import { measureBoundaries } from './measure-boundaries.ts';
import { distinct } from './situations.ts';

declare global {
  interface Window {
    axe: Pick<typeof axe, 'run'>;
  }
}

const SUITE_TIMEOUT_MS = 180_000;
const PICTURES = join(import.meta.dirname, '../../../out/screens');
const panels = { portrait: PORTRAIT, landscape: LANDSCAPE } as const;

let gallery: GalleryPage;
beforeAll(async () => {
  gallery = await openGallery();
  await mkdir(PICTURES, { recursive: true });
}, SUITE_TIMEOUT_MS);
afterAll(async () => {
  await gallery[Symbol.asyncDispose]();
});

const show = (hash: string): Promise<void> => showIn(gallery.page, hash);
/** For whoever looks: a screenshot in out/screens. */
async function picture(name: string): Promise<void> {
  await gallery.page.screenshot({ path: join(PICTURES, `${name}.png`) });
}

describe('the overlay of the display', () => {
  test.for(Object.entries(panels))('fits in %s, whatever is chosen', async ([panel, viewport]) => {
    await gallery.page.setViewportSize(viewport);
    for (const way of [
      'lang=zh&care=0',
      'lang=en&care=0',
      'lang=zh&care=1&contrast=1',
      'lang=en&care=1',
      'lang=zh&care=2&speech=on',
      'lang=en&care=2&contrast=1',
    ]) {
      const hash = `view=guide&${way}`;
      await show('view=review');
      await show(hash);
      await gallery.page.locator('[data-action="display"]').click();
      expect(await gallery.page.evaluate(measureViews, { hashes: [hash], limits: LIMITS })).toEqual([]);
      if (way.includes('lang=zh'))
        await picture(`display-${panel}-${way.includes('care=1') ? 'care' : 'normal'}`);
    }
  });
});

describe('high contrast', () => {
  test('all text by 7:1, and what is touched by 3:1', { timeout: SUITE_TIMEOUT_MS }, async () => {
    const found: string[] = [];
    // Leaves axe in the page: brought in anew for every view it would take most of the time.
    await new AxeBuilder({ page: gallery.page })
      .setLegacyMode()
      .withRules('color-contrast-enhanced')
      .analyze();
    for (const [index, situation] of distinct.entries()) {
      await gallery.page.setViewportSize(index % 2 === 0 ? PORTRAIT : LANDSCAPE);
      const reach = index % 5 === 0 ? '&reach=1&hung=1200' : '';
      await show(
        `${situation}&contrast=1&lang=${index % 3 === 0 ? 'en' : 'zh'}&care=${index % 4 === 0 ? '1' : '0'}${reach}`,
      );
      const { violations } = await gallery.page.evaluate(() =>
        window.axe.run(document, { runOnly: ['color-contrast-enhanced'] }),
      );
      for (const { nodes } of violations) {
        found.push(...nodes.map(({ target, any }) => `${situation}: ${target.join(' ')} ${any[0]?.message}`));
      }
      const faint = await gallery.page.evaluate(measureBoundaries, 3);
      found.push(...faint.map((fault) => `${situation}: ${fault}`));
    }
    expect(found).toEqual([]);
  });

  test.for(['attract', 'choose-21', 'question-text', 'review', 'done-held'])('looks at %s', async (view) => {
    await gallery.page.setViewportSize(PORTRAIT);
    await show(`view=${view}&contrast=1&lang=zh`);
    await picture(`contrast-${view}`);
  });
});

import { AxeBuilder } from '@axe-core/playwright';
import type axe from 'axe-core';
import { describe, expect, test } from 'vitest';
import { galleryInTests } from './gallery-in-tests.ts';
import { LANDSCAPE, PORTRAIT } from './gallery-page.ts';
import { measureBoundaries } from './measure-boundaries.ts';
import { distinct } from './situations.ts';

declare global {
  interface Window {
    axe: Pick<typeof axe, 'run'>;
  }
}

const SUITE_TIMEOUT_MS = 180_000;
const panels = { portrait: PORTRAIT, landscape: LANDSCAPE } as const;

const gallery = galleryInTests();

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
      await gallery.showAnew(hash);
      await gallery.action('display').click();
      expect(await gallery.misfits(hash)).toEqual([]);
      if (way.includes('lang=zh'))
        await gallery.picture(`display-${panel}-${way.includes('care=1') ? 'care' : 'normal'}`);
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
      await gallery.show(
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
    await gallery.show(`view=${view}&contrast=1&lang=zh`);
    await gallery.picture(`contrast-${view}`);
  });
});

import { beforeAll, describe, expect, test, vi } from 'vitest';
import { galleryInTests } from './gallery-in-tests.ts';
import { LANDSCAPE, PORTRAIT } from './gallery-page.ts';
import { measureReach, REACH } from './measure-reach.ts';
import { situations } from './situations.ts';

const SUITE_TIMEOUT_MS = 300_000;
vi.setConfig({ testTimeout: SUITE_TIMEOUT_MS });
/** 158 mm of an upright panel are within reach, 154 mm of a wide one that hangs lower. */
const panels = {
  portrait: { viewport: PORTRAIT, centreMm: 1300 },
  landscape: { viewport: LANDSCAPE, centreMm: 1200 },
} as const;
const ways = ['lang=zh&care=0', 'lang=en&care=0', 'lang=zh&care=1', 'lang=en&care=1'];

const gallery = galleryInTests();
const { show, showAnew, action, misfits, picture } = gallery;
const tooHigh = (centreMm: number) =>
  gallery.page.evaluate(measureReach, { centreMm, diagonalInches: 21.5, limits: REACH });

describe.for(Object.entries(panels))('reach mode, %s', ([panel, { viewport, centreMm }]) => {
  const low = (view: string, way: string) => `view=${view}&${way}&reach=1&hung=${centreMm}`;
  beforeAll(async () => {
    await gallery.page.setViewportSize(viewport);
  });

  test.for(ways)('leaves nothing to touch above the line on any screen (%s)', async (way) => {
    const found: string[] = [];
    for (const [index, situation] of situations.entries()) {
      // High contrast draws more lines; every second screen has it, others in each way.
      const contrast = (index + ways.indexOf(way)) % 2;
      const hash = `${situation}&${way}&contrast=${contrast}&reach=1&hung=${centreMm}`;
      // Drawn once for both, since drawing is what takes long.
      found.push(...(await misfits(hash)));
      found.push(...(await tooHigh(centreMm)).map((fault) => `${hash}: ${fault}`));
    }
    expect(found).toEqual([]);
  });

  test.for(ways)('nor on any overlay (%s)', async (way) => {
    for (const [view, open] of [
      ['review', 'help'],
      ['review', 'display'],
      ['review', 'leave'],
      ['material-pages', 'lookAtPage'],
    ] as const) {
      await showAnew(low(view, way));
      await action(open).click();
      expect(await tooHigh(centreMm)).toEqual([]);
      expect(await misfits(low(view, way))).toEqual([]);
      if (way === 'lang=zh&care=0') await picture(`reach-${panel}-overlay-${open}`);
    }
    await show(`${low('review', way)}&idle=25`);
    expect(await tooHigh(centreMm)).toEqual([]);
  });

  test('nor with candidates, marks or what was found by typing', async () => {
    for (const way of ways) {
      await showAnew(low('question-text-empty', way));
      for (const mode of ['symbols', 'marks', 'pinyin', 'latin']) {
        const key = gallery.page.locator(`[data-key="${mode}"]`);
        if ((await key.count()) > 0) await key.click();
        expect(await tooHigh(centreMm)).toEqual([]);
        expect(await misfits(low('question-text-empty', way))).toEqual([]);
      }
      await showAnew(low('choose-typing-found', way));
      if (panel === 'portrait') await action('lookAtFound').click();
      expect(await action('chooseMatter').count()).toBe(1);
      expect(await tooHigh(centreMm)).toEqual([]);
      expect(await misfits(low('choose-typing-found', way))).toEqual([]);
    }
  });

  test.for([
    ...['attract', 'choose-21', 'question-text', 'question-digits', 'question-date', 'question-choice'],
    ...['question-consent', 'guide', 'review', 'material-pages', 'signature', 'done-held', 'rating'],
  ])('looks at %s', async (view) => {
    await show(low(view, 'lang=zh&care=0'));
    await picture(`reach-${panel}-${view}`);
    await show(low(view, 'lang=zh&care=1'));
    await picture(`reach-${panel}-${view}-care`);
  });
});

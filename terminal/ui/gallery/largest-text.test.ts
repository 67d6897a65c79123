import { beforeEach, describe, expect, test, vi } from 'vitest';
import { galleryInTests } from './gallery-in-tests.ts';
import { LANDSCAPE, PORTRAIT } from './gallery-page.ts';
import { distinct, situations } from './situations.ts';

const SUITE_TIMEOUT_MS = 180_000;
vi.setConfig({ testTimeout: SUITE_TIMEOUT_MS });
const LANGUAGES = ['zh', 'en'] as const;
const NORMAL = '&care=0';
const LARGEST = '&care=2';

const gallery = galleryInTests();
const { show, showAnew, misfits } = gallery;

/** Of the first visible text that the selector finds. */
async function sizeOf(selector: string): Promise<number> {
  return gallery.page
    .locator(selector)
    .first()
    .evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize));
}

/** Whether all of it is seen, in the part of the screen that scrolls. */
function isWholeInItsBox(selector: string): Promise<boolean> {
  return gallery.page
    .locator(selector)
    .first()
    .evaluate((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      const box = element.closest('.box')!.getBoundingClientRect();
      return top >= box.top && bottom <= box.bottom;
    });
}

describe.for([
  ['portrait', PORTRAIT],
  ['landscape', LANDSCAPE],
] as const)('the largest letters, %s', ([, viewport]) => {
  beforeEach(() => gallery.page.setViewportSize(viewport));

  test('every view fits in both languages', async () => {
    const ways = situations.flatMap((hash) =>
      LANGUAGES.map((language) => `${hash}&lang=${language}${LARGEST}`),
    );
    expect(await misfits(...ways)).toEqual([]);
  });

  test('have no fault that axe knows, where no narrower screen was looked at', async () => {
    const found: string[] = [];
    const odd = viewport === PORTRAIT ? 0 : 1;
    for (const [index, situation] of distinct.entries()) {
      if (index % 2 !== odd) continue;
      await show(`${situation}&lang=${index % 3 === 0 ? 'en' : 'zh'}${LARGEST}`);
      found.push(...(await gallery.axeFaults()).map((fault) => `${situation}: ${fault}`));
    }
    expect(found).toEqual([]);
  });

  test('are twice as large, in what is read and on what is touched', async () => {
    for (const [view, selectors] of Object.entries({
      review: ['.hint', '.button.main', '.label', 'footer.help button'],
      'question-choice': ['.all [role="radio"]', '.actions .button'],
      guide: ['.hint', 'section p'],
      'mine-rows': ['.hint', 'main dd', 'main dt'],
      'hotline-menu': ['.hint', 'main button'],
    })) {
      for (const language of LANGUAGES) {
        await show(`view=${view}&lang=${language}${LARGEST}`);
        const largest = await Promise.all(selectors.map(sizeOf));
        await show(`view=${view}&lang=${language}${NORMAL}`);
        const normal = await Promise.all(selectors.map((selector) => sizeOf(selector.replace('.all ', ''))));
        for (const [index, size] of largest.entries()) {
          expect(size / (normal[index] ?? 0), `${view} ${selectors[index]}`).toBeGreaterThan(1.99);
        }
      }
    }
  });

  test('what is being typed is in sight, spoken to or not', async () => {
    for (const view of ['question-text', 'question-digits', 'choose-typing-found', 'hotline-words-long']) {
      for (const way of ['&lang=zh', '&lang=en', '&lang=zh&speech=on', '&lang=en&speech=on']) {
        await showAnew(`view=${view}${way}${LARGEST}`);
        await expect.poll(() => isWholeInItsBox('.caret'), { message: view + way }).toBe(true);
      }
    }
  });

  test('the code to pay with is seen whole without turning the page', async () => {
    for (const language of LANGUAGES) {
      await show(`view=pay&lang=${language}${LARGEST}`);
      expect(await isWholeInItsBox('[data-qr]')).toBe(true);
    }
  });

  test('questions that are asked over a screen fit too', async () => {
    for (const language of LANGUAGES) {
      for (const [view, open] of [
        ['guide', 'display'],
        ['question-phone', 'help'],
        ['question-digits', 'leave'],
      ] as const) {
        const hash = `view=${view}&lang=${language}${LARGEST}`;
        await showAnew(hash);
        await gallery.action(open).click();
        expect(await misfits(hash)).toEqual([]);
      }
    }
  });
});

test('in reach mode, which has no room for them, they are large and not offered', async () => {
  await gallery.page.setViewportSize(PORTRAIT);
  const root = gallery.page.locator('html');
  await show(`view=guide&lang=zh${LARGEST}`);
  expect(await root.getAttribute('class')).toBe('care largest');
  await show(`view=guide&lang=zh&reach=1${LARGEST}`);
  expect(await root.getAttribute('class')).toBe('care low');
  await gallery.action('display').click();
  const sizes = gallery.page.locator('[data-overlay="display"] [data-value="largest"]');
  expect(await sizes.count()).toBe(0);
  await show(`view=guide&lang=zh${LARGEST}`);
  await gallery.action('display').click();
  expect(await sizes.count()).toBe(1);
});

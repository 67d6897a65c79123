import { beforeEach, expect, test, vi } from 'vitest';
import { eventually, galleryInTests, PATIENCE_MS } from './gallery-in-tests.ts';
import { PORTRAIT } from './gallery-page.ts';

vi.setConfig({ testTimeout: 2 * PATIENCE_MS });

const gallery = galleryInTests();
const { called, show, showAnew, action, typedLine } = gallery;
beforeEach(() => gallery.page.setViewportSize(PORTRAIT));

test('a view older than the one shown is ignored', async () => {
  await show('view=guide&lang=zh');
  await gallery.page.evaluate(() => window.gallery.push({ revision: 1, language: 'en' }));
  expect(await gallery.page.locator('html').getAttribute('lang')).toBe('zh-CN');
  await gallery.page.evaluate(() => window.gallery.push({ language: 'en' }));
  expect(await gallery.page.locator('html').getAttribute('lang')).toBe('en');
});

test('only the answer to the latest check counts', async () => {
  await showAnew('view=question-phone-empty&lang=zh');
  await gallery.page.evaluate(() => {
    const usual = window.gallery.check;
    const late: (() => void)[] = [];
    window.gallery.check = (value) =>
      value === '1'
        ? new Promise((resolve) => late.push(() => resolve({ ok: true })))
        : usual(value).then((result) => {
            for (const release of late.splice(0)) release();
            return result;
          });
  });
  await gallery.page.keyboard.type('13');
  await eventually(() => action('answer').textContent()).toBe('还差 9 位');
  expect(await action('answer').isDisabled()).toBe(true);
});

test('what is typed stays when core pushes a view of the same question', async () => {
  await showAnew('view=question-phone-empty&lang=zh&care=1');
  await gallery.page.keyboard.type('139');
  await gallery.page.evaluate(() => window.gallery.push({ network: 'offline', idleSecondsLeft: null }));
  expect(await typedLine()).toBe('139');
});

test('a second tap while core works does not act twice', async () => {
  await show('view=review&lang=zh');
  await gallery.page.evaluate(() => {
    const button = document.querySelector<HTMLButtonElement>('[data-action="submit"]');
    button?.click();
    button?.click();
  });
  expect(await called('session.submit')).toHaveLength(1);
});

test('the screens are covered while core is away and take its view when it is back', async () => {
  await show('view=review&lang=zh');
  await gallery.page.evaluate(() => window.gallery.setAway(true));
  await gallery.page.locator('[data-screen="wait"]').waitFor();
  await gallery.page.evaluate(() => window.gallery.setAway(false));
  await gallery.page.locator('[data-screen="wait"]').waitFor({ state: 'detached' });
  expect(await called('view.get')).toHaveLength(1);
});

test('an answer that a newer view has overtaken is not shown', async () => {
  await show('view=review&lang=zh');
  await gallery.page.evaluate(() => {
    const { view } = window.gallery;
    window.gallery.view = () => {
      window.gallery.view = view;
      const older = view();
      window.gallery.push({ language: 'en' });
      return older;
    };
    window.gallery.setAway(true);
    window.gallery.setAway(false);
  });
  await gallery.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  expect(await gallery.page.locator('html').getAttribute('lang')).toBe('en');
});

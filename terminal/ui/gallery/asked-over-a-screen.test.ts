import { beforeEach, expect, test, vi } from 'vitest';
import { eventually, galleryInTests, PATIENCE_MS } from './gallery-in-tests.ts';
import { PORTRAIT } from './gallery-page.ts';

vi.setConfig({ testTimeout: 2 * PATIENCE_MS });

const gallery = galleryInTests();
const { called, show, action } = gallery;
beforeEach(() => gallery.page.setViewportSize(PORTRAIT));

test('leaving asks first where something was typed', async () => {
  await show('view=question-digits&lang=zh');
  await action('leave').click();
  expect(await called('session.finish')).toHaveLength(0);
  await gallery.page.locator('dialog [data-action="finish"]').click();
  expect(await called('session.finish')).toHaveLength(1);
});

test('help says where staff are and goes away again', async () => {
  await show('view=guide&lang=zh&care=1');
  await action('help').click();
  const dialog = gallery.page.locator('[data-overlay="help"]');
  expect(await dialog.textContent()).toContain('大厅 1 号服务台');
  expect(await dialog.textContent()).toContain('12345');
  await dialog.locator('[data-action="close"]').click();
  expect(await dialog.count()).toBe(0);
});

test('the display is chosen in an overlay, at once and as often as one likes', async () => {
  await show('view=guide&lang=zh&care=0');
  await action('display').click();
  const dialog = gallery.page.locator('[data-overlay="display"]');
  await dialog.locator('[data-value="large"]').click();
  await dialog.locator('[data-value="contrast-high"]').click();
  expect(await called('session.setDisplay')).toEqual([
    { text: 'large', contrast: 'normal', reach: false },
    { text: 'normal', contrast: 'high', reach: false },
  ]);
  await gallery.page.evaluate(() =>
    window.gallery.push({ display: { text: 'large', contrast: 'high', reach: false } }),
  );
  expect(await gallery.page.locator('html').getAttribute('class')).toBe('care contrast');
  expect(await dialog.locator('[aria-checked="true"]').allTextContents()).toEqual([
    '大 · 关怀模式',
    '黑白分明',
    '平常位置',
    '关',
  ]);
  await dialog.locator('[data-value="speech-on"]').click();
  expect(await called('session.setSpeech')).toEqual([{ on: true }]);
  await gallery.page.evaluate(() =>
    window.gallery.push({ speech: { available: true, on: true, volume: 5, onlyHeadset: false } }),
  );
  expect(await dialog.locator('[data-action="setVolume"]').last().isDisabled()).toBe(true);
  await dialog.locator('[data-action="setVolume"]').first().click();
  expect(await called('session.setVolume')).toEqual([{ volume: 4 }]);
  await dialog.locator('[data-value="reach-low"]').click();
  expect((await called('session.setDisplay')).at(-1)).toMatchObject({ reach: true });
  await dialog.locator('[data-action="close"]').click();
  expect(await dialog.count()).toBe(0);
});

test('the idle warning counts down and one touch goes on', async () => {
  await show('view=review&lang=zh&idle=25');
  const dialog = gallery.page.locator('[data-overlay="idle"]');
  expect(await dialog.textContent()).toContain('25 秒后清除');
  await gallery.page.evaluate(() => window.gallery.push({ idleSecondsLeft: 24 }));
  await eventually(() => dialog.textContent()).toContain('24 秒后清除');
  // The finger that goes down must not take the button away under itself.
  await dialog.locator('[data-action="finish"]').click();
  expect(await called('session.touch')).toHaveLength(0);
  expect(await called('session.finish')).toHaveLength(1);
  await dialog.locator('[data-action="touch"]').click();
  expect(await called('session.touch')).toHaveLength(1);
  await gallery.page.mouse.click(500, 200);
  expect(await called('session.touch')).toHaveLength(2);
  await gallery.page.evaluate(() => window.gallery.push({ idleSecondsLeft: null }));
  await eventually(() => dialog.count()).toBe(0);
});

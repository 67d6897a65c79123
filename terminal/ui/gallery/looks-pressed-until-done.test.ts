import { beforeEach, expect, test, vi } from 'vitest';
import { eventually, galleryInTests, PATIENCE_MS } from './gallery-in-tests.ts';
import { PORTRAIT } from './gallery-page.ts';

vi.setConfig({ testTimeout: 2 * PATIENCE_MS });

const gallery = galleryInTests();
const { show, action, key } = gallery;
beforeEach(() => gallery.page.setViewportSize(PORTRAIT));

const isPressed = async (button: ReturnType<typeof action>): Promise<boolean> =>
  (await button.getAttribute('data-pressed')) !== null;

test('a key looks pressed while the finger is on it, and no longer', async () => {
  await show('view=question-phone-empty&lang=zh');
  const before = await key('5').evaluate((element) => getComputedStyle(element).backgroundColor);
  await key('5').hover();
  await gallery.page.mouse.down();
  expect(await isPressed(key('5'))).toBe(true);
  expect(await key('5').evaluate((element) => getComputedStyle(element).backgroundColor)).not.toBe(before);
  await gallery.page.mouse.up();
  await eventually(() => isPressed(key('5'))).toBe(false);
});

test('what calls core looks pressed until it has answered', async () => {
  await show('view=guide&lang=zh');
  await gallery.page.evaluate(() => {
    window.gallery.ready = new Promise((resolve) => addEventListener('core-answers', resolve));
  });
  await action('confirmGuide').hover();
  await gallery.page.mouse.down();
  await gallery.page.mouse.up();
  // What would end it wrongly comes after the click: two frames are enough for that.
  await gallery.page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
  expect(await isPressed(action('confirmGuide'))).toBe(true);
  await gallery.page.evaluate(() => dispatchEvent(new Event('core-answers')));
  await eventually(() => isPressed(action('confirmGuide'))).toBe(false);
});

test('a finger that slides off, or that the list moves under, leaves nothing pressed', async () => {
  await show('view=guide&lang=zh');
  await action('confirmGuide').hover();
  await gallery.page.mouse.down();
  await gallery.page.mouse.move(10, 10);
  await gallery.page.mouse.up();
  await eventually(() => isPressed(action('confirmGuide'))).toBe(false);
  await action('confirmGuide').hover();
  await gallery.page.mouse.down();
  expect(await isPressed(action('confirmGuide'))).toBe(true);
  await gallery.page.evaluate(() => window.dispatchEvent(new PointerEvent('pointercancel')));
  expect(await isPressed(action('confirmGuide'))).toBe(false);
  await gallery.page.mouse.up();
});

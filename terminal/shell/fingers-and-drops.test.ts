import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startKiosk, type Kiosk } from './testing/kiosk.ts';
import { AS_EVER, mark, whatIsShown } from './testing/what-is-shown.ts';

/** What fingers can do on glass, and what can be dropped on it, to the real screens in a real Electron. */
let kiosk: Kiosk;
let page: Page;
let touch: CDPSession;

const MIDDLE = { x: 540, y: 960 };
/** A long press is one after half a second. */
const RESTS_MS = 2000;

beforeAll(async () => {
  kiosk = await startKiosk({ uiFolder: join(import.meta.dirname, '../../out/ui') });
  page = await kiosk.page();
  await page.locator('[data-action="start"]').waitFor();
  touch = await page.context().newCDPSession(page);
}, 60_000);
afterAll(() => kiosk.stop());
beforeEach(() => mark(page));

const expectNothingHappened = async (): Promise<void> => {
  expect(await whatIsShown(kiosk.app, page)).toEqual(AS_EVER);
};

test('two fingers that move apart make nothing larger', async () => {
  await touch.send('Input.synthesizePinchGesture', { ...MIDDLE, scaleFactor: 3, gestureSourceType: 'touch' });
  await expectNothingHappened();
});

test.each([
  ['from the left edge', 2, 700],
  ['from the right edge', 1077, -700],
])('a swipe %s goes nowhere', async (_name, x, xDistance) => {
  await touch.send('Input.synthesizeScrollGesture', {
    ...{ x, y: MIDDLE.y, xDistance, yDistance: 0, speed: 3000, gestureSourceType: 'touch' },
  });
  await expectNothingHappened();
});

test('a finger that rests marks no words and opens no menu', async () => {
  const heading = await page.locator('h1').boundingBox();
  const at = { x: (heading?.x ?? 0) + 40, y: (heading?.y ?? 0) + 20 };
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at] });
  await pause(RESTS_MS);
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  expect(await page.evaluate(() => getSelection()?.toString())).toBe('');
  await expectNothingHappened();
});

test('ten fingers that move about at once leave a page that answers', async () => {
  const calls = kiosk.core.calls.length;
  const fingers = (step: number) =>
    Array.from({ length: 10 }, (_, id) => ({ id, x: 100 + ((id * 90 + step * 13) % 880), y: 200 + id * 20 }));
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: fingers(0) });
  for (let step = 1; step < 100; step += 1)
    await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: fingers(step) });
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await expectNothingHappened();
  await page.locator('[data-action="start"]').click();
  await expect.poll(() => kiosk.core.calls.length).toBeGreaterThan(calls);
});

test.each([
  ['an address', { items: [{ mimeType: 'text/uri-list', data: 'http://example.test/' }] }],
  ['words', { items: [{ mimeType: 'text/plain', data: 'words' }] }],
  ['a page', { items: [{ mimeType: 'text/html', data: '<a href="http://example.test/">x</a>' }] }],
  ['a file', { items: [], files: ['/etc/hostname'] }],
])('%s that is dropped is not taken', async (_name, what) => {
  const data = { ...what, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await touch.send('Input.dispatchDragEvent', { type, ...MIDDLE, data });
  await expectNothingHappened();
});

import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { TURN_MS } from '../src/attract/turns.ts';
import { galleryInTests, PATIENCE_MS } from './gallery-in-tests.ts';
import { PORTRAIT, showIn } from './gallery-page.ts';
import { LIMITS, measureViews } from './measure.ts';

vi.setConfig({ testTimeout: 2 * PATIENCE_MS });

const gallery = galleryInTests();
const { called, show, action } = gallery;
beforeEach(() => gallery.page.setViewportSize(PORTRAIT));

test('announcements for which there is no room have their turn, and fit then too', async () => {
  const browser = gallery.page.context().browser();
  if (!browser) throw new Error('the gallery has no browser');
  const page = await browser.newPage({ viewport: PORTRAIT });
  onTestFinished(() => page.close());
  await page.clock.install();
  await page.goto(new URL('/', gallery.page.url()).href);
  await page.locator('[data-screen]').waitFor();
  for (const [care, places] of [
    ['0', 2],
    ['1', 1],
  ] as const) {
    const hash = `view=attract&told=urgent&lang=zh&care=${care}`;
    await showIn(page, hash);
    const seen = new Set<string>();
    for (let turn = 0; turn < 3; turn += 1) {
      const titles = await page.locator('[data-announcement] b').allTextContents();
      expect(titles).toHaveLength(places);
      for (const title of titles) seen.add(title.trim());
      expect(await page.evaluate(measureViews, { hashes: [hash], limits: LIMITS })).toEqual([]);
      await page.clock.runFor(TURN_MS);
    }
    expect([...seen].sort()).toEqual(['公告', '系统维护', '紧急停办'].sort());
  }
});

test('any touch on the attract screen starts, its quiet buttons do only what they say', async () => {
  await show('view=attract&lang=zh');
  await gallery.page.mouse.click(500, 300);
  expect(await called('session.start')).toHaveLength(1);
  await show('view=attract&lang=zh&care=0');
  await action('setDisplay').click();
  expect(await called('session.setDisplay')).toEqual([{ text: 'large', contrast: 'normal', reach: false }]);
  await action('setReach').click();
  expect((await called('session.setDisplay')).at(-1)).toEqual({
    ...{ text: 'normal', contrast: 'normal', reach: true },
  });
  expect(await called('session.start')).toHaveLength(0);
});

test('a terminal that takes nothing new says so and begins nothing, wherever it is touched', async () => {
  await show('view=attract-revoked&lang=zh');
  expect(await gallery.page.locator('h1').textContent()).toBe('本机暂停服务');
  expect(await gallery.page.locator('[data-screen="attract"]').textContent()).toContain('大厅 1 号服务台');
  await gallery.page.mouse.click(500, 300);
  expect(await called('session.start')).toHaveLength(0);
  expect(await action('start').count()).toBe(0);
  expect(await action('openMySubmissions').count()).toBe(0);
});

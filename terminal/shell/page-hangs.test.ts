import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright';
import { expect, onTestFinished, test } from 'vitest';
import { startKiosk, type Kiosk } from './testing/kiosk.ts';

async function kioskInUse(): Promise<{ kiosk: Kiosk; page: Page }> {
  const kiosk = await startKiosk();
  onTestFinished(() => kiosk.stop());
  const page = await kiosk.page();
  await kiosk.core.show({ screen: 'choose', matters: [], finding: null });
  await shows(page, 'choose');
  // A page has its words before its first paint, and until then it is no page that is shown. The log says so once, and
  // maybe before anybody listens to it; core is told again and again.
  await expect.poll(() => kiosk.core.timesDrawn, { timeout: 15_000 }).toBeGreaterThan(0);
  return { kiosk, page };
}

const shows = (page: Page, screen: string) =>
  page.waitForFunction((name) => document.querySelector('#screen')?.textContent === name, screen);

test('a page that loops is replaced, though nobody touches it, and shows the same view again', async () => {
  const { kiosk, page } = await kioskInUse();
  const start = performance.now();
  // Nobody waits for it: it never ends.
  void page
    .evaluate(() => {
      for (;;);
    })
    .catch(() => undefined);
  await expect.poll(() => kiosk.log.join(), { timeout: 15_000 }).toContain('"reason":"no frames"');
  const next = await kiosk.page(page);
  await shows(next, 'choose');
  console.log(`  a page that hung was replaced after ${((performance.now() - start) / 1000).toFixed(1)} s`);
});

test('a page that draws is left alone', { timeout: 30_000 }, async () => {
  const { kiosk, page } = await kioskInUse();
  await page.evaluate(() => document.body.append('TEST'));
  // Longer than a page may hang: what is waited for is that nothing happens.
  await pause(10_000);
  expect(await page.evaluate(() => document.body.textContent)).toContain('TEST');
  expect(kiosk.log.join()).not.toContain('window-failed');
});

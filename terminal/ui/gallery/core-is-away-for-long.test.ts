import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBuilt, showIn, type GalleryPage } from './gallery-page.ts';

const PICTURES = join(import.meta.dirname, '../../../out/screens/away');

/** A clock is stopped a little ahead, never behind. */
const SOON_MS = 5_000;

let gallery: GalleryPage;
beforeAll(async () => {
  gallery = await openBuilt(import.meta.dirname, (page) => page.clock.install());
}, 60_000);
afterAll(() => gallery[Symbol.asyncDispose]());

it.each([
  ['zh', '请稍等，马上就好', '这台终端现在用不了'],
  ['en', 'One moment, please', 'This terminal cannot be used now'],
])('“soon” is said as long as it is true (%s)', async (language, soon, long) => {
  const { page } = gallery;
  await showIn(page, `view=review&lang=${language}`);
  // From here on time passes as it is told to, however slow the machine is.
  await page.clock.pauseAt((await page.evaluate(() => Date.now())) + SOON_MS);
  await page.evaluate(() => window.gallery.setAway(true));
  const words = page.locator('[data-screen="wait"]');
  await words.getByText(soon).waitFor();
  await page.clock.runFor(19_000);
  expect(await words.textContent()).toContain(soon);
  await page.clock.runFor(2_000);
  await words.getByText(long).waitFor();
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${language}.png`) });
  await page.evaluate(() => window.gallery.setAway(false));
  await words.waitFor({ state: 'detached' });
  await page.clock.resume();
});

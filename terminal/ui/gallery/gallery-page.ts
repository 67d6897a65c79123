import { chromium, type Page } from 'playwright';
import { serveScreens, type BuiltScreens } from './built-screens.ts';
import { SCREENS_DOOR } from './global-setup.ts';

/** Debian's own; set-up installs it. */
const CHROMIUM = '/usr/bin/chromium';

export const PORTRAIT = { width: 1080, height: 1920 };
export const LANDSCAPE = { width: 1920, height: 1080 };

/** Draws a view and waits until it stands; what was called before is forgotten. */
export async function showIn(page: Page, hash: string): Promise<void> {
  await page.evaluate(async (next) => {
    if (window.gallery.shown === next) window.gallery.push();
    else window.gallery.show(next);
    await window.gallery.stands();
    window.gallery.calls.length = 0;
  }, hash);
}

export interface GalleryPage extends AsyncDisposable {
  readonly page: Page;
  /** Errors of the console, of scripts and of the policy so far. */
  readonly errors: string[];
}

/** Opens the gallery, built and served as the shell serves the screens, in a real browser. */
export function openGallery(): Promise<GalleryPage> {
  return openBuilt(import.meta.dirname);
}

/**
 * The same for any folder with screens.
 * @param prepare what the page needs before its scripts run
 */
export async function openBuilt(
  source: string,
  prepare: (page: Page) => Promise<void> = () => Promise.resolve(),
): Promise<GalleryPage> {
  const screens = await screensOf(source);
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      // A camera whose picture moves; the page is given it as the shell does in the camera's step.
      '--use-fake-device-for-media-stream',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
  const page = await browser.newPage({
    viewport: { width: 1080, height: 1920 },
    reducedMotion: 'reduce',
    hasTouch: true,
    permissions: ['camera'],
  });
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  await prepare(page);
  await page.goto(screens.url);
  await page.locator('[data-screen]').waitFor();

  return {
    page,
    errors,
    async [Symbol.asyncDispose]() {
      await browser.close();
      await screens.stop();
    },
  };
}

/** The one of the test run, or, outside of one, a build of our own. */
async function screensOf(source: string): Promise<BuiltScreens> {
  const door = process.env[SCREENS_DOOR];
  if (door === undefined) return serveScreens(source);
  const answer = await fetch(`${door}?source=${encodeURIComponent(source)}`);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`the screens cannot be built: ${text}`);
  return { url: text, stop: () => Promise.resolve() };
}

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium, type Page } from 'playwright';

/** The policy under which the shell serves the screens. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'none'";
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};
/** Debian's own; set-up installs it. */
const CHROMIUM = '/usr/bin/chromium';

export const PORTRAIT = { width: 1080, height: 1920 };
export const LANDSCAPE = { width: 1920, height: 1080 };

/** Draws a view and waits until it stands; what was called before is forgotten. */
export async function showIn(page: Page, hash: string): Promise<void> {
  await page.evaluate(async (next) => {
    if (window.gallery.shown === next) window.gallery.push();
    else window.gallery.show(next);
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    window.gallery.calls.length = 0;
  }, hash);
}

export interface GalleryPage extends AsyncDisposable {
  readonly page: Page;
  /** Errors of the console, of scripts and of the policy so far. */
  readonly errors: string[];
}

/** Builds the gallery, serves it as the shell serves the screens, and opens it in a real browser. */
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
  const folder = await mkdtemp(join(tmpdir(), 'tongban-gallery-'));
  const vite = fileURLToPath(new URL('../../../node_modules/vite/bin/vite.js', import.meta.url));
  await promisify(execFile)(
    process.execPath,
    [vite, 'build', source, '--outDir', folder, '--emptyOutDir', '--logLevel', 'error'],
    { env: { ...process.env, NODE_ENV: 'production' } },
  );

  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://gallery').pathname;
    const file = join(folder, path === '/' ? 'index.html' : path);
    readFile(file).then(
      (body) => {
        response.writeHead(200, {
          'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
          'content-security-policy': POLICY,
        });
        response.end(body);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

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
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.locator('[data-screen]').waitFor();

  return {
    page,
    errors,
    async [Symbol.asyncDispose]() {
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

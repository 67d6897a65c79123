import AxeBuilder from '@axe-core/playwright';
import { chromium, type Browser, type Page } from 'playwright';
import { expect } from 'vitest';
import type { TestOfficer } from '../../kiosk-config/centre/testing/callers.ts';

/** Debian's own; set-up installs it. */
const CHROMIUM = '/usr/bin/chromium';
const SWITCHES = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'];
/** A browser, a server and a database start slowly on a small machine. */
export const STEP_MS = 30_000;

/** The officers' browser. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: SWITCHES });
}

/** A desk of 1440 × 900 at which the officer is logged in. */
export async function deskOfOfficer(
  browser: Browser,
  url: string,
  officer: TestOfficer,
  onError: (error: Error) => void,
): Promise<Page> {
  const [name = '', value = ''] = officer.cookie.split('=');
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
  });
  await context.addCookies([{ name, value, url }]);
  const page = await context.newPage();
  page.setDefaultTimeout(STEP_MS);
  page.on('pageerror', onError);
  return page;
}

/**
 * Holds a page as it is shown to the rules of axe.
 * @param contrast of colours, which takes seconds on a long table
 */
export async function expectAccessible(
  page: Page,
  { within = 'html', contrast = true }: { within?: string; contrast?: boolean } = {},
): Promise<void> {
  // Legacy: no page of its own to bring frames together in, since none is looked into.
  const axe = new AxeBuilder({ page }).setLegacyMode().include(within).exclude('iframe');
  const { violations } = await axe.disableRules(contrast ? [] : ['color-contrast']).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))])).toEqual([]);
}

/**
 * Follows what a page asks the centre for.
 * @returns goes to an address, and comes back when everything that was asked for is there and drawn
 */
export function visitorOf(page: Page): (address: string) => Promise<void> {
  let open = 0;
  page.on('request', () => (open += 1));
  page.on('requestfinished', () => (open -= 1));
  page.on('requestfailed', () => (open -= 1));
  return async (address) => {
    await page.goto(address);
    do await page.evaluate(drawTwice);
    while (open > 0);
    await page.evaluate(drawTwice);
  };
}

/** Runs in the page: what has changed is drawn at the next frame, and has asked for what it needs by the one after. */
function drawTwice(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
  });
}

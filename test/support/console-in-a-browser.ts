import AxeBuilder from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright';
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

/** A desk of 1440 × 900. */
export function newDesk(browser: Browser): Promise<BrowserContext> {
  return browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
}

/** An officer is logged in at a desk; whoever sat there before has left, but what was loaded is still in its cache. */
export async function sitDown(
  context: BrowserContext,
  url: string,
  officer: TestOfficer,
  onError: (error: Error) => void,
): Promise<Page> {
  for (const left of context.pages()) await left.close();
  const [name = '', value = ''] = officer.cookie.split('=');
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
  // To read its half megabyte in takes longer than its rules.
  const isThere = await page.evaluate(() => 'axe' in globalThis);
  // Legacy: no page of its own to bring frames together in, since none is looked into.
  const axe = new AxeBuilder({ page, ...(isThere && { axeSource: ';' }) }).setLegacyMode();
  const { violations } = await axe
    .include(within)
    .exclude('iframe')
    .options({ resultTypes: ['violations'] })
    .disableRules(contrast ? [] : ['color-contrast'])
    .analyze();
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

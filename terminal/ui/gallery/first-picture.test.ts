import type { KioskView, TongbanApi } from '@tongban/contract';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect, onTestFinished, test, vi } from 'vitest';
import { handlersOf } from '../../core/rpc/rpc-server.ts';
import { sessionAtWork } from '../../core/testing/session-at-work.ts';
import { eventually, PATIENCE_MS } from './gallery-in-tests.ts';
import { openBuilt } from './gallery-page.ts';

declare global {
  interface Window {
    firstView(): Promise<KioskView | null>;
    /** The screens in the order in which they were drawn. */
    drawn: string[];
    fontsAtFirst: number;
  }
}

vi.setConfig({ testTimeout: 4 * PATIENCE_MS });

/** The real screens, before a core that gives its first view so. */
async function open(firstView: () => Promise<KioskView | null>): Promise<Page> {
  const opened = await openBuilt(join(import.meta.dirname, '..'), async (page) => {
    await page.exposeFunction('firstView', firstView);
    await page.addInitScript(() => {
      window.drawn = [];
      new MutationObserver(() => {
        const screen = document.querySelector<HTMLElement>('[data-screen]')?.dataset['screen'];
        if (screen === undefined || screen === window.drawn.at(-1)) return;
        window.drawn.push(screen);
        if (window.drawn.length === 1) {
          window.fontsAtFirst = [...document.fonts].filter(({ status }) => status === 'loaded').length;
        }
      }).observe(document, { childList: true, subtree: true });
      const tongban: TongbanApi = {
        call: () => window.firstView() as never,
        onView: () => () => undefined,
        onCoreAway: () => () => undefined,
      };
      Object.assign(window, { tongban });
    });
  });
  onTestFinished(() => opened[Symbol.asyncDispose]());
  return opened.page;
}

function viewOfAttract(): KioskView {
  const work = sessionAtWork();
  onTestFinished(() => work.stop());
  return handlersOf(work.session)['view.get']({}) as KioskView;
}

test('the first picture is the greeting with its fonts, and no "please wait" before it', async () => {
  const view = viewOfAttract();
  const page = await open(() => new Promise((resolve) => setTimeout(() => resolve(view), 100)));
  await page.locator('[data-screen="attract"]').waitFor();
  expect(await page.evaluate(() => window.drawn)).toEqual(['attract']);
  expect(await page.evaluate(() => window.fontsAtFirst)).toBeGreaterThan(5);
});

test('core that does not answer is waited for on the screen that says so', async () => {
  const page = await open(() => new Promise(() => undefined));
  await eventually(() => page.evaluate(() => window.drawn)).toEqual(['wait']);
});

test('core that is away is waited for on the same screen', async () => {
  const page = await open(() => Promise.resolve(null));
  await eventually(() => page.evaluate(() => window.drawn)).toEqual(['wait']);
});

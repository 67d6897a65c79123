import type { KioskView, TongbanApi } from '@tongban/contract';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect, onTestFinished, test, vi } from 'vitest';
import { citizenCalls } from '../../core/rpc/citizen-calls.ts';
import { sessionAtWork } from '../../core/testing/session-at-work.ts';
import { eventually, PATIENCE_MS } from './gallery-in-tests.ts';
import { openBuilt } from './gallery-page.ts';

declare global {
  interface Window {
    /** The screens in the order in which they were drawn. */
    drawn: string[];
    fontsAtFirst: number;
  }
}

vi.setConfig({ testTimeout: 4 * PATIENCE_MS });

/** A moment later, and within what is waited for: both are timers of the page, so a slow machine changes nothing. */
const MOMENT_MS = 20;

/** The real screens, before a core whose first view is this, which is away (null), or which never answers. */
async function open(firstView: KioskView | null | 'never'): Promise<Page> {
  const opened = await openBuilt(join(import.meta.dirname, '..'), async (page) => {
    const given = { firstView, momentMs: MOMENT_MS };
    await page.addInitScript(({ firstView, momentMs }) => {
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
        call: () =>
          new Promise((resolve) => {
            if (firstView !== 'never') setTimeout(() => resolve(firstView as never), momentMs);
          }),
        onView: () => () => undefined,
        onCoreAway: () => () => undefined,
      };
      Object.assign(window, { tongban });
    }, given);
  });
  onTestFinished(() => opened[Symbol.asyncDispose]());
  return opened.page;
}

function viewOfAttract(): KioskView {
  const work = sessionAtWork();
  onTestFinished(() => work.stop());
  return citizenCalls(work.session)['view.get']({}) as KioskView;
}

test('the first picture is the greeting with its fonts, and no "please wait" before it', async () => {
  const page = await open(viewOfAttract());
  await page.locator('[data-screen="attract"]').waitFor();
  expect(await page.evaluate(() => window.drawn)).toEqual(['attract']);
  expect(await page.evaluate(() => window.fontsAtFirst)).toBeGreaterThan(5);
});

test('core that does not answer is waited for on the screen that says so', async () => {
  const page = await open('never');
  await eventually(() => page.evaluate(() => window.drawn)).toEqual(['wait']);
});

test('core that is away is waited for on the same screen', async () => {
  const page = await open(null);
  await eventually(() => page.evaluate(() => window.drawn)).toEqual(['wait']);
});

import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { _electron, type Page } from 'playwright';
import { MATTERS } from '../../test/support/citizen-at-core.ts';
import { electronPath, launchArgs } from '../../tools/setup/setup.mjs';
import { Kiosk } from '../../tools/stack/kiosk.ts';
import type { Result } from '../result.ts';
import { SIZE, startStage, type Stage } from './stage.ts';

const BARE = join(import.meta.dirname, 'bare-window');
const ROUNDS = 20;
const GOAL_MS = 50;
const LONGEST_MS = 5000;
/** No finger is faster; a touch before the one before is answered does nothing. */
const BETWEEN_MS = 150;
/** So long does a quick finger rest on the glass; a button acts when it is lifted, since until then it may slide. */
const RESTS_MS = 80;
/** When a heading stands on the glass is told after the fact. */
const ON_GLASS_MS = 300;
const DIGITS = '6222021001112223331';

interface Touched {
  /** Until the page's own work on the new screen is done and the frame after it begins. */
  readonly paintedMs: number;
  /** Until the new heading stood on the glass, by Chromium's Element Timing; null where the heading stayed. */
  readonly presentedMs: number | null;
}

/**
 * From the finger that leaves a button until the screen shows what it did: on the real terminal, Electron with software
 * rendering, and in a bare window on the same display. Two ends are measured, since without a graphics card filling the
 * pixels goes on behind the page's back.
 */
export async function measureTouch(): Promise<Result[]> {
  await using stage = await startStage();
  const { screens, keys } = await touchTerminal(stage);
  const bare = await touchBareWindow(stage);
  return [
    p95(
      'touch-to-next-screen-p95',
      screens.map(({ paintedMs }) => paintedMs),
    ),
    p95('touch-to-next-screen-on-glass-p95', onGlass(screens)),
    // For reading beside it; no goal of its own.
    { ...p95('touch-to-next-screen-of-a-bare-window-on-glass-p95', onGlass(bare)), goal: 0 },
    p95(
      'touch-to-typed-digit-p95',
      keys.map(({ paintedMs }) => paintedMs),
    ),
  ];
}

function onGlass(touches: readonly Touched[]): number[] {
  return touches.flatMap(({ presentedMs }) => presentedMs ?? []);
}

async function touchTerminal({
  stack,
  display,
}: Stage): Promise<{ readonly screens: readonly Touched[]; readonly keys: readonly Touched[] }> {
  const kiosk = await Kiosk.start(stack, display.display, SIZE);
  try {
    await kiosk.screen('attract');
    await kiosk.touch('start');
    const page = await kiosk.screen('choose');
    const screens: Touched[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      screens.push(await touched(page, `[data-action="chooseMatter"][data-value="${MATTERS.allowance}"]`));
      screens.push(await touched(page, '[data-action="confirmGuide"]'));
      screens.push(await touched(page, '[data-action="setLanguage"]'));
      screens.push(await touched(page, '[data-action="setLanguage"]'));
      screens.push(await touched(page, '[data-action="back"]'));
      screens.push(await touched(page, '[data-action="back"]'));
    }
    await kiosk.touch('chooseMatter', MATTERS.allowance);
    await kiosk.touch('confirmGuide');
    await stack.bench('id-card-reader', { verb: 'place-card', citizen: 'li' });
    await kiosk.screen('question');
    const keys: Touched[] = [];
    for (let round = 0; round < ROUNDS / 5; round += 1) {
      for (const key of [...DIGITS, ...[...DIGITS].map(() => 'delete')]) {
        keys.push(await touched(page, `[data-key="${key}"]`));
      }
    }
    return { screens, keys };
  } finally {
    await kiosk.stop();
  }
}

/** The same in a window that has nothing but two pages of plain text in it, which its own script exchanges. */
async function touchBareWindow({ stack, display, folder }: Stage): Promise<readonly Touched[]> {
  const userData = join(folder, 'bare-touched');
  const app = await _electron.launch({
    executablePath: electronPath(),
    args: [BARE, ...launchArgs({ socketPath: stack.socketPath, userData, size: SIZE }).slice(1)],
    env: { ...process.env, DISPLAY: display.display },
  });
  try {
    const page = await app.firstWindow();
    await page.setContent('<main style="font: 40px sans-serif"></main>');
    await page.evaluate(() => {
      const main = document.querySelector('main');
      let turn = 0;
      const show = (): void => {
        turn += 1;
        if (!main) return;
        const lines = Array.from({ length: 12 }, (_each, line) => `<p>社区事务受理服务 ${turn} ${line}</p>`);
        main.innerHTML = `<h1>一网通办 ${turn}</h1>${lines.join('')}<button style="padding: 40px">${turn}</button>`;
        main.querySelector('button')?.addEventListener('click', show);
      };
      show();
    });
    const pages: Touched[] = [];
    for (let round = 0; round < ROUNDS * 4; round += 1) pages.push(await touched(page, 'button'));
    return pages;
  } finally {
    await app.close();
  }
}

/** Touches a button and waits until what the task says has changed. */
async function touched(page: Page, selector: string): Promise<Touched> {
  await pause(BETWEEN_MS);
  const button = page.locator(selector).first();
  await button.scrollIntoViewIfNeeded();
  const box = await button.boundingBox();
  if (!box) throw new Error(`there is no ${selector} to touch`);
  // Armed before the touch: input and script reach the page on ways of their own.
  const armed = await page.evaluateHandle(
    ({ longestMs, onGlassMs }) => ({
      shown: new Promise<Touched | null>((resolve) => {
        setTimeout(() => resolve(null), longestMs);
        const said = (): string => document.querySelector('main')?.textContent ?? '';
        const before = said();
        let liftedMs = NaN;
        document.addEventListener('pointerup', ({ timeStamp }) => (liftedMs = timeStamp), {
          ...{ capture: true, once: true },
        });
        const watch = new MutationObserver(() => {
          if (Number.isNaN(liftedMs) || said() === before) return;
          watch.disconnect();
          // Reported once in the life of an element, and only if it is marked before it is painted.
          document.querySelector('h1')?.setAttribute('elementtiming', 'heading');
          let presentedMs: number | null = null;
          const glass = new PerformanceObserver((list) => {
            for (const { startTime } of list.getEntries()) presentedMs = startTime - liftedMs;
          });
          glass.observe({ type: 'element' });
          requestAnimationFrame(() =>
            requestAnimationFrame(() => {
              const paintedMs = performance.now() - liftedMs;
              setTimeout(() => {
                glass.disconnect();
                resolve({ paintedMs, presentedMs });
              }, onGlassMs);
            }),
          );
        });
        watch.observe(document, { subtree: true, childList: true, characterData: true });
      }),
    }),
    { longestMs: LONGEST_MS, onGlassMs: ON_GLASS_MS },
  );
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await pause(RESTS_MS);
  await page.mouse.up();
  const took = await armed.evaluate(({ shown }) => shown);
  await armed.dispose();
  if (took === null) throw new Error(`a touch on ${selector} changed nothing in ${LONGEST_MS} ms`);
  return took;
}

function p95(name: string, valuesMs: readonly number[]): Result {
  const value = valuesMs.toSorted((a, b) => a - b)[Math.floor(valuesMs.length * 0.95)] ?? NaN;
  return { name, value, unit: 'ms', goal: GOAL_MS, better: 'lower' };
}

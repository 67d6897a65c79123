import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import { startVirtualDisplay } from '../../tools/stack/display.ts';
import { Kiosk } from '../../tools/stack/kiosk.ts';
import { startStack, type Stack } from '../../tools/stack/stack.ts';
import {
  complainedTo12345,
  corrected,
  doneOffline,
  doneOnline,
  filedForAnEnterprise,
  filedForAnother,
  licencesLooked,
  paidByPhone,
  papersGiven,
  resultPrinted,
} from './flows.ts';
import { action, finger, keys, type Hand } from './hands.ts';
import type { Flow } from './steps.ts';

/**
 * What a citizen comes for, in every mode and on both shapes of screen, in the real Electron before the real core.
 * `npm test` does a part of it, one flow a mode; `npm run test:modes` all of it, and keeps a picture of every screen in
 * out/modes.
 */
const WHOLE = process.env['TONGBAN_MODES'] === 'all';
const PICTURES = join(import.meta.dirname, '../../out/modes');
const SHAPES = {
  portrait: { width: 1080, height: 1920 },
  landscape: { width: 1920, height: 1080 },
} as const;

interface Mode {
  readonly hand: (kiosk: Kiosk) => Hand;
  /** Chosen on the first screen after the attract screen. */
  readonly choose: (hand: Hand, kiosk: Kiosk) => Promise<void>;
  /** What it is seen or heard by on a screen. */
  readonly holds: (page: Page) => Promise<void>;
}

const root = (page: Page): Promise<string> =>
  page.evaluate(() => `${document.documentElement.className} ${document.documentElement.lang}`.trim());

/** What can be touched above the line that somebody who sits reaches; null while there is no line. */
function aboveReach(page: Page): Promise<string[] | null> {
  return page.evaluate(() => {
    const line = parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--reach'));
    if (!(line > 0)) return null;
    return [...document.querySelectorAll<HTMLElement>('button:enabled')]
      .filter((button) => button.checkVisibility() && button.getBoundingClientRect().top < line - 1)
      .map((button) => button.dataset['action'] ?? button.innerText);
  });
}

async function fromDisplay(hand: Hand, value: string): Promise<void> {
  await hand.press(action('display'));
  await hand.press(action('setDisplay', value));
  await hand.press(action('close'));
}

const MODES: Readonly<Record<string, Mode>> = {
  normal: {
    hand: finger,
    choose: async () => undefined,
    holds: (page) => expect.poll(() => root(page)).toBe('zh-CN'),
  },
  care: {
    hand: finger,
    choose: (hand) => fromDisplay(hand, 'large'),
    holds: (page) => expect.poll(() => root(page)).toContain('care'),
  },
  'high contrast': {
    hand: finger,
    choose: (hand) => fromDisplay(hand, 'contrast-high'),
    holds: (page) => expect.poll(() => root(page)).toContain('contrast'),
  },
  reach: {
    hand: finger,
    choose: (hand) => fromDisplay(hand, 'reach-low'),
    // Nothing that is touched lies above the line that somebody who sits reaches.
    holds: (page) => expect.poll(() => aboveReach(page)).toEqual([]),
  },
  English: {
    hand: finger,
    choose: (hand) => hand.press(action('setLanguage')),
    holds: (page) => expect.poll(() => root(page)).toContain('en'),
  },
  largest: {
    hand: finger,
    choose: (hand) => fromDisplay(hand, 'largest'),
    holds: (page) => expect.poll(() => root(page)).toContain('largest'),
  },
  'keys alone': {
    hand: keys,
    choose: async () => undefined,
    holds: (page) => expect.poll(() => root(page)).toBe('zh-CN'),
  },
  'keys and ear': {
    hand: keys,
    async choose(_hand, kiosk) {
      await countSounds(await kiosk.page());
      await kiosk.onPage((page) => page.keyboard.press('F2'));
    },
    // Each screen is begun to be said; what is said, word for word, is by-keys-and-ear's.
    async holds(page) {
      await expect.poll(() => soundsSince(page)).toBeGreaterThan(0);
    },
  },
};

const FLOWS: Readonly<Record<string, (flow: Flow) => Promise<unknown>>> = {
  'a matter online': doneOnline,
  'a matter without a network, and coming back to it': doneOffline,
  'a matter with a paper and a signature': papersGiven,
  'a matter with a fee, paid by phone': paidByPhone,
  'a matter for another person': filedForAnother,
  'a matter for an enterprise': filedForAnEnterprise,
  'a submission that was returned, corrected': corrected,
  'a sealed result, printed': resultPrinted,
  'licences of one’s own': licencesLooked,
  'a complaint at 12345': complainedTo12345,
};

/**
 * In the short form each flow is done once or twice, and each mode comes up on one shape. Licences do not come
 * first: right after the start nobody knows yet whether their module is there, and the screen says so.
 */
const SHORT: Readonly<Record<keyof typeof SHAPES, Readonly<Record<string, readonly string[]>>>> = {
  portrait: {
    'keys and ear': [
      'a matter without a network, and coming back to it',
      'a matter with a paper and a signature',
    ],
    reach: ['a submission that was returned, corrected', 'a complaint at 12345'],
    largest: ['a matter for another person'],
    'high contrast': ['a matter with a fee, paid by phone'],
  },
  landscape: {
    care: ['a matter without a network, and coming back to it', 'a sealed result, printed'],
    English: ['a matter for an enterprise', 'licences of one’s own'],
  },
};

describe.each(Object.entries(SHAPES))('%s', (shape, size) => {
  let stack: Stack;
  let kiosk: Kiosk;
  const cleanUp = new AsyncDisposableStack();

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tongban-modes-'));
    cleanUp.defer(() => rmSync(folder, { recursive: true, force: true }));
    const display = await startVirtualDisplay(join(folder, 'display'), size);
    cleanUp.defer(() => display.stop());
    stack = await startStack({ folder, devices: 'all' });
    cleanUp.defer(() => stack.stop());
    kiosk = await Kiosk.start(stack, display.display, size);
    cleanUp.defer(() => kiosk.stop());
  });
  afterAll(() => cleanUp.disposeAsync());

  const short = SHORT[shape as keyof typeof SHAPES];
  const modes = Object.entries(MODES).filter(([name]) => (WHOLE ? canBe(name, shape) : name in short));
  describe.each(modes)('%s', (name, mode) => {
    let pictures = 0;
    const flow = (): Flow => ({
      ...{ kiosk, stack, hand: mode.hand(kiosk) },
      begin: () => mode.choose(mode.hand(kiosk), kiosk),
      async onScreen(screen) {
        const page = await kiosk.page();
        await mode.holds(page);
        if (!WHOLE) return;
        pictures += 1;
        const folder = join(PICTURES, shape, name.replaceAll(' ', '-'));
        mkdirSync(folder, { recursive: true });
        await kiosk.picture(join(folder, `${String(pictures).padStart(2, '0')}-${screen}.png`));
      },
    });

    const flows = Object.entries(FLOWS).filter(([title]) => WHOLE || short[name]?.includes(title));
    it.each(flows)('%s', { timeout: 240_000 }, async (_title, done) => {
      await done(flow());
    });
    it('the next citizen finds the terminal as usual', async () => {
      const page = await kiosk.screen('attract');
      await expect.poll(() => root(page)).toBe('zh-CN');
    });
  });
});

/** A landscape panel at the usual height has too little within reach, so the terminal does not offer it. */
function canBe(mode: string, shape: string): boolean {
  return mode !== 'reach' || shape === 'portrait';
}

/** Counts what the page begins to play from now on. */
async function countSounds(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { start } = AudioBufferSourceNode.prototype;
    const { dataset } = document.documentElement;
    dataset['sounds'] = '0';
    AudioBufferSourceNode.prototype.start = function (...when) {
      dataset['sounds'] = String(Number(dataset['sounds']) + 1);
      start.apply(this, when);
    };
  });
}

/** How many sounds began since it was asked before. */
function soundsSince(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { dataset } = document.documentElement;
    const sounds = Number(dataset['sounds']);
    dataset['sounds'] = '0';
    return sounds;
  });
}

import type { Page } from 'playwright';
import type { Kiosk } from '../../tools/stack/kiosk.ts';

/** Whoever does a matter, by what they have: a finger, or keys alone. */
export interface Hand {
  /** @param control CSS selector of a button */
  press(control: string): Promise<void>;
  /** Writes digits into the field that is asked for. */
  digits(value: string): Promise<void>;
  /** Writes by pinyin, and takes the first characters that are proposed; where English is written, the letters alone. */
  words(letters: string): Promise<void>;
  /** Signs, or confirms with a key what others sign. */
  sign(): Promise<void>;
}

const PATIENCE_MS = 20_000;
/** Longer than any screen has controls, a whole keyboard included. */
const MOST_STEPS = 120;

/** The button for one call of the contract. */
export function action(name: string, value?: string): string {
  return `[data-action="${name}"]${value === undefined ? '' : `[data-value="${value}"]`}`;
}

export function finger(kiosk: Kiosk): Hand {
  const press = (control: string): Promise<void> =>
    kiosk.onPage((page) => page.locator(`${control}:visible`).first().click({ timeout: PATIENCE_MS }));
  const pressKeys = async (keys: string): Promise<void> => {
    for (const key of keys) await press(`[data-key="${key}"]`);
  };
  return {
    press,
    digits: pressKeys,
    async words(letters) {
      await pressKeys(letters);
      const inChinese = await (await kiosk.page()).evaluate(() => document.documentElement.lang === 'zh-CN');
      if (inChinese) await press('[data-candidate]');
    },
    async sign() {
      await kiosk.writeSignature();
      await press(action('sign'));
    },
  };
}

/** The arrows until the focus is on the control, then Enter. */
export function keys(kiosk: Kiosk): Hand {
  const press = (control: string): Promise<void> =>
    kiosk.onPage(async (page) => {
      await page.locator(`${control}:enabled:visible`).first().waitFor({ timeout: PATIENCE_MS });
      await focus(page, control);
      await page.keyboard.press('Enter');
    });
  return {
    press,
    digits: (value) => kiosk.onPage((page) => page.keyboard.type(value)),
    words: (letters) => kiosk.onPage((page) => page.keyboard.type(`${letters} `)),
    async sign() {
      await press(action('cannotWrite'));
      await press(action('confirmStatement'));
    },
  };
}

async function focus(page: Page, control: string): Promise<void> {
  for (let step = 0; step < MOST_STEPS; step += 1) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, control)) return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`the arrow keys do not reach ${control}`);
}

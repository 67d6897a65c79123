import { _electron, type ElectronApplication, type Page } from 'playwright';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { electronPath, launchArgs } from '../setup/setup.mjs';
import type { Stack } from './stack.ts';

const POLL_MS = 50;
const CLICK_TIMEOUT_MS = 5_000;
const TOUCH_TIMEOUT_MS = 15_000;

/** The real shell in a real Electron, driven from outside as a citizen's finger would. */
export class Kiosk {
  readonly app: ElectronApplication;

  private constructor(app: ElectronApplication) {
    this.app = app;
  }

  /** @param size of the display in pixels */
  static async start(stack: Stack, display: string, size: { width: number; height: number }): Promise<Kiosk> {
    const app = await _electron.launch({
      executablePath: electronPath(),
      // Playwright switches the sandbox off by itself; only the launcher may, and only as root.
      chromiumSandbox: true,
      args: [
        ...launchArgs({ socketPath: stack.socketPath, userData: stack.shellDataFolder, size }),
        ...stack.cameraArgs,
      ],
      env: { ...definedEnvironment(), DISPLAY: display, TMPDIR: join(stack.terminalFolder, 'tmp') },
    });
    return new Kiosk(app);
  }

  /**
   * The page that is shown. Between two citizens the shell puts a new window in the place of the old one, and Playwright
   * hears of it later than the shell does: until the new one is alone, what one does may be done to the old one.
   */
  async page(): Promise<Page> {
    for (;;) {
      const isAlone = await this.#isOneWindow();
      const open = this.app.windows().filter((each) => !each.isClosed());
      if (isAlone && open.length === 1 && open[0]) return open[0];
      await pause(POLL_MS);
    }
  }

  /** False also when the main process collected its garbage at that moment, and Playwright's promise with it. */
  async #isOneWindow(): Promise<boolean> {
    try {
      return await this.app.evaluate(({ BrowserWindow }) => {
        const windows = BrowserWindow.getAllWindows();
        return windows.length === 1 && windows.every((each) => each.isVisible());
      });
    } catch (error) {
      if (error instanceof Error && error.message.includes('promise was garbage collected')) return false;
      throw error;
    }
  }

  /**
   * Waits until a screen is shown and answers its page.
   * @throws Error naming the screen that was shown instead
   */
  async screen(name: string, timeoutMs = 15_000): Promise<Page> {
    const until = Date.now() + timeoutMs;
    for (;;) {
      const page = await this.page();
      try {
        const shown = await page
          .locator('[data-screen]')
          .first()
          .getAttribute('data-screen', { timeout: 1000 });
        if (shown === name) return page;
        if (Date.now() > until)
          throw new Error(`the screen ${name} did not come within ${timeoutMs} ms, but ${shown}`);
      } catch (error) {
        // A page that was replaced while it was asked is no failure.
        if (Date.now() > until) throw error;
      }
      await pause(POLL_MS);
    }
  }

  /** Touches the button for one call of the contract (or way out of a trouble). */
  async touch(action: string, value?: string): Promise<void> {
    const selector = `[data-action="${action}"]${value === undefined ? '' : `[data-value="${value}"]`}:visible`;
    await this.onPage((page) => page.locator(selector).first().click({ timeout: CLICK_TIMEOUT_MS }));
  }

  /** Waits until an element with these words is shown. */
  async shows(selector: string, words: string): Promise<void> {
    await this.onPage((page) =>
      page.locator(selector).getByText(words).waitFor({ timeout: TOUCH_TIMEOUT_MS }),
    );
  }

  /** Keeps a picture of what is shown. */
  async picture(path: string): Promise<void> {
    await this.onPage((page) => page.screenshot({ path }));
  }

  /** Does something on the page; when the shell puts a new window in its place meanwhile, once more on that. */
  async onPage(work: (page: Page) => Promise<unknown>): Promise<void> {
    for (const until = Date.now() + TOUCH_TIMEOUT_MS; ;) {
      const page = await this.page();
      try {
        await work(page);
        return;
      } catch (error) {
        if (!page.isClosed() || Date.now() > until) throw error;
      }
    }
  }

  /** Answers the question that is shown, by keypad, choice or consent, and goes on. */
  async answer(value: string | true): Promise<void> {
    const page = await this.screen('question');
    const question = await page.locator('h1').innerText();
    if (value === true) await page.locator('[data-value="agree"]').click();
    else if (await page.locator('[data-key]').count())
      for (const digit of value) await page.locator(`[data-key="${digit}"]`).click();
    else await page.locator(`[data-value="${value}"]`).click();
    await page.locator('[data-action="answer"]:enabled').click();
    await page.locator('h1').filter({ hasNotText: question }).waitFor();
  }

  /** Three strokes across the field, as a hand would draw them. */
  async writeSignature(): Promise<void> {
    const page = await this.screen('signature');
    const field = await page.locator('[data-signature] canvas').boundingBox();
    if (!field) throw new Error('there is no field to sign in');
    const at = (x: number, y: number) => [field.x + x * field.width, field.y + y * field.height] as const;
    for (const from of [0.2, 0.45, 0.7]) {
      await page.mouse.move(...at(from, 0.3));
      await page.mouse.down();
      for (let step = 1; step <= 24; step++) {
        const turn = (step / 24) * 2 * Math.PI;
        await page.mouse.move(...at(from + step * 0.006, 0.5 - 0.2 * Math.cos(turn) + step * 0.004));
      }
      await page.mouse.up();
    }
  }

  /** As the citizen's app does when it has read the code of the fee that is shown. */
  async payByPhone(stack: Stack): Promise<void> {
    const page = await this.screen('pay');
    const code = await page.locator('[data-qr]').getAttribute('data-qr');
    await stack.orderAtModule({ verb: 'pay', orderId: code?.split('/').at(-1) });
  }

  async stop(): Promise<void> {
    await this.app.close();
  }
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

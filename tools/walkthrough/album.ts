import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import type { Stack } from '../stack/stack.ts';

/** The pictures of a walkthrough, numbered in the order in which they were taken. */
export class Album {
  readonly #folder: string;
  #count = 0;
  screens = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Pictures what the citizen sees. */
  async picture(page: Page, name: string): Promise<void> {
    // Fonts and the short transition between screens are over before the picture is taken.
    await page.evaluate(async () => {
      await document.fonts.ready;
      const moving = document
        .getAnimations()
        .filter((each) => each.effect?.getTiming().iterations !== Infinity);
      await Promise.allSettled(moving.map((each) => each.finished));
    });
    await page.screenshot({ path: this.#file(name) });
    this.screens += 1;
  }

  /** Keeps the slip that was printed last, dot by dot. */
  async paper(stack: Stack, name: string): Promise<void> {
    const { receiptPrinter } = await stack.benchState();
    const last = receiptPrinter.papers.at(-1);
    if (!last) throw new Error('no slip was printed');
    const answer = await fetch(new URL(`/api/receipt-printer/papers/${last.id}.png`, stack.benchUrl));
    if (!answer.ok) throw new Error(`the slip ${last.id} cannot be had: ${answer.status}`);
    writeFileSync(this.#file(name), Buffer.from(await answer.arrayBuffer()));
  }

  #file(name: string): string {
    this.#count += 1;
    return join(this.#folder, `${String(this.#count).padStart(2, '0')}-${name}.png`);
  }
}

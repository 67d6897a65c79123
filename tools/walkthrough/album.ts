import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { Page } from 'playwright';
import type { Stack } from '../stack/stack.ts';

const SHEET_GAP_PX = 24;
const SHEET_COLOUR = '#c9d3d2';

/** The pictures of a walkthrough, numbered in the order in which they were taken. */
export class Album {
  readonly #folder: string;
  readonly #files: string[] = [];
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

  /** Pictures of this album side by side, for README and handbook. */
  async sheet(name: string, pictures: readonly string[], heightPx: number): Promise<void> {
    const files = pictures.map((each) => {
      const file = this.#files.find((known) => known.endsWith(`-${each}.png`));
      if (!file) throw new Error(`no picture ${each}`);
      return file;
    });
    await sheetOf(files, heightPx, join(this.#folder, `sheet-${name}.png`));
  }

  #file(name: string): string {
    const number = String(this.#files.length + 1).padStart(2, '0');
    const file = join(this.#folder, `${number}-${name}.png`);
    this.#files.push(file);
    return file;
  }
}

/** Pictures side by side on one sheet, for whoever wants to see the line at a glance. */
export async function sheetOf(files: readonly string[], heightPx: number, into: string): Promise<void> {
  const images = await Promise.all(files.map((file) => loadImage(file)));
  const widths = images.map((image) => Math.round((image.width / image.height) * heightPx));
  const total = widths.reduce((sum, width) => sum + width + SHEET_GAP_PX, SHEET_GAP_PX);
  const canvas = createCanvas(total, heightPx + 2 * SHEET_GAP_PX);
  const context = canvas.getContext('2d');
  context.fillStyle = SHEET_COLOUR;
  context.fillRect(0, 0, canvas.width, canvas.height);
  let left = SHEET_GAP_PX;
  images.forEach((image, index) => {
    const width = widths[index] ?? 0;
    context.drawImage(image, left, SHEET_GAP_PX, width, heightPx);
    left += width + SHEET_GAP_PX;
  });
  writeFileSync(into, canvas.toBuffer('image/png'));
}

import { createCanvas, loadImage } from '@napi-rs/canvas';
import { beforeAll, expect, it } from 'vitest';
import { drawPleaseWait } from './please-wait.ts';

/** Upright and not: what screens of terminals are made as. */
const PANELS = [
  [1080, 1920],
  [1920, 1080],
  [1280, 1024],
  [768, 1366],
  [2160, 3840],
] as const;
/** Between the ground with its lines and what is read on it. */
const IS_READ_FROM = 140;
const MARGIN_SHARE = 0.02;

let words: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
let side: number;

beforeAll(async () => {
  const picture = await loadImage(await drawPleaseWait());
  side = picture.width;
  expect(picture.height).toBe(side);
  const context = createCanvas(side, side).getContext('2d');
  context.drawImage(picture, 0, 0);
  const { data } = context.getImageData(0, 0, side, side);
  const [columns, rows]: [number[], number[]] = [[], []];
  for (let at = 0; at < data.length; at += 4) {
    if ((data[at] ?? 0) < IS_READ_FROM) continue;
    columns.push((at / 4) % side);
    rows.push(Math.floor(at / 4 / side));
  }
  const least = (numbers: number[]): number => numbers.reduce((one, other) => Math.min(one, other));
  const most = (numbers: number[]): number => numbers.reduce((one, other) => Math.max(one, other));
  words = { left: least(columns), right: most(columns), top: least(rows), bottom: most(rows) };
});

it.each(PANELS)('on %i by %i pixels no word is cut off', (width, height) => {
  // As it is laid there: in the middle, as large as the longer side.
  const scale = Math.max(width, height) / side;
  const [beyondX, beyondY] = [(side * scale - width) / 2, (side * scale - height) / 2];
  const margin = Math.min(width, height) * MARGIN_SHARE;
  expect(words.left * scale - beyondX).toBeGreaterThan(margin);
  expect(words.top * scale - beyondY).toBeGreaterThan(margin);
  expect((side - words.right) * scale - beyondX).toBeGreaterThan(margin);
  expect((side - words.bottom) * scale - beyondY).toBeGreaterThan(margin);
});

import { createCanvas } from '@napi-rs/canvas';
import type { Bitmap } from '../protocol/commands.ts';
import { toBitmap } from './bitmap.ts';
import { splitGraphemes } from './break-lines.ts';
import { MISSING_SORT, canDraw, fontOf } from './font.ts';

/** The printer's own font: a column is 12 dots wide, a character 24 high; one that fills two columns is square. */
const COLUMN_DOTS = 12;
const CHARACTER_DOTS = 24;
/** Characters of an outline font as large as their cell would touch. */
const FONT_DOTS = 23;
const BASELINE_DOTS = 21;

export interface LineStyle {
  readonly align: 'left' | 'center';
  readonly bold: boolean;
  readonly reverse: boolean;
  /** Times the width and the height of a character. */
  readonly size: readonly [number, number];
}

export interface DrawnLine {
  readonly bitmap: Bitmap;
  /** Characters that no installed font has either; 〓 stands for them. */
  readonly undrawable: readonly string[];
}

/**
 * One line of text as the printer's own font would set it, cell by cell, but drawn here.
 * @param widthDots a multiple of 8
 * @param columnsOf of one character: 1 or 2
 */
export function drawLine(
  line: string,
  style: LineStyle,
  widthDots: number,
  columnsOf: (character: string) => number,
): DrawnLine {
  const [width, height] = style.size;
  const heightDots = CHARACTER_DOTS * height;
  const characters = splitGraphemes(line);
  const dotsOf = (character: string): number => columnsOf(character) * COLUMN_DOTS * width;
  const lineDots = characters.reduce((sum, character) => sum + dotsOf(character), 0);
  const context = createCanvas(widthDots, heightDots).getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, widthDots, heightDots);
  let left = style.align === 'center' ? Math.max(0, Math.floor((widthDots - lineDots) / 2)) : 0;
  if (style.reverse) {
    context.fillStyle = '#000';
    context.fillRect(left, 0, lineDots, heightDots);
  }
  const undrawable = new Set<string>();
  context.fillStyle = style.reverse ? '#fff' : '#000';
  context.font = fontOf(FONT_DOTS, style.bold);
  for (const character of characters) {
    const isThere = canDraw(character);
    if (!isThere) undrawable.add(character);
    context.save();
    context.translate(left, 0);
    context.scale(width, height);
    context.fillText(isThere ? character : MISSING_SORT, 0, BASELINE_DOTS);
    context.restore();
    left += dotsOf(character);
  }
  return { bitmap: toBitmap(context, widthDots, heightDots), undrawable: [...undrawable] };
}

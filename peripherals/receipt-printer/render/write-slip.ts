import iconv from 'iconv-lite';
import type { PrinterProfile } from '../profiles.ts';
import { command, qrCode, rasterSlices } from '../protocol/commands.ts';
import { DOTS_PER_MM } from '../slip.ts';
import type { SlipBlock, SlipDocument } from '../slip.ts';
import { breakLines, splitGraphemes } from './break-lines.ts';
import { drawLine } from './draw-line.ts';
import type { LineStyle } from './draw-line.ts';

const QR_MODULE_DOTS = 8;
/** The printer adds no white around its QR code; readers want four modules. */
const QR_QUIET_DOTS = 4 * QR_MODULE_DOTS;
const TITLE_GAP_DOTS = 12;
/** Between two lines of text: one sixth of an inch, which ESC @ sets, less the height of a character. */
const LEADING_DOTS = 10;
const PLAIN: LineStyle = { align: 'left', bold: false, reverse: false, size: [1, 1] };
/** ESC J takes one byte. */
const MAX_FEED_DOTS = 255;

export interface WrittenSlip {
  readonly chunks: readonly Uint8Array[];
  /** Characters that neither the printer's font nor one installed here has; 〓 stands for them. */
  readonly undrawable: readonly string[];
}

/**
 * A slip as characters in the printer's own font, GB18030, one chunk a block. A line with a character that such a font
 * does not hold is drawn here and sent as a picture: a name with a rare character prints whole.
 */
export function writeSlip(slip: SlipDocument, profile: PrinterProfile): WrittenSlip {
  const undrawable = new Set<string>();
  const writer = new Writer(profile, undrawable);
  const chunks = slip.blocks.map((block) => Uint8Array.from(writer.block(block)));
  return { chunks: [Uint8Array.from(command.chineseOn()), ...chunks], undrawable: [...undrawable] };
}

/** Columns of the 12-dot font: ASCII one, everything else two. */
export function columnsOf(text: string): number {
  return splitGraphemes(text).reduce((sum, character) => sum + (/^[\x20-\x7e]$/u.test(character) ? 1 : 2), 0);
}

/**
 * Whether the font of a GB18030 printer holds a character: those of one and two bytes, but not those whose place the
 * standard leaves to the user (U+E000 and on), which print as nothing.
 */
function isInRom(character: string): boolean {
  return !/\p{Co}/u.test(character) && iconv.encode(character, 'gb18030').length <= 2;
}

class Writer {
  readonly #columns: number;
  readonly #widthDots: number;
  readonly #undrawable: Set<string>;

  constructor({ columns, widthDots }: PrinterProfile, undrawable: Set<string>) {
    this.#columns = columns;
    this.#widthDots = widthDots;
    this.#undrawable = undrawable;
  }

  block(block: SlipBlock): number[] {
    switch (block.type) {
      case 'title':
        return this.#title(block.text, block.look);
      case 'number':
        return [
          ...(block.label ? this.#styled(block.label, { align: 'center' }) : []),
          ...this.#styled(block.text, { align: 'center', bold: true, size: this.#largest(block.text) }),
        ];
      case 'pair':
        return this.#pair(block.label, block.value, block.strong ?? false);
      case 'text':
        return this.#styled(block.text, { align: block.align ?? 'left', bold: block.strong ?? false });
      case 'small':
        return this.#styled(block.text, { align: block.align ?? 'left' });
      case 'rule':
        return this.#lines(['-'.repeat(this.#columns)]);
      case 'space':
        return this.#feed(Math.round(block.heightMm * DOTS_PER_MM));
      case 'qr':
        return [
          ...command.feedDots(QR_QUIET_DOTS),
          ...command.align('center'),
          ...qrCode(new TextEncoder().encode(block.text), QR_MODULE_DOTS),
          ...command.align('left'),
          ...command.feedDots(QR_QUIET_DOTS),
          ...(block.caption ? this.#styled(block.caption, { align: 'center' }) : []),
        ];
    }
  }

  #title(text: string, look: 'band' | 'frame'): number[] {
    const size = this.#largest(text);
    const title = { align: 'center', bold: true, size } as const;
    if (look === 'band') {
      return [...this.#styled(text, { ...title, reverse: true }), ...command.feedDots(TITLE_GAP_DOTS)];
    }
    const edge = '='.repeat(this.#columns);
    return [...this.#lines([edge]), ...this.#styled(text, title), ...this.#lines([edge])];
  }

  #pair(label: string, value: string, bold: boolean): number[] {
    const head = `${label}：`;
    const indent = Math.min(columnsOf(head), Math.floor(this.#columns / 2));
    const [first = '', ...rest] = breakLines(value, columnsOf, this.#columns - indent);
    const lines = [`${head}${first}`, ...rest.map((line) => ' '.repeat(indent) + line)];
    return [...command.bold(bold), ...this.#lines(lines, { ...PLAIN, bold }), ...command.bold(false)];
  }

  /** Double when the line allows it, else double height. */
  #largest(text: string): readonly [number, number] {
    return columnsOf(text) * 2 <= this.#columns ? [2, 2] : [1, 2];
  }

  #styled(text: string, given: Partial<LineStyle>): number[] {
    const style = { ...PLAIN, ...given };
    const [width, height] = style.size;
    return [
      ...command.align(style.align),
      ...command.bold(style.bold),
      ...command.reverse(style.reverse),
      ...command.size(width, height),
      ...this.#lines(breakLines(text, columnsOf, Math.floor(this.#columns / width)), style),
      ...command.size(1, 1),
      ...command.reverse(false),
      ...command.bold(false),
      ...command.align('left'),
    ];
  }

  #lines(lines: readonly string[], style: LineStyle = PLAIN): number[] {
    return lines.flatMap((line) => {
      // Control characters in a text would be obeyed as commands.
      const printable = line.replace(/\p{Cc}/gu, ' ');
      return splitGraphemes(printable).every(isInRom)
        ? [...iconv.encode(printable, 'gb18030'), ...command.lineFeed()]
        : this.#drawn(printable, style);
    });
  }

  #drawn(line: string, style: LineStyle): number[] {
    const { bitmap, undrawable } = drawLine(line, style, this.#widthDots, columnsOf);
    for (const character of undrawable) this.#undrawable.add(character);
    return [...rasterSlices(bitmap).flatMap((slice) => [...slice]), ...command.feedDots(LEADING_DOTS)];
  }

  #feed(dots: number): number[] {
    const bytes: number[] = [];
    for (let left = dots; left > 0; left -= MAX_FEED_DOTS) {
      bytes.push(...command.feedDots(Math.min(left, MAX_FEED_DOTS)));
    }
    return bytes;
  }
}

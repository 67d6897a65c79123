import { createCanvas } from '@napi-rs/canvas';
import type { SKRSContext2D } from '@napi-rs/canvas';
import QRCode from 'qrcode';
import type { Bitmap } from '../protocol/commands.ts';
import { DOTS_PER_MM } from '../slip.ts';
import type { SlipAlign, SlipBlock, SlipDocument } from '../slip.ts';
import { toBitmap } from './bitmap.ts';
import { breakLines, splitGraphemes } from './break-lines.ts';
import { MISSING_SORT, canDraw, fontOf } from './font.ts';

/** Sizes in dots (8 a millimetre). Body text is 3.5 mm high: read at arm's length by people over sixty. */
const MARGIN = 20;
const TITLE = { size: 52, minSize: 30, padding: 18 };
const NUMBER = { size: 76, minSize: 30, labelSize: 26, above: 8 };
const PAIR = { size: 29, leading: 42, gap: 22, labelShare: 0.34, after: 6 };
const TEXT = { size: 29, leading: 44 };
const SMALL = { size: 23, leading: 35 };
const QR = { targetDots: 216, captionSize: 28, captionLeading: 43 };
const GAP = 12;

export interface DrawnSlip {
  readonly bitmap: Bitmap;
  /** Characters that no installed font has; 〓 stands for them on the paper. */
  readonly undrawable: readonly string[];
}

type Paint = (context: SKRSContext2D, top: number) => void;
interface Piece {
  readonly height: number;
  readonly paint: Paint;
}

/**
 * Draws a slip in black and white, `widthDots` wide (a multiple of 8) and as long as it needs.
 * @throws Error when the text of a QR block is longer than a QR code can hold.
 */
export function drawSlip(slip: SlipDocument, widthDots: number): DrawnSlip {
  const undrawable = new Set<string>();
  const clean = (text: string): string =>
    splitGraphemes(text)
      .map((character) => {
        if (character === '\n' || canDraw(character)) return character;
        undrawable.add(character);
        return MISSING_SORT;
      })
      .join('');
  const layout = new Layout(widthDots, clean);
  const pieces = slip.blocks.map((block, index) => layout.piece(block, pairsAround(slip.blocks, index)));
  const height = Math.max(1, Math.ceil(pieces.reduce((sum, piece) => sum + piece.height, 0)));
  const context = createCanvas(widthDots, height).getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, widthDots, height);
  let top = 0;
  for (const piece of pieces) {
    context.fillStyle = '#000';
    piece.paint(context, Math.round(top));
    top += piece.height;
  }
  return { bitmap: toBitmap(context, widthDots, height), undrawable: [...undrawable] };
}

function pairsAround(blocks: readonly SlipBlock[], index: number): string[] {
  let first = index;
  while (blocks[first - 1]?.type === 'pair') first--;
  const labels: string[] = [];
  for (let i = first; ; i++) {
    const block = blocks[i];
    if (block?.type !== 'pair') return labels;
    labels.push(block.label);
  }
}

class Layout {
  readonly #width: number;
  readonly #clean: (text: string) => string;
  readonly #ruler = createCanvas(1, 1).getContext('2d');

  constructor(width: number, clean: (text: string) => string) {
    this.#width = width;
    this.#clean = clean;
  }

  get #inner(): number {
    return this.#width - 2 * MARGIN;
  }

  piece(block: SlipBlock, labels: readonly string[]): Piece {
    switch (block.type) {
      case 'title':
        return this.#title(this.#clean(block.text), block.look);
      case 'number':
        return this.#number(this.#clean(block.text), block.label && this.#clean(block.label));
      case 'pair':
        return this.#pair(this.#clean(block.label), this.#clean(block.value), block.strong ?? false, labels);
      case 'text':
        return this.#paragraph(this.#clean(block.text), TEXT, block.align, block.strong ?? false);
      case 'small':
        return this.#paragraph(this.#clean(block.text), SMALL, block.align, false);
      case 'rule':
        return {
          height: 2 * GAP + 2,
          paint: (context, top) => context.fillRect(MARGIN, top + GAP, this.#inner, 2),
        };
      case 'space':
        return { height: block.heightMm * DOTS_PER_MM, paint: () => undefined };
      case 'qr':
        return this.#qr(block.text, block.caption && this.#clean(block.caption));
    }
  }

  #measure(text: string, size: number, bold: boolean): number {
    this.#ruler.font = fontOf(size, bold);
    return this.#ruler.measureText(text).width;
  }

  /** The largest even size at which the text stands on one line. */
  #fit(text: string, bold: boolean, from: number, to: number, width: number): number {
    let size = from;
    while (size > to && this.#measure(text, size, bold) > width) size -= 2;
    return size;
  }

  #title(text: string, look: 'band' | 'frame'): Piece {
    const inside = this.#inner - 3 * TITLE.padding;
    const size = this.#fit(text, true, TITLE.size, TITLE.minSize, inside);
    const lines = breakLines(text, (line) => this.#measure(line, size, true), inside);
    const leading = Math.round(size * 1.3);
    const boxHeight = lines.length * leading + 2 * TITLE.padding;
    return {
      height: boxHeight + 2 * GAP,
      paint: (context, top) => {
        const boxTop = top + GAP;
        if (look === 'band') {
          context.beginPath();
          context.roundRect(MARGIN, boxTop, this.#inner, boxHeight, 10);
          context.fill();
        } else {
          context.fillRect(MARGIN, boxTop, this.#inner, boxHeight);
          context.clearRect(MARGIN + 5, boxTop + 5, this.#inner - 10, boxHeight - 10);
          context.fillRect(MARGIN + 10, boxTop + 10, this.#inner - 20, boxHeight - 20);
          context.clearRect(MARGIN + 12, boxTop + 12, this.#inner - 24, boxHeight - 24);
        }
        context.fillStyle = look === 'band' ? '#fff' : '#000';
        this.#lines(context, lines, {
          top: boxTop + TITLE.padding,
          left: MARGIN,
          width: this.#inner,
          size,
          leading,
          bold: true,
          align: 'center',
        });
      },
    };
  }

  #number(text: string, label: string | undefined): Piece {
    const groups = groupNumber(text);
    const gapOf = (size: number): number => Math.round(size * 0.24);
    const widthAt = (size: number): number =>
      groups.reduce(
        (sum, group) => sum + this.#measure(group, size, true),
        (groups.length - 1) * gapOf(size),
      );
    let size = NUMBER.size;
    while (size > NUMBER.minSize && widthAt(size) > this.#inner) size -= 1;
    const labelHeight = NUMBER.above + (label ? NUMBER.labelSize + 14 : 0);
    return {
      height: labelHeight + Math.round(size * 1.24) + GAP,
      paint: (context, top) => {
        if (label) {
          context.font = fontOf(NUMBER.labelSize, false);
          context.fillText(
            label,
            this.#centred(this.#measure(label, NUMBER.labelSize, false)),
            top + NUMBER.above + NUMBER.labelSize,
          );
        }
        context.font = fontOf(size, true);
        let x = this.#centred(widthAt(size));
        for (const group of groups) {
          context.fillText(group, x, top + labelHeight + size);
          x += this.#measure(group, size, true) + gapOf(size);
        }
      },
    };
  }

  #pair(label: string, value: string, strong: boolean, labels: readonly string[]): Piece {
    const widest = Math.max(...labels.map((each) => this.#measure(this.#clean(each), PAIR.size, false)));
    const labelWidth = Math.min(widest, this.#inner * PAIR.labelShare);
    const valueLeft = Math.round(MARGIN + labelWidth + PAIR.gap);
    const valueWidth = this.#width - MARGIN - valueLeft;
    const labelLines = breakLines(label, (line) => this.#measure(line, PAIR.size, false), labelWidth);
    const valueLines = breakLines(value, (line) => this.#measure(line, PAIR.size, strong), valueWidth);
    const common = { size: PAIR.size, leading: PAIR.leading, align: 'left' as const };
    return {
      height: Math.max(labelLines.length, valueLines.length) * PAIR.leading + PAIR.after,
      paint: (context, top) => {
        if (labelLines.length === 1 && /^\p{Script=Han}{2,3}$/u.test(label)) {
          this.#spread(context, label, labelWidth, top);
        } else {
          this.#lines(context, labelLines, { ...common, top, left: MARGIN, width: labelWidth, bold: false });
        }
        this.#lines(context, valueLines, {
          ...common,
          top,
          left: valueLeft,
          width: valueWidth,
          bold: strong,
        });
      },
    };
  }

  /** Short labels are spread to the width of the column, as printed Chinese forms do: 事　　项. */
  #spread(context: SKRSContext2D, label: string, width: number, top: number): void {
    const characters = splitGraphemes(label);
    const step = (width - PAIR.size) / (characters.length - 1);
    context.font = fontOf(PAIR.size, false);
    for (const [index, character] of characters.entries()) {
      context.fillText(character, Math.round(MARGIN + index * step), baseline(top, PAIR));
    }
  }

  #paragraph(
    text: string,
    { size, leading }: { size: number; leading: number },
    align: SlipAlign = 'left',
    bold: boolean,
  ): Piece {
    const lines = breakLines(text, (line) => this.#measure(line, size, bold), this.#inner);
    return {
      height: lines.length * leading + GAP / 2,
      paint: (context, top) =>
        this.#lines(context, lines, { top, left: MARGIN, width: this.#inner, size, leading, bold, align }),
    };
  }

  /** Whole dots a module, or readers see ragged edges. The white around it is four modules at least, as the standard asks. */
  #qr(text: string, caption: string | undefined): Piece {
    const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
    const moduleDots = Math.max(3, Math.floor(QR.targetDots / modules.size));
    const side = modules.size * moduleDots;
    const quiet = 4 * moduleDots;
    const textLeft = MARGIN + side + quiet;
    const textWidth = this.#width - MARGIN - textLeft;
    const beside = caption !== undefined && textWidth >= 7 * QR.captionSize;
    const lines = caption
      ? breakLines(
          caption,
          (line) => this.#measure(line, QR.captionSize, false),
          beside ? textWidth : this.#inner,
        )
      : [];
    const textHeight = lines.length * QR.captionLeading;
    const left = beside ? MARGIN : Math.round((this.#width - side) / 2);
    // A rule above or below brings a gap of its own.
    const codeHeight = side + 2 * (quiet - GAP);
    return {
      height: beside ? Math.max(codeHeight, textHeight) : codeHeight + textHeight,
      paint: (context, top) => {
        const middle = Math.max(codeHeight, beside ? textHeight : 0) / 2;
        const codeTop = Math.round(top + (beside ? middle - side / 2 : quiet - GAP));
        for (let y = 0; y < modules.size; y++) {
          for (let x = 0; x < modules.size; x++) {
            if (modules.get(y, x)) {
              context.fillRect(left + x * moduleDots, codeTop + y * moduleDots, moduleDots, moduleDots);
            }
          }
        }
        this.#lines(context, lines, {
          top: beside ? Math.round(top + middle - textHeight / 2) : top + codeHeight,
          left: beside ? textLeft : MARGIN,
          width: beside ? textWidth : this.#inner,
          size: QR.captionSize,
          leading: QR.captionLeading,
          bold: false,
          align: beside ? 'left' : 'center',
        });
      },
    };
  }

  #centred(width: number): number {
    return Math.round((this.#width - width) / 2);
  }

  /** Centres what is black: a closing bracket is half a character of white, which would push a title to the left. */
  #inkIndent(
    line: string,
    box: { readonly width: number; readonly size: number; readonly bold: boolean },
  ): number {
    this.#ruler.font = fontOf(box.size, box.bold);
    const { actualBoundingBoxLeft: left, actualBoundingBoxRight: right } = this.#ruler.measureText(line);
    // The ink reaches from -left to right of where the line is put.
    return (box.width - (right - left)) / 2;
  }

  #lines(
    context: SKRSContext2D,
    lines: readonly string[],
    box: {
      readonly top: number;
      readonly left: number;
      readonly width: number;
      readonly size: number;
      readonly leading: number;
      readonly bold: boolean;
      readonly align: SlipAlign;
    },
  ): void {
    context.font = fontOf(box.size, box.bold);
    for (const [index, line] of lines.entries()) {
      const indent = box.align === 'center' ? this.#inkIndent(line, box) : 0;
      context.fillText(line, Math.round(box.left + indent), baseline(box.top + index * box.leading, box));
    }
  }
}

/** Chinese characters fill about 0.88 of the size above the baseline and 0.12 below. */
function baseline(
  top: number,
  { size, leading }: { readonly size: number; readonly leading: number },
): number {
  return Math.round(top + (leading - size) / 2 + size * 0.88);
}

/** A long number is read in fours; one that brings its own separators is left alone. */
function groupNumber(text: string): string[] {
  return /^[0-9A-Za-z]{9,}$/u.test(text) ? (text.match(/.{1,4}/gu) ?? [text]) : [text];
}

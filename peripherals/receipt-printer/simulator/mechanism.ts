import { createCanvas } from '@napi-rs/canvas';
import type { SKRSContext2D } from '@napi-rs/canvas';
import QRCode from 'qrcode';
import type { Operation } from './parser.ts';

export const HEAD_BYTES = 72;
export const HEAD_DOTS = HEAD_BYTES * 8;

/** What the motor, the head and the knife do, one at a time; a stopped printer keeps the rest. */
export type Step =
  | { readonly kind: 'row'; readonly row: Uint8Array | undefined }
  /** A line of characters, or a QR code, is wholly on paper. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'qr'; readonly text: string }
  | { readonly kind: 'cut' }
  | { readonly kind: 'present' | 'retract' | 'eject' }
  | { readonly kind: 'say-printed' };

const COLUMN_DOTS = 12;
const CHARACTER_DOTS = 24;
/** One sixth of an inch at 203 dpi. */
const DEFAULT_LINE_SPACING_DOTS = 34;
/** The way from the head to the knife, which GS V 66 feeds. */
const KNIFE_DISTANCE_DOTS = 96;
const WHITE = new Uint8Array(0);
const ROM_FONT = '"Noto Sans Mono CJK SC", "Noto Sans CJK SC", monospace';

interface Cell {
  readonly text: string;
  readonly dots: number;
  readonly width: number;
  readonly height: number;
  readonly bold: boolean;
  readonly reverse: boolean;
}

/** Turns operations into steps: keeps the settings and the line that is being composed. */
export class Composer {
  #align: 'left' | 'center' | 'right' = 'left';
  #bold = false;
  #reverse = false;
  #width = 1;
  #height = 1;
  #lineSpacing = DEFAULT_LINE_SPACING_DOTS;
  #moduleDots = 3;
  #level: 'L' | 'M' | 'Q' | 'H' = 'L';
  #qrData: Uint8Array = WHITE;
  #cells: Cell[] = [];

  compose(operation: Operation): Step[] {
    switch (operation.op) {
      case 'character':
        return this.#character(operation.text, operation.columns);
      case 'line-feed':
        return this.#line();
      case 'feed-lines':
        return [...this.#line(), ...feed(Math.max(0, operation.lines - 1) * this.#lineSpacing)];
      case 'feed-dots':
        return [...this.#pending(), ...feed(operation.dots)];
      case 'dots':
        return [...this.#pending(), { kind: 'row', row: operation.row }];
      case 'cut':
        return [...this.#pending(), ...feed(KNIFE_DISTANCE_DOTS), { kind: 'cut' }];
      case 'present':
      case 'retract':
      case 'eject':
        return [{ kind: operation.op }];
      case 'qr-print':
        return [...this.#pending(), ...this.#qr()];
      case 'answer-when-printed':
        return [{ kind: 'say-printed' }];
      default:
        this.#set(operation);
        return [];
    }
  }

  /** As after switching on. */
  reset(): void {
    this.#set({ op: 'initialise' });
  }

  #set(operation: Operation): void {
    switch (operation.op) {
      case 'initialise':
        this.#align = 'left';
        this.#bold = this.#reverse = false;
        this.#width = this.#height = 1;
        this.#lineSpacing = DEFAULT_LINE_SPACING_DOTS;
        this.#qrData = WHITE;
        this.#cells = [];
        return;
      case 'align':
        this.#align = operation.align;
        return;
      case 'bold':
        this.#bold = operation.on;
        return;
      case 'reverse':
        this.#reverse = operation.on;
        return;
      case 'size':
        this.#width = operation.width;
        this.#height = operation.height;
        return;
      case 'line-spacing':
        this.#lineSpacing = operation.dots === 'default' ? DEFAULT_LINE_SPACING_DOTS : operation.dots;
        return;
      case 'qr-module':
        this.#moduleDots = operation.dots;
        return;
      case 'qr-level':
        this.#level = operation.level;
        return;
      case 'qr-store':
        this.#qrData = operation.data;
    }
  }

  #character(text: string, columns: 1 | 2): Step[] {
    const dots = columns * COLUMN_DOTS * this.#width;
    const used = this.#cells.reduce((sum, cell) => sum + cell.dots, 0);
    const wrapped = used + dots > HEAD_DOTS ? this.#line() : [];
    this.#cells.push({
      text,
      dots,
      width: this.#width,
      height: this.#height,
      bold: this.#bold,
      reverse: this.#reverse,
    });
    return wrapped;
  }

  #pending(): Step[] {
    return this.#cells.length === 0 ? [] : this.#line();
  }

  #line(): Step[] {
    const cells = this.#cells;
    if (cells.length === 0) return feed(this.#lineSpacing);
    this.#cells = [];
    const height = Math.max(...cells.map((cell) => cell.height * CHARACTER_DOTS));
    const total = cells.reduce((sum, cell) => sum + cell.dots, 0);
    const context = whiteCanvas(height);
    let left = this.#indent(total);
    for (const cell of cells) {
      drawCell(context, cell, left, height);
      left += cell.dots;
    }
    return [
      ...rowsOf(context, height),
      ...feed(Math.max(this.#lineSpacing - height, 0)),
      { kind: 'text', text: cells.map((cell) => cell.text).join('') },
    ];
  }

  #qr(): Step[] {
    const text = new TextDecoder().decode(this.#qrData);
    let modules;
    try {
      modules = QRCode.create([{ data: this.#qrData, mode: 'byte' }], {
        errorCorrectionLevel: this.#level,
      }).modules;
    } catch {
      return []; // Empty or too long for a QR code: a printer prints nothing.
    }
    const side = modules.size * this.#moduleDots;
    if (side > HEAD_DOTS) return [];
    const context = whiteCanvas(side);
    const left = this.#indent(side);
    context.fillStyle = '#000';
    for (let y = 0; y < modules.size; y++) {
      for (let x = 0; x < modules.size; x++) {
        if (!modules.get(y, x)) continue;
        context.fillRect(
          left + x * this.#moduleDots,
          y * this.#moduleDots,
          this.#moduleDots,
          this.#moduleDots,
        );
      }
    }
    return [...rowsOf(context, side), { kind: 'qr', text }];
  }

  #indent(width: number): number {
    const free = HEAD_DOTS - width;
    return this.#align === 'left' ? 0 : this.#align === 'center' ? Math.floor(free / 2) : free;
  }
}

function feed(dots: number): Step[] {
  return Array.from({ length: dots }, () => ({ kind: 'row', row: undefined }));
}

function whiteCanvas(height: number): SKRSContext2D {
  const context = createCanvas(HEAD_DOTS, height).getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, HEAD_DOTS, height);
  return context;
}

/** A character in its cell of 12×24 or 24×24 dots, magnified by whole numbers, standing on the line's lower edge. */
function drawCell(context: SKRSContext2D, cell: Cell, left: number, lineHeight: number): void {
  const height = cell.height * CHARACTER_DOTS;
  context.fillStyle = '#000';
  if (cell.reverse) {
    context.fillRect(left, lineHeight - height, cell.dots, height);
    context.fillStyle = '#fff';
  }
  context.save();
  context.translate(left, lineHeight - height);
  context.scale(cell.width, cell.height);
  context.font = `${CHARACTER_DOTS}px ${ROM_FONT}`;
  context.fillText(cell.text, 0, 21);
  // Printers know no bold font: they strike each dot twice, one to the right.
  if (cell.bold) context.fillText(cell.text, 1, 21);
  context.restore();
}

function rowsOf(context: SKRSContext2D, height: number): Step[] {
  const { data: pixels } = context.getImageData(0, 0, HEAD_DOTS, height);
  return Array.from({ length: height }, (_, y): Step => {
    const row = new Uint8Array(HEAD_BYTES);
    for (let x = 0; x < HEAD_DOTS; x++) {
      if ((pixels[(y * HEAD_DOTS + x) * 4] ?? 255) < 140)
        row[x >> 3] = (row[x >> 3] ?? 0) | (0x80 >> (x & 7));
    }
    return { kind: 'row', row };
  });
}

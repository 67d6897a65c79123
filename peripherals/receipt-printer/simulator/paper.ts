import { createCanvas } from '@napi-rs/canvas';
import { HEAD_BYTES, HEAD_DOTS } from './mechanism.ts';

/** A piece of paper that somebody holds in the hand. */
export interface PaperSlip {
  readonly id: string;
  /** 80 mm wide, 8 dots a millimetre: the dots exactly as printed. */
  readonly png: Buffer;
  /** Lines printed as characters; empty for a slip sent as a picture. */
  readonly texts: readonly string[];
  /** Contents of the QR codes that the printer made itself. */
  readonly qrTexts: readonly string[];
  /** `retracted`: nobody took it, it is in the printer's bin. */
  readonly end: 'cut' | 'torn' | 'retracted';
}

/** 80 mm paper, 72 mm of it under the head. */
const PAPER_DOTS = 640;
const SIDE_DOTS = (PAPER_DOTS - HEAD_DOTS) / 2;
/** Above the first line there is the paper between the knife and the head. */
const TOP_DOTS = 40;
const PAPER_COLOUR = [0xfb, 0xfa, 0xf6, 0xff] as const;
const DOT_COLOUR = [0x22, 0x22, 0x26, 0xff] as const;

/** Paper that hangs out of the printer, longer with each line. */
export class HangingPaper {
  #rows: (Uint8Array | undefined)[] = [];
  #texts: string[] = [];
  #qrTexts: string[] = [];

  get lines(): number {
    return this.#rows.length;
  }

  /** Fed, and nothing on it. */
  get isBlank(): boolean {
    const isWhite = (row: Uint8Array | undefined): boolean => row?.every((byte) => byte === 0) ?? true;
    return this.#texts.length + this.#qrTexts.length === 0 && this.#rows.every(isWhite);
  }

  addRow(row: Uint8Array | undefined): void {
    this.#rows.push(row);
  }

  addText(text: string): void {
    this.#texts.push(text);
  }

  addQrText(text: string): void {
    this.#qrTexts.push(text);
  }

  /** What has been printed so far, taken off: the paper that hangs out is new. */
  takeOff(id: string, end: 'cut' | 'torn'): PaperSlip {
    const slip = { id, png: this.draw(), texts: this.#texts, qrTexts: this.#qrTexts, end };
    this.#rows = [];
    this.#texts = [];
    this.#qrTexts = [];
    return slip;
  }

  draw(): Buffer {
    const height = TOP_DOTS + Math.max(1, this.#rows.length);
    const canvas = createCanvas(PAPER_DOTS, height);
    const context = canvas.getContext('2d');
    const picture = context.createImageData(PAPER_DOTS, height);
    for (let at = 0; at < picture.data.length; at += 4) picture.data.set(PAPER_COLOUR, at);
    for (const [y, row] of this.#rows.entries()) {
      if (row === undefined) continue;
      for (let byte = 0; byte < HEAD_BYTES; byte++) {
        for (let bit = 0, bits = row[byte] ?? 0; bits !== 0; bit++, bits = (bits << 1) & 0xff) {
          if (bits & 0x80) {
            picture.data.set(DOT_COLOUR, ((TOP_DOTS + y) * PAPER_DOTS + SIDE_DOTS + byte * 8 + bit) * 4);
          }
        }
      }
    }
    context.putImageData(picture, 0, 0);
    return canvas.toBuffer('image/png');
  }
}

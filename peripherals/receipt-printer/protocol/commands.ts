/**
 * ESC/POS commands as bytes. Values: Epson's ESC/POS reference and the printers' manuals that agree with it
 * (TM-U220, TM-T88III, TM-T90, CT-S300); the Chinese commands (FS &) as GB18030 models have them.
 */
const ESC = 0x1b;
const FS = 0x1c;
const GS = 0x1d;
const DLE = 0x10;

export type StatusRequest = 1 | 2 | 3 | 4;

/** Cheap printers keep one image of at most this many lines; a taller picture goes in slices. */
export const MAX_RASTER_LINES = 255;

const QR_MODEL_2 = [GS, 0x28, 0x6b, 0x04, 0x00, 0x31, 0x41, 0x32, 0x00];
const QR_LEVEL_M = [GS, 0x28, 0x6b, 0x03, 0x00, 0x31, 0x45, 0x31];
const QR_PRINT = [GS, 0x28, 0x6b, 0x03, 0x00, 0x31, 0x51, 0x30];

export const command = {
  /** ESC @: settings back to those of switching on. */
  initialise: () => [ESC, 0x40],
  /** FS & after ESC t 0: bytes above 0x7f are GB18030. */
  chineseOn: () => [ESC, 0x74, 0x00, FS, 0x26],
  align: (align: 'left' | 'center') => [ESC, 0x61, align === 'center' ? 1 : 0],
  bold: (on: boolean) => [ESC, 0x45, on ? 1 : 0],
  reverse: (on: boolean) => [GS, 0x42, on ? 1 : 0],
  /** Times the width and the height of a character, 1 to 8. */
  size: (width: number, height: number) => [GS, 0x21, ((width - 1) << 4) | (height - 1)],
  lineFeed: () => [0x0a],
  /** ESC J: feed in dots. */
  feedDots: (dots: number) => [ESC, 0x4a, dots],
  /** GS V 66 0: feed to the knife and cut, leaving one point where the model has it. */
  cut: () => [GS, 0x56, 0x42, 0x00],
  /** ESC i: a whole cut, for printers with a presenter. */
  cutWhole: () => [ESC, 0x69],
  /** GS e 3: hold the slip out, so many steps. Custom's and Infinite Peripherals' manuals (KPM210, "Ejector commands"). */
  present: (steps: number) => [GS, 0x65, 0x03, steps],
  /** GS e 2: take back what is held out; nothing happens when nothing is. The same manuals. */
  retract: () => [GS, 0x65, 0x02],
  /** DLE EOT n: one byte of state at once, also while the printer has stopped. */
  askStatus: (request: StatusRequest) => [DLE, 0x04, request],
  /** GS a 255: tell every change of state unasked, and the present state once. ESC @ ends it. */
  noticesOn: () => [GS, 0x61, 0xff],
  /** GS r 1: answered only when everything before it has been printed. */
  askPrinted: () => [GS, 0x72, 0x01],
  /**
   * Throws away what the printer still holds, so that it does not come out after a refill: DLE ENQ 2 for models that know
   * only that one, DLE DC4 8 for those that honour it in every state. Nothing may follow before the printer has answered
   * 37 25 00 (TM-T90 manual); a model that does not know DLE DC4 8 stays silent.
   */
  cancel: () => [DLE, 0x05, 0x02, DLE, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08],
} as const;

/** What version 40 holds at level M; of more a printer prints nothing and says nothing. */
const QR_CAPACITY_BYTES = 2331;

/** GS ( k: a native QR code, module size in dots (1 to 16), level M. @throws RangeError above 2331 bytes of data. */
export function qrCode(data: Uint8Array, moduleDots: number): number[] {
  if (data.length > QR_CAPACITY_BYTES)
    throw new RangeError(`${data.length} bytes are too many for a QR code`);
  const length = data.length + 3;
  return [
    ...QR_MODEL_2,
    ...[GS, 0x28, 0x6b, 0x03, 0x00, 0x31, 0x43, moduleDots],
    ...QR_LEVEL_M,
    ...[GS, 0x28, 0x6b, length & 0xff, length >> 8, 0x31, 0x50, 0x30],
    ...data,
    ...QR_PRINT,
  ];
}

/** One bit a dot, 1 = black, rows of `widthBytes`. */
export interface Bitmap {
  readonly widthBytes: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/**
 * GS v 0: the picture in slices of at most 255 lines, each one whole command; a printer that stops between two of them is
 * at the start of a command. Inside a picture DLE followed by EOT, ENQ or DC4 would be obeyed as a real-time command
 * ("care must be taken with bit image data", CT-S300 and TM-T90 manuals), so there one neighbouring dot is added.
 */
export function rasterSlices(bitmap: Bitmap): Uint8Array[] {
  const slices: Uint8Array[] = [];
  for (let top = 0; top < bitmap.height; top += MAX_RASTER_LINES) {
    const lines = Math.min(MAX_RASTER_LINES, bitmap.height - top);
    const { widthBytes } = bitmap;
    const head = [GS, 0x76, 0x30, 0x00, widthBytes & 0xff, widthBytes >> 8, lines, 0x00];
    const slice = new Uint8Array(head.length + widthBytes * lines);
    slice.set(head);
    slice.set(bitmap.data.subarray(top * widthBytes, (top + lines) * widthBytes), head.length);
    for (let i = head.length; i < slice.length; i++) {
      const next = slice[i + 1];
      if (slice[i] === DLE && (next === 0x04 || next === 0x05 || next === 0x14)) slice[i] = 0x18;
    }
    slices.push(slice);
  }
  return slices;
}

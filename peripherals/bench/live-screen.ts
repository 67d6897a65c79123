/**
 * The kiosk screen of a machine without a display. Xvfb, started with `-fbdir FOLDER`, keeps its picture in the file
 * FOLDER/Xvfb_screen0 (a shared mapping: it always holds what is on the screen now) in the X Window Dump format,
 * version 7, of X11's XWDFile.h: a header of 32-bit big-endian numbers, the window's name, the colour map, the pixels.
 */
import { execFile } from 'node:child_process';
import { open } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createCanvas, ImageData } from '@napi-rs/canvas';

export interface ScreenPicture {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** width × height × 4 bytes: red, green, blue, 255. */
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
}

export type ParsedScreen =
  { readonly ok: true; readonly picture: ScreenPicture } | { readonly ok: false; readonly problem: string };

const XWD_FILE_VERSION = 7;
const XWD_Z_PIXMAP = 2;
const XWD_HEADER_BYTES = 100;
const XWD_COLOR_BYTES = 12;

/** Reads the picture out of an X Window Dump as Xvfb writes it: ZPixmap, depth 24, 32 bits a pixel, blue first. */
export function parseXwd(file: Buffer): ParsedScreen {
  if (file.length < XWD_HEADER_BYTES)
    return { ok: false, problem: 'The frame buffer file has no whole header.' };
  // Offsets are those of struct XWDFileHeader in XWDFile.h, four bytes a field.
  const field = (index: number) => file.readUInt32BE(index * 4);
  const headerBytes = field(0);
  const width = field(4);
  const height = field(5);
  const littleEndian = field(7) === 0;
  const bitsPerPixel = field(11);
  const bytesPerLine = field(12);
  const colors = field(19);
  if (field(1) !== XWD_FILE_VERSION || field(2) !== XWD_Z_PIXMAP || !littleEndian || bitsPerPixel !== 32) {
    return { ok: false, problem: 'The frame buffer is not a 24-bit picture of Xvfb (start it with WxHx24).' };
  }
  const start = headerBytes + colors * XWD_COLOR_BYTES;
  if (file.length < start + bytesPerLine * height || bytesPerLine < width * 4) {
    return { ok: false, problem: 'The frame buffer file is shorter than its header says.' };
  }
  const rgba = new Uint8ClampedArray(width * height * 4);
  const to = new Uint32Array(rgba.buffer);
  // A copy of its own is aligned, so that the pixels can be read as words; a pooled Buffer need not be.
  const from = new Uint32Array(new Uint8Array(file.subarray(start, start + bytesPerLine * height)).buffer);
  const wordsPerLine = bytesPerLine / 4;
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const pixel = from[row * wordsPerLine + column] ?? 0;
      // Memory order blue, green, red, unused → red, green, blue, opaque.
      to[row * width + column] =
        0xff000000 | ((pixel & 0xff) << 16) | (pixel & 0xff00) | ((pixel >>> 16) & 0xff);
    }
  }
  return { ok: true, picture: { width, height, rgba } };
}

export interface LiveScreenSource {
  /** The file that Xvfb's `-fbdir` made. */
  readonly framebufferFile: string;
  /** The X display it belongs to, e.g. `:99`. */
  readonly display: string;
}

export interface EncodedScreen {
  /** Grows by one with each picture that differs from the one before; starts anew, elsewhere, with the process. */
  readonly frame: number;
  readonly width: number;
  readonly height: number;
  readonly bytes: Buffer;
}

export type ScreenAnswer =
  | { readonly kind: 'picture'; readonly screen: EncodedScreen }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'unavailable'; readonly problem: string };

const LOOK_INTERVAL_MS = 150;
const JPEG_QUALITY_PERCENT = 82;
/** The longer edge of the JPEG, pixels: enough for the page, half the work of the full picture. */
const JPEG_LONGER_EDGE_PX = 1280;

/** Looks at the frame buffer only while somebody waits for a picture, and encodes it only when it has changed. */
export class LiveScreen {
  readonly #source: LiveScreenSource;
  readonly #closing = new AbortController();
  #file: Buffer = Buffer.alloc(0);
  #picture: ScreenPicture | undefined;
  #frame = Date.now();
  #jpeg: EncodedScreen | undefined;
  #looking: Promise<string | undefined> | undefined;

  constructor(source: LiveScreenSource) {
    this.#source = source;
  }

  /**
   * The screen as JPEG, scaled down. With `newerThan` the frame that the caller already has, it waits until there is
   * another one, at most `waitMs` milliseconds.
   */
  async jpeg({ newerThan, waitMs = 0 }: { newerThan?: number; waitMs?: number } = {}): Promise<ScreenAnswer> {
    const deadline = performance.now() + waitMs;
    for (;;) {
      const problem = await this.#look();
      if (problem !== undefined) return { kind: 'unavailable', problem };
      if (this.#frame !== newerThan) return { kind: 'picture', screen: await this.#encodeJpeg() };
      if (this.#closing.signal.aborted || performance.now() >= deadline) return { kind: 'unchanged' };
      // Closing ends the wait early, which is no failure.
      await delay(LOOK_INTERVAL_MS, undefined, { signal: this.#closing.signal }).catch(() => undefined);
    }
  }

  /** The screen as PNG in its full size. */
  async png(): Promise<ScreenAnswer> {
    const problem = await this.#look();
    const picture = this.#picture;
    if (problem !== undefined || picture === undefined) {
      return { kind: 'unavailable', problem: problem ?? 'There is no picture yet.' };
    }
    const { width, height } = picture;
    const bytes = await draw(picture, 1).encode('png');
    return { kind: 'picture', screen: { frame: this.#frame, width, height, bytes } };
  }

  /** Touches the screen at a point in its own pixels; answers a sentence when it could not. */
  async tap({ x, y }: { x: number; y: number }): Promise<string | undefined> {
    const problem = await this.#look();
    if (problem !== undefined) return problem;
    const { width, height } = this.#picture ?? { width: 0, height: 0 };
    if (x < 0 || y < 0 || x >= width || y >= height) {
      return `The point lies outside the screen of ${width}×${height} pixels.`;
    }
    const env = { ...process.env, DISPLAY: this.#source.display };
    const point = [String(Math.floor(x)), String(Math.floor(y))];
    try {
      await promisify(execFile)('xdotool', ['mousemove', ...point, 'click', '1'], { env, timeout: 5_000 });
      return undefined;
    } catch (error) {
      const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      return missing ? 'Tapping needs the program xdotool.' : 'The display did not take the tap.';
    }
  }

  /** Ends every wait. */
  close(): void {
    this.#closing.abort();
  }

  /** Callers at the same time share one look; answers a sentence when there is nothing to see. */
  #look(): Promise<string | undefined> {
    this.#looking ??= this.#readFile().finally(() => (this.#looking = undefined));
    return this.#looking;
  }

  async #readFile(): Promise<string | undefined> {
    let file: Buffer;
    try {
      file = await readAtOnce(this.#source.framebufferFile);
    } catch {
      return 'The frame buffer file is not there: is Xvfb running with -fbdir?';
    }
    if (this.#picture !== undefined && file.equals(this.#file)) return undefined;
    const parsed = parseXwd(file);
    if (!parsed.ok) return parsed.problem;
    this.#file = file;
    this.#picture = parsed.picture;
    this.#frame += 1;
    return undefined;
  }

  async #encodeJpeg(): Promise<EncodedScreen> {
    const picture = this.#picture;
    const frame = this.#frame;
    if (picture === undefined) throw new Error('jpeg() looks before it encodes');
    if (this.#jpeg?.frame === frame) return this.#jpeg;
    const scale = Math.min(1, JPEG_LONGER_EDGE_PX / Math.max(picture.width, picture.height));
    const bytes = await draw(picture, scale).encode('jpeg', JPEG_QUALITY_PERCENT);
    this.#jpeg = { frame, width: picture.width, height: picture.height, bytes };
    return this.#jpeg;
  }
}

/** One read call for the whole file: the shorter it takes, the seldomer a picture is caught while it is drawn. */
async function readAtOnce(path: string): Promise<Buffer> {
  await using file = await open(path);
  const { size } = await file.stat();
  const { buffer, bytesRead } = await file.read(Buffer.allocUnsafeSlow(size), 0, size, 0);
  return buffer.subarray(0, bytesRead);
}

function draw({ width, height, rgba }: ScreenPicture, scale: number) {
  const full = createCanvas(width, height);
  full.getContext('2d').putImageData(new ImageData(rgba, width, height), 0, 0);
  if (scale === 1) return full;
  const small = createCanvas(Math.round(width * scale), Math.round(height * scale));
  const context = small.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(full, 0, 0, small.width, small.height);
  return small;
}

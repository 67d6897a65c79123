import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Bitmap } from '../protocol/commands.ts';

/** A grey dot becomes black below this: a little towards black, since thermal dots of thin strokes print pale. */
const BLACK_BELOW = 165;

/** The drawing in black and white; `width` in dots, a multiple of 8. */
export function toBitmap(context: SKRSContext2D, width: number, height: number): Bitmap {
  const { data: pixels } = context.getImageData(0, 0, width, height);
  const widthBytes = width / 8;
  const data = new Uint8Array(widthBytes * height);
  for (let i = 0; i < width * height; i++) {
    // Cleared parts are transparent: white. Everything drawn is grey, so one channel says it all.
    const alpha = pixels[i * 4 + 3] ?? 0;
    const luminance = 255 - ((255 - (pixels[i * 4] ?? 255)) * alpha) / 255;
    if (luminance < BLACK_BELOW) {
      const at = Math.floor(i / 8);
      data[at] = (data[at] ?? 0) | (0x80 >> (i % 8));
    }
  }
  return { widthBytes, height, data };
}

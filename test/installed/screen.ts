import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { parseXwd, type ScreenPicture } from '../../peripherals/bench/live-screen.ts';
import type { DebianRoot } from './debian-root.ts';

/** Before a program that draws, looks or types. */
export const ON_THE_SCREEN = ['env', 'DISPLAY=:0', 'XAUTHORITY=/run/tongban-display/xauthority'] as const;

/** What hangs in the hall: X with a graphics card that is none. */
export const UPRIGHT = { width: 1080, height: 1920 } as const;

export const XORG_CONF = `Section "Device"
  Identifier "card"
  Driver "dummy"
  VideoRam 65536
EndSection
Section "Monitor"
  Identifier "panel"
  HorizSync 5-1000
  VertRefresh 5-200
  Modeline "upright" 146.25 ${UPRIGHT.width} 1168 1280 1480 ${UPRIGHT.height} 1923 1933 1982
EndSection
Section "Screen"
  Identifier "screen"
  Device "card"
  Monitor "panel"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Modes "upright"
    Virtual ${UPRIGHT.width} ${UPRIGHT.height}
  EndSubSection
EndSection
`;

/** A screen with another question differs from the one before by at least so much; the screens share their frame. */
const SHARE_OF_ANOTHER = 0.01;

/** Runs a program that has the cookie of the X server. @throws Error with its output when it fails */
export function onTheScreen(
  debian: DebianRoot,
  program: string,
  ...args: readonly string[]
): Promise<string> {
  return debian.must(...ON_THE_SCREEN, program, ...args);
}

/** What is on the screen now. @throws Error when there is no picture */
export async function look(debian: DebianRoot): Promise<ScreenPicture> {
  const file = join(debian.shared, 'screen.xwd');
  await onTheScreen(debian, 'xwd', '-root', '-silent', '-out', '/outside/screen.xwd');
  const parsed = parseXwd(readFileSync(file));
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.picture;
}

/** How many colours there are on every tenth line: a dark or an empty screen has one or two. */
export function coloursOf({ width, height, rgba }: ScreenPicture): number {
  const pixels = new Uint32Array(rgba.buffer);
  const colours = new Set<number | undefined>();
  for (let row = 0; row < height; row += 10)
    for (let column = 0; column < width; column += 1) colours.add(pixels[row * width + column]);
  return colours.size;
}

/** Whether another screen is shown than before, and not only a clock that went on. */
export function isAnother(now: ScreenPicture, before: ScreenPicture | null): boolean {
  if (before === null) return true;
  const [fresh, old] = [now, before].map(({ rgba }) => new Uint32Array(rgba.buffer)) as [
    Uint32Array,
    Uint32Array,
  ];
  let changed = 0;
  for (let at = 0; at < fresh.length; at += 1) if (fresh[at] !== old[at]) changed += 1;
  return changed > fresh.length * SHARE_OF_ANOTHER;
}

/** What a picture laid in the middle of the screen shows there; it covers all of it. */
export async function inTheMiddle(file: string): Promise<ScreenPicture> {
  const picture = await loadImage(file);
  const { width, height } = UPRIGHT;
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(picture, (width - picture.width) / 2, (height - picture.height) / 2);
  const { data } = context.getImageData(0, 0, width, height);
  return { width, height, rgba: new Uint8ClampedArray(data) };
}

/** Whether two pictures are the same, pixel for pixel. */
export function isSame(one: ScreenPicture, other: ScreenPicture): boolean {
  return Buffer.from(one.rgba.buffer).equals(Buffer.from(other.rgba.buffer));
}

/** A finger at a place in pixels. */
export async function touch(debian: DebianRoot, x: number, y: number): Promise<void> {
  await onTheScreen(debian, 'xdotool', 'mousemove', String(x), String(y), 'click', '1');
}

export async function keep(picture: ScreenPicture, file: string): Promise<void> {
  const { width, height, rgba } = picture;
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const image = context.createImageData(width, height);
  image.data.set(rgba);
  context.putImageData(image, 0, 0);
  writeFileSync(file, await canvas.encode('png'));
}

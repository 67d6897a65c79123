import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LiveScreen, parseXwd, type ScreenAnswer } from './live-screen.ts';
import { eventually, startDisplayUnderTest, type DisplayUnderTest } from './test-support.ts';

const JPEG_COLOR_TOLERANCE = 8;

function near(color: number[], wanted: number[]): boolean {
  return wanted.every((value, index) => Math.abs((color[index] ?? 0) - value) <= JPEG_COLOR_TOLERANCE);
}

describe('a real Xvfb', () => {
  let display: DisplayUnderTest;
  let screen: LiveScreen;

  beforeAll(async () => {
    display = await startDisplayUnderTest({ width: 540, height: 960 });
    screen = new LiveScreen(display.source);
  });

  afterAll(async () => {
    screen.close();
    await display.stop();
  });

  async function fill(color: string): Promise<void> {
    await display.run('xsetroot', ['-solid', color]);
  }

  async function cornerOf(bytes: Buffer): Promise<{ width: number; height: number; color: number[] }> {
    const image = await loadImage(bytes);
    const canvas = createCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(10, 10, 1, 1);
    return { width: image.width, height: image.height, color: [...data.subarray(0, 3)] };
  }

  async function follow(waiting: Promise<ScreenAnswer>): Promise<{ frame: number; color: number[] }> {
    const answer = await waiting;
    if (answer.kind !== 'picture') throw new Error(`The screen answered ${answer.kind}.`);
    return { frame: answer.screen.frame, color: (await cornerOf(answer.screen.bytes)).color };
  }

  test('the picture has the size and the exact colour of the screen', async () => {
    await fill('#0d5c63');
    await eventually(async () => {
      const answer = await screen.png();
      return answer.kind === 'picture' ? cornerOf(answer.screen.bytes) : answer;
    }).toEqual({ width: 540, height: 960, color: [0x0d, 0x5c, 0x63] });
  });

  test('whoever waits gets the next picture as soon as the screen changes', async () => {
    const before = await screen.jpeg();
    if (before.kind !== 'picture') throw new Error(before.kind);
    const waiting = screen.jpeg({ newerThan: before.screen.frame, waitMs: 10_000 });
    await fill('#b9312b');
    // A picture may be caught half drawn; then the whole one follows as the next frame.
    let { frame, color } = await follow(waiting);
    expect(frame).toBeGreaterThan(before.screen.frame);
    while (!near(color, [0xb9, 0x31, 0x2b])) {
      ({ frame, color } = await follow(screen.jpeg({ newerThan: frame, waitMs: 10_000 })));
    }
  });

  test('a screen at rest is answered with "unchanged", not with the same picture again', async () => {
    const before = await screen.jpeg();
    if (before.kind !== 'picture') throw new Error(before.kind);
    expect(await screen.jpeg({ newerThan: before.screen.frame, waitMs: 200 })).toEqual({ kind: 'unchanged' });
  });

  test('a tap moves the pointer of that display to the point', async () => {
    expect(await screen.tap({ x: 123.7, y: 456 })).toBeUndefined();
    expect(await display.run('xdotool', ['getmouselocation'])).toContain('x:123 y:456');
  });

  test('a tap beside the screen is refused with a sentence', async () => {
    expect(await screen.tap({ x: 540, y: 10 })).toContain('540×960');
  });
});

describe('a frame buffer that cannot be read', () => {
  test('no file: unavailable, no exception', async () => {
    const screen = new LiveScreen({ framebufferFile: join(tmpdir(), 'tongban-no-such-file'), display: ':0' });
    expect(await screen.jpeg()).toMatchObject({ kind: 'unavailable' });
    expect(await screen.tap({ x: 1, y: 1 })).toContain('frame buffer');
  });

  test('a file of something else is refused', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tongban-screen-'));
    const framebufferFile = join(folder, 'Xvfb_screen0');
    await writeFile(framebufferFile, Buffer.alloc(4096, 7));
    const screen = new LiveScreen({ framebufferFile, display: ':0' });
    expect(await screen.png()).toMatchObject({ kind: 'unavailable' });
    await rm(folder, { recursive: true });
  });

  test('a header that promises more pixels than there are is refused', () => {
    const file = Buffer.alloc(100 + 64);
    for (const [index, value] of [
      [0, 100],
      [1, 7],
      [2, 2],
      [4, 1000],
      [5, 1000],
      [11, 32],
      [12, 4000],
    ] as const) {
      file.writeUInt32BE(value, index * 4);
    }
    expect(parseXwd(file)).toMatchObject({ ok: false });
    expect(parseXwd(file.subarray(0, 40))).toMatchObject({ ok: false });
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inspectPhoto } from './index.ts';
import { INCOME_CERTIFICATE, photographDesk, writeFakeVideo } from './simulator/index.ts';

let folder: string;
let file: string;
let server: Server;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tongban-fake-video-'));
  file = join(folder, 'desk.mjpeg');
  writeFakeVideo(file, photographDesk(null));
  server = createServer((_request, response) =>
    response.setHeader('content-type', 'text/html').end('<video>'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium', // Debian package chromium
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${file}`,
    ],
  });
  const context = await browser.newContext({ permissions: ['camera'] });
  page = await context.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await page.evaluate(async () => {
    const video = document.querySelector('video')!;
    video.muted = true;
    video.srcObject = await navigator.mediaDevices.getUserMedia({
      video: { width: { ideal: 3840 }, height: { ideal: 2160 } },
    });
    await video.play();
  });
});
afterAll(async () => {
  await browser.close();
  server.close();
  rmSync(folder, { recursive: true });
});

interface Taken {
  readonly base64: string;
  /** In the middle of the picture, 0 to 255. */
  readonly brightness: number;
}

/** What a page does to take a photograph. */
function takePhoto(): Promise<Taken> {
  return page.evaluate(async () => {
    const video = document.querySelector('video')!;
    const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
    const context = canvas.getContext('2d')!;
    context.drawImage(video, 0, 0);
    const [red = 0] = context.getImageData(canvas.width / 3, canvas.height / 4, 1, 1).data;
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
    const bytes = new Uint8Array(await blob.arrayBuffer());
    let text = '';
    for (const byte of bytes) text += String.fromCharCode(byte);
    return { base64: btoa(text), brightness: red };
  });
}

test('Chromium plays the desk as a camera, and its photograph is a usable one', async () => {
  const { base64, brightness } = await takePhoto();
  expect(brightness).toBeLessThan(100);
  expect(inspectPhoto(Buffer.from(base64, 'base64'))).toEqual({
    kind: 'usable',
    widthPx: 1920,
    heightPx: 1080,
    resolutionDpi: 164,
  });
});

test('a paper that is put on the desk is seen by the camera that runs', async () => {
  writeFakeVideo(file, photographDesk(INCOME_CERTIFICATE));
  await expect.poll(async () => (await takePhoto()).brightness, { timeout: 20_000 }).toBeGreaterThan(200);
  writeFakeVideo(file, photographDesk(null));
  await expect.poll(async () => (await takePhoto()).brightness, { timeout: 20_000 }).toBeLessThan(100);
});

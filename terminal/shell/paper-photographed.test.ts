import type { Page } from 'playwright';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildUi, UI_FOLDER } from '../../tools/setup/setup.mjs';
import { materialView } from './testing/fake-core.ts';
import { startKiosk, type Kiosk } from './testing/kiosk.ts';

/** The real screens in the real Electron, with Chromium's own camera: its picture moves, and it takes the usual ways. */
let kiosk: Kiosk;
let page: Page;

beforeEach(async () => {
  await buildUi();
  kiosk = await startKiosk({ uiFolder: UI_FOLDER });
  page = await kiosk.page();
  // Every track that the page is ever given, to ask it afterwards whether it ended.
  await page.evaluate(() => {
    const tracks: MediaStreamTrack[] = [];
    Object.assign(window, { tracks });
    const given = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (constraints) => {
      const stream = await given(constraints);
      tracks.push(...stream.getTracks());
      return stream;
    };
  });
});
afterEach(async () => {
  await kiosk.stop();
});

/** A picture of 4K takes a busy machine a while; a condition that holds is seen at once. */
const PATIENCE_MS = 20_000;
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: PATIENCE_MS });
const action = (name: string) => page.locator(`[data-action="${name}"]:enabled`);
const tracks = () =>
  page.evaluate(() =>
    (window as unknown as { tracks: MediaStreamTrack[] }).tracks.map((track) => [
      track.kind,
      track.readyState,
    ]),
  );
const cameraIs = (state: string) => page.locator(`[data-camera="${state}"]`).waitFor();
/** A number that differs when the picture does: large enough for the clock in it, since all else comes round again. */
const picture = (element: 'video' | 'canvas') =>
  page.evaluate((name) => {
    const source = document.querySelector<HTMLVideoElement | HTMLCanvasElement>(name);
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [960, 540];
    const context = canvas.getContext('2d');
    if (source && source.clientWidth > 0) context?.drawImage(source, 0, 0, 960, 540);
    const data = context?.getImageData(0, 0, 960, 540).data ?? new Uint8ClampedArray();
    return data.reduce((sum, value, index) => (sum * 31 + value * (index % 7)) % 1_000_003, 7);
  }, element);
const called = (method: string) => kiosk.core.calls.filter((call) => call.method === method);

/** Width and height of a baseline or progressive JPEG, from its frame header (ITU-T T.81, B.2.2). */
function sizeOfJpeg(bytes: Buffer): { width: number; height: number } | null {
  let at = 2;
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1];
    if (marker === 0xc0 || marker === 0xc2) {
      return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    }
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
}

test('a paper is photographed: the preview moves, a retake is another picture, core gets the whole JPEG', async () => {
  await kiosk.core.show(materialView('pages'));
  await action('openCamera').click();
  await eventually(() => called('session.openCamera')).toHaveLength(1);
  expect(await tracks()).toEqual([]);

  await kiosk.core.show(materialView('camera'));
  await cameraIs('live');
  const first = await picture('video');
  await eventually(() => picture('video')).not.toBe(first);
  const size = await page.evaluate(() => {
    const video = document.querySelector('video');
    return { width: video?.videoWidth, height: video?.videoHeight };
  });

  await action('shoot').click();
  await cameraIs('frozen');
  const taken = await picture('canvas');
  await action('retake').click();
  await cameraIs('live');
  await eventually(() => picture('video')).not.toBe(taken);
  await action('shoot').click();
  await cameraIs('frozen');
  expect(await picture('canvas')).not.toBe(taken);
  expect(called('session.addPhoto')).toEqual([]);

  await action('addPhoto').click();
  await eventually(() => called('session.addPhoto')).toHaveLength(1);
  const { jpeg } = called('session.addPhoto')[0]?.params as { jpeg: string };
  const bytes = Buffer.from(jpeg, 'base64');
  expect(bytes.subarray(0, 2).toString('hex')).toBe('ffd8');
  expect(bytes.subarray(-2).toString('hex')).toBe('ffd9');
  expect(sizeOfJpeg(bytes)).toEqual(size);
  // The largest that Chromium's own camera has: nothing was cut or made smaller.
  expect(size).toEqual({ width: 3840, height: 2160 });

  await kiosk.core.show(materialView('pages'));
  await page.locator('video').waitFor({ state: 'detached' });
  expect(await tracks()).toEqual([['video', 'ended']]);
});

test('the camera ends with the session, and while core is away', async () => {
  await kiosk.core.show(materialView('camera'));
  await cameraIs('live');
  await kiosk.core.stop();
  await page.locator('[data-screen="wait"]').waitFor();
  await eventually(tracks).toEqual([['video', 'ended']]);
  await kiosk.core.start();
  await page.locator('[data-screen="wait"]').waitFor({ state: 'detached' });
  await cameraIs('live');
  await kiosk.core.show({ screen: 'end', submitted: false });
  await page.locator('[data-screen="end"]').waitFor();
  expect(await tracks()).toEqual([
    ['video', 'ended'],
    ['video', 'ended'],
  ]);
  expect(called('session.cameraFailed')).toEqual([]);
});

test('a camera that is not there is told to core once; one that is lost in mid-picture as well', async () => {
  await kiosk.core.show({ ...materialView('camera'), camera: { state: 'ready', usbId: 'ffff:0001' } });
  await expect
    .poll(() => called('session.cameraFailed').map((call) => call.params))
    .toEqual([{ reason: 'not-found' }]);
  await kiosk.core.show(materialView('pages'));
  await kiosk.core.show(materialView('camera'));
  await cameraIs('live');
  // What Chromium does when the cable is pulled.
  await page.evaluate(() => {
    const [track] = (window as unknown as { tracks: MediaStreamTrack[] }).tracks;
    track?.dispatchEvent(new Event('ended'));
  });
  await expect
    .poll(() => called('session.cameraFailed').map((call) => call.params))
    .toEqual([{ reason: 'not-found' }, { reason: 'ended' }]);
  await eventually(tracks).toEqual([['video', 'ended']]);
});

test('a photograph of the size of a large camera passes the shell whole', async () => {
  await kiosk.core.show(materialView('camera'));
  await cameraIs('live');
  const characters = 11_999_996;
  await page.evaluate(
    (length) =>
      (
        window as unknown as { tongban: { call(method: string, params: unknown): Promise<unknown> } }
      ).tongban.call('session.addPhoto', { jpeg: 'A'.repeat(length) }),
    characters,
  );
  const { jpeg } = called('session.addPhoto')[0]?.params as { jpeg: string };
  expect(jpeg.length).toBe(characters);
});

import { createCanvas, loadImage } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
import { EsclScannerSimulator, testSheet } from './index.ts';

async function withSimulator(use: (simulator: EsclScannerSimulator) => Promise<void>): Promise<void> {
  const simulator = await EsclScannerSimulator.start();
  await use(simulator);
  await simulator.close();
}

function settings(changes: Readonly<Record<string, string>> = {}): string {
  const values = { InputSource: 'Feeder', ColorMode: 'RGB24', Width: '2480', XResolution: '75', ...changes };
  return `<ScanSettings><ScanRegions><ScanRegion><Width>${values.Width}</Width><Height>3508</Height></ScanRegion></ScanRegions><InputSource>${values.InputSource}</InputSource><ColorMode>${values.ColorMode}</ColorMode><DocumentFormat>image/jpeg</DocumentFormat><XResolution>${values.XResolution}</XResolution></ScanSettings>`;
}

async function begin(simulator: EsclScannerSimulator, body = settings()): Promise<Response> {
  return fetch(`${simulator.url}/ScanJobs`, { method: 'POST', body });
}

test('a job gives each sheet once, then 404, and is over', () =>
  withSimulator(async (simulator) => {
    simulator.loadFeeder(2);
    const job = await begin(simulator);
    expect(job.status).toBe(201);
    const next = `${job.headers.get('location')}/NextDocument`;
    const codes = [];
    for (let page = 0; page < 3; page++) {
      const answer = await fetch(next);
      codes.push(answer.status);
      await answer.arrayBuffer();
    }
    expect(codes).toEqual([200, 200, 404]);
    expect(simulator.state).toMatchObject({ isScanning: false, sheetsInFeeder: 0 });
  }));

test.each([
  [{ XResolution: '76' }, 400],
  [{ Width: '9999' }, 400],
  [{ ColorMode: 'CMYK' }, 400],
  [{ InputSource: 'Camera' }, 400],
])('settings that a device does not take: %j', (changes, status) =>
  withSimulator(async (simulator) => {
    simulator.loadFeeder(1);
    expect((await begin(simulator, settings(changes))).status).toBe(status);
  }),
);

test('an empty, jammed or open feeder refuses a job, a busy device says "later"', () =>
  withSimulator(async (simulator) => {
    expect((await begin(simulator)).status).toBe(409);
    simulator.loadFeeder(1);
    simulator.jam();
    expect((await begin(simulator)).status).toBe(409);
    simulator.clearJam();
    simulator.openCover();
    expect((await begin(simulator)).status).toBe(409);
    simulator.closeCover();
    simulator.setBusy(true);
    expect((await begin(simulator)).status).toBe(503);
    simulator.setBusy(false);
    expect((await begin(simulator)).status).toBe(201);
    expect((await begin(simulator)).status).toBe(503);
  }));

test('a page has the colour that was asked for, and shows its sheet', () =>
  withSimulator(async (simulator) => {
    const isColoured: boolean[] = [];
    for (const ColorMode of ['RGB24', 'Grayscale8']) {
      simulator.loadFeeder([testSheet(1)]);
      const job = await begin(simulator, settings({ ColorMode }));
      const page = await (await fetch(`${job.headers.get('location')}/NextDocument`)).arrayBuffer();
      await fetch(job.headers.get('location') ?? '', { method: 'DELETE' });
      const image = await loadImage(Buffer.from(page));
      expect([image.width, image.height]).toEqual([620, 877]);
      const context = createCanvas(image.width, image.height).getContext('2d');
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, image.width, image.height);
      isColoured.push(data.some((value, at) => at % 4 === 0 && value - (data[at + 1] ?? 0) > 100));
      expect(data.some((value, at) => at % 4 === 0 && value < 100)).toBe(true);
    }
    expect(isColoured).toEqual([true, false]);
  }));

test('unplugged, nothing answers; plugged in, it has the same address', () =>
  withSimulator(async (simulator) => {
    const seen: boolean[] = [];
    simulator.onChange(({ isPluggedIn }) => seen.push(isPluggedIn));
    await simulator.unplug();
    await expect(fetch(`${simulator.url}/ScannerStatus`)).rejects.toThrow('fetch failed');
    await simulator.plugIn();
    expect((await fetch(`${simulator.url}/ScannerStatus`)).status).toBe(200);
    expect(seen).toEqual([false, true]);
  }));

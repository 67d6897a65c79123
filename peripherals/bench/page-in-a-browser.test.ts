import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import {
  eventually,
  launchBrowser,
  printSlip,
  startBenchUnderTest,
  startDisplayUnderTest,
  type BenchUnderTest,
} from './test-support.ts';

// A browser on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let under: BenchUnderTest;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  under = await startBenchUnderTest();
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  await under.stop();
});

beforeEach(async () => {
  await page?.context().close();
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
  page = await context.newPage();
  complaints = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(under.bench.url);
  await page.locator('#citizens button').first().waitFor();
});

const says = (device: string) => page.locator(`#${device}-says`).textContent();

test('a card is put by clicking, its name is said, and it is taken again', async () => {
  const citizen = under.bench.state().idCardReader.citizens[2];
  await page.getByRole('button', { name: citizen?.name ?? '' }).click();
  await eventually(() => under.bench.state().idCardReader.card).toBe(citizen?.id);
  await eventually(() => says('reader')).toContain(citizen?.name);
  expect(await page.locator('#card-on-pad .stamp').textContent()).toBe('测试');
  await page.getByRole('button', { name: '拿走身份证' }).click();
  await eventually(() => says('reader')).toBe('感应区没有卡');
  expect(complaints).toEqual([]);
});

test('the whole bench can be moved from the keyboard', async () => {
  const out = page.locator('#reader').getByRole('button', { name: '拔掉' });
  await out.focus();
  await page.keyboard.press('Enter');
  await eventually(() => under.bench.state().idCardReader.plugged).toBe(false);
  await eventually(() => out.getAttribute('aria-pressed')).toBe('true');
  expect(await says('reader')).toContain('数据线已拔掉');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Space');
  await eventually(() => under.bench.state().idCardReader.plugged).toBe(true);
});

test('the picture of what was printed comes out of the slot, opens large and is torn off', async () => {
  await printSlip(under.receiptPrinterPort, '暂存凭证');
  const slot = page.getByAltText('出纸口的纸，点开放大');
  await slot.waitFor();
  expect(await slot.evaluate((picture: HTMLImageElement) => picture.naturalWidth)).toBe(640);
  expect(await says('printer')).toContain('出纸口有一张纸');
  await slot.click();
  await page.getByRole('dialog').getByRole('button', { name: '关上' }).click();
  await page.getByRole('button', { name: '撕下纸条' }).click();
  await slot.waitFor({ state: 'hidden' });
  await page.getByAltText('第 1 张撕下的纸，点开放大').waitFor();
  expect(complaints).toEqual([]);
});

test('paper out, network out: the state is said in words', async () => {
  await page.locator('#printer').getByRole('button', { name: '用完', exact: true }).click();
  await eventually(() => says('printer')).toContain('没有纸了');
  await page.locator('#printer').getByRole('button', { name: '装满' }).click();
  await eventually(() => says('printer')).toContain('就绪');
  await page.locator('#network').getByRole('button', { name: '拔掉' }).click();
  await eventually(() => says('network')).toContain('连不上受理平台');
  await page.locator('#network').getByRole('button', { name: '接通' }).click();
  await eventually(() => says('network')).toContain('已接通');
});

test('a fault is armed and cancelled', async () => {
  const faults = page.locator('[data-faults="id-card-reader"]');
  await faults.getByText('故障', { exact: true }).click();
  await faults.getByRole('combobox').selectOption({ label: '读卡失败' });
  await faults.getByRole('button', { name: '出一次' }).click();
  await eventually(() => faults.locator('.armed').textContent()).toBe('等着发生：读卡失败');
  await faults.getByRole('button', { name: '取消' }).click();
  await eventually(() => under.bench.state().idCardReader.faults.armed).toEqual([]);
  await faults.locator('.armed').waitFor({ state: 'hidden' });
});

test('in English every text is English, and it is remembered', async () => {
  await page.getByRole('button', { name: 'English' }).click();
  await page.reload();
  await page.locator('#citizens button').first().waitFor();
  const texts = await page.locator('body').innerText();
  const names = under.bench.state().idCardReader.citizens.flatMap(({ name, note }) => [name, note.en]);
  const left = names.reduce((text, name) => text.replaceAll(name, ''), texts);
  expect(left.match(/\p{Script=Han}+/gu)).toEqual(['通', '中文']);
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
});

test('without a frame buffer the page says where the window is', async () => {
  await page.getByText('终端窗口开在这台电脑的显示器上').waitFor();
  expect(await page.locator('#kiosk').isVisible()).toBe(false);
});

test('with a frame buffer the page shows the screen, follows it, and a click is a touch at the same place', async () => {
  const display = await startDisplayUnderTest({ width: 960, height: 540 });
  const withScreen = await startBenchUnderTest({ screen: display.source });
  try {
    await display.run('xsetroot', ['-solid', '#0d5c63']);
    await page.goto(withScreen.bench.url);
    const picture = page.getByAltText('终端屏幕的实时画面');
    const colorInTheMiddle = () =>
      picture.evaluate((image: HTMLImageElement) => {
        const canvas = document.createElement('canvas');
        const context = canvas.getContext('2d');
        if (!image.complete || image.naturalWidth === 0 || !context) return '';
        context.drawImage(image, -image.naturalWidth / 2, -image.naturalHeight / 2);
        // JPEG is only near the colour: the upper three bits of each channel are told.
        return [...context.getImageData(0, 0, 1, 1).data.subarray(0, 3)].map((value) => value >> 5).join();
      });
    await eventually(colorInTheMiddle).toBe([0x0d >> 5, 0x5c >> 5, 0x63 >> 5].join());
    await display.run('xsetroot', ['-solid', '#b9312b']);
    await eventually(colorInTheMiddle).toBe([0xb9 >> 5, 0x31 >> 5, 0x2b >> 5].join());

    const box = await picture.boundingBox();
    if (!box) throw new Error('the screen is not visible');
    await page.mouse.click(box.x + box.width * 0.25, box.y + box.height * 0.75);
    const place = async () => {
      const [, x, y] = /x:(\d+) y:(\d+)/.exec(await display.run('xdotool', ['getmouselocation'])) ?? [];
      return { x: Number(x), y: Number(y) };
    };
    await eventually(async () => Math.abs((await place()).x - 240)).toBeLessThan(4);
    expect(Math.abs((await place()).y - 405)).toBeLessThan(4);
    expect(complaints).toEqual([]);
  } finally {
    await withScreen.stop();
    await display.stop();
  }
});

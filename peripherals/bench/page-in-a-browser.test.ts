import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { printSlip, startBenchUnderTest, type BenchUnderTest } from './test-support.ts';

const BROWSER_START_TIMEOUT_MS = 30_000;

let under: BenchUnderTest;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  under = await startBenchUnderTest();
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}, BROWSER_START_TIMEOUT_MS);

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
  await expect.poll(() => under.bench.state().idCardReader.card).toBe(citizen?.id);
  await expect.poll(() => says('reader')).toContain(citizen?.name);
  expect(await page.locator('#card-on-pad .stamp').textContent()).toBe('测试');
  await page.getByRole('button', { name: '拿走身份证' }).click();
  await expect.poll(() => says('reader')).toBe('感应区没有卡');
  expect(complaints).toEqual([]);
});

test('the whole bench can be moved from the keyboard', async () => {
  const out = page.locator('#reader').getByRole('button', { name: '拔掉' });
  await out.focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => under.bench.state().idCardReader.plugged).toBe(false);
  await expect.poll(() => out.getAttribute('aria-pressed')).toBe('true');
  expect(await says('reader')).toContain('数据线已拔掉');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Space');
  await expect.poll(() => under.bench.state().idCardReader.plugged).toBe(true);
});

test('the picture of what was printed comes out of the slot, opens large and is torn off', async () => {
  await printSlip(under.bench.receiptPrinterPort, '暂存凭证');
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
  await expect.poll(() => says('printer')).toContain('没有纸了');
  await page.locator('#printer').getByRole('button', { name: '装满' }).click();
  await expect.poll(() => says('printer')).toContain('就绪');
  await page.locator('#network').getByRole('button', { name: '拔掉' }).click();
  await expect.poll(() => says('network')).toContain('连不上受理平台');
  await page.locator('#network').getByRole('button', { name: '接通' }).click();
  await expect.poll(() => says('network')).toContain('已接通');
});

test('a fault is armed and cancelled', async () => {
  const faults = page.locator('[data-faults="id-card-reader"]');
  await faults.getByRole('combobox').selectOption({ label: '读卡失败' });
  await faults.getByRole('button', { name: '出一次' }).click();
  await expect.poll(() => faults.locator('.armed').textContent()).toBe('等着发生：读卡失败');
  await faults.getByRole('button', { name: '取消' }).click();
  await expect.poll(() => under.bench.state().idCardReader.faults.armed).toEqual([]);
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

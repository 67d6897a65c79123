import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { eventually, launchBrowser, startBenchUnderTest, type BenchUnderTest } from './test-support.ts';

// A browser on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let under: BenchUnderTest;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  under = await startBenchUnderTest({ devices: 'all' });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await under.stop();
});
beforeEach(async () => {
  await page?.context().close();
  page = await (await browser.newContext({ viewport: { width: 1366, height: 768 } })).newPage();
  complaints = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(under.bench.url);
  await page.locator('#camera').waitFor();
});

const says = (device: string) => page.locator(`#${device}-says`).textContent();
const unfold = (device: string) => page.locator(`[data-fold="${device}"]`).click();

test.each([
  ['smart-card-reader', '李测试兰', '插着李测试兰的卡：正常的社保卡'],
  ['document-printer', '快用完', '纸快用完，还能打印'],
  ['document-scanner', '放进五张', '进纸器有 5 张，玻璃板没有纸'],
  ['camera', '收入证明', '下面放着：收入证明'],
])('the %s is unfolded and moved by a click on %s', async (device, button, sentence) => {
  const card = page.locator(`#${device}`);
  const move = card.getByRole('button', { name: button, exact: true });
  expect(await move.isVisible()).toBe(false);
  await unfold(device);
  await move.click();
  await eventually(() => says(device)).toBe(sentence);
  expect(complaints).toEqual([]);
});

test('codes are shown, typed and hostile ones too, and a scanner without its cable says so', async () => {
  const card = page.locator('#code-scanner');
  await unfold('code-scanner');
  await card.getByRole('button', { name: '随申码' }).click();
  await card.getByRole('textbox', { name: '别的内容' }).fill('SQ20261122000137');
  await card.getByRole('button', { name: '出示' }).first().click();
  await card.getByRole('combobox', { name: '恶意的和没用的码' }).selectOption('a script URL');
  await card.getByRole('button', { name: '出示' }).last().click();
  expect(await page.locator('#told').textContent()).toBe('');
  await card.getByRole('button', { name: '拔掉' }).click();
  await eventually(() => says('code-scanner')).toBe('数据线已拔掉，终端找不到扫码器');
  await card.getByRole('button', { name: '随申码' }).click();
  await eventually(() => page.locator('#told').textContent()).toContain('light of the scanner');
  await card.getByRole('button', { name: '插好' }).click();
});

test('a fault that waits is told in a folded card, and what was unfolded stays so', async () => {
  const card = page.locator('#document-scanner');
  await unfold('document-scanner');
  await card.getByText('故障', { exact: true }).click();
  await card.getByRole('combobox').selectOption({ label: '传到一半断线' });
  await card.getByRole('button', { name: '一直出' }).click();
  await card.getByText('等着发生：传到一半断线').waitFor();
  await unfold('document-scanner');
  expect(await card.getByText('等着发生：传到一半断线').isVisible()).toBe(true);
  await unfold('document-printer');
  await page.reload();
  await page.locator('#camera').waitFor();
  expect(await page.locator('#document-printer').getByText('出纸盘').isVisible()).toBe(true);
  expect(await card.getByRole('combobox').isVisible()).toBe(false);
  await unfold('document-scanner');
  await card.getByText('故障', { exact: true }).click();
  await card.getByRole('button', { name: '取消' }).click();
  await eventually(() => under.bench.state().documentScanner?.faults.armed).toEqual([]);
});

test('what the camera sees opens large', async () => {
  await unfold('camera');
  await page.getByRole('button', { name: '高拍仪看到的画面，点开放大' }).click();
  const dialog = page.getByRole('dialog', { name: '高拍仪' });
  const width = () => dialog.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth);
  await eventually(width).toBe(1920);
  await dialog.getByRole('button', { name: '关上' }).click();
});

test('in English every card is English, and nothing stands over its edge', async () => {
  await page.getByRole('button', { name: 'English' }).click();
  for (const device of [
    'smart-card-reader',
    'code-scanner',
    'document-printer',
    'document-scanner',
    'camera',
  ])
    await unfold(device);
  const state = under.bench.state();
  const names = state.idCardReader.citizens.flatMap(({ name, note }) => [name, note.en]);
  const texts = names.reduce(
    (text, name) => text.replaceAll(name, ''),
    await page.locator('main').innerText(),
  );
  expect(texts.match(/\p{Script=Han}+/gu)).toBeNull();
  const wider = await page
    .locator('main section')
    .evaluateAll((sections) =>
      sections.filter((section) => section.scrollWidth > section.clientWidth + 1).map(({ id }) => id),
    );
  expect(wider).toEqual([]);
});

import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { call, launchBrowser, startBenchUnderTest, type BenchUnderTest } from './test-support.ts';

vi.mock('../smart-card-reader/simulator/pcscd.ts', () => ({
  hostOnPcscd: () =>
    Promise.reject(new Error('/usr/sbin/pcscd is missing: install it (Debian: apt-get install pcscd)')),
}));

let under: BenchUnderTest;
beforeAll(async () => {
  under = await startBenchUnderTest({ devices: 'all' });
});
afterAll(() => under.stop());

test('the bench starts without that reader, and core is not told of one', () => {
  expect(under.bench.devices).not.toHaveProperty('smartCardReader');
  expect(under.bench.environment).toEqual({});
  expect(under.bench.devices.codeScanner).toBeDefined();
  expect(under.bench.state().smartCardReader?.missing?.packages).toEqual(['pcscd', 'vsmartcard-vpcd']);
});

test('a move is refused with the reason', async () => {
  const answer = await call(under.bench, 'smart-card-reader', { verb: 'insert-card', citizen: 'zhang' });
  expect([answer.status, answer.body.toString()]).toEqual([400, expect.stringContaining('pcscd is missing')]);
});

test('its card on the page says what to install', async () => {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(under.bench.url);
    const card = page.locator('#smart-card-reader');
    await card.getByText('这台电脑缺软件包').waitFor();
    await card.getByRole('button', { name: '社保卡读卡器' }).click();
    await card.getByText('apt-get install --no-install-recommends pcscd vsmartcard-vpcd').waitFor();
    expect(await card.getByRole('button', { name: '拔出卡' }).isVisible()).toBe(false);
  } finally {
    await browser.close();
  }
}, 30_000);

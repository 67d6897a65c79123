import { AxeBuilder } from '@axe-core/playwright';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startSandbox, type Sandbox } from '../sandbox/index.ts';

/** The portal in a real Chromium (Debian's `chromium`), its help by script included. */

const FOLDER = fileURLToPath(new URL('../../kiosk-config/catalogue/matters', import.meta.url));
const SUBSISTENCE = '310000999000MZ0000531051100100001';
const SUBSISTENCE_NAME = '最低生活保障金申请';
const UNIT = SUBSISTENCE.slice(0, 18);
const WOMAN_70 = { name: '李测试', idNumber: '310199195603080023', address: '上海市测试区虚拟路88弄' };
const CARD = Buffer.from(JSON.stringify(WOMAN_70));
const PDF = Buffer.from('%PDF-1.7\n');
const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');

let browser: Browser;
let sandbox: Sandbox;
beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  });
  sandbox = await startSandbox({ port: 0, dataFolder: null, catalogueFolder: FOLDER });
});
afterAll(async () => {
  await browser.close();
  await sandbox.close();
});

/** A page, and the errors of its console, scripts and policy so far. */
async function openPage(
  options: { javaScriptEnabled?: boolean } = {},
): Promise<{ page: Page; errors: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1000, height: 800 }, ...options });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  return { page, errors };
}

async function violations(page: Page): Promise<string[]> {
  const found = await new AxeBuilder({ page }).analyze();
  return found.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
}

async function fillIn(page: Page, phone: string): Promise<void> {
  for (const [name, value] of Object.entries(WOMAN_70)) await page.fill(`[id="card.${name}"]`, value);
  await page.check('[name="answer.householdSize"][value="2"]');
  await page.check('[name="answer.mainReason"][value="illness"]');
  await page.fill('[id="answer.monthlyIncome"]', '1980');
  await page.fill('[id="answer.bankCard"]', '6222021001112223331');
  await page.fill('[id="answer.phone"]', phone);
  await page.check('[id="answer.promise"]');
  const files = [
    ['MZ0511-01', 'card.json', CARD],
    ['MZ0511-03', 'income.pdf', PDF],
    ['MZ0511-04', 'name.svg', SVG],
  ] as const;
  for (const [code, name, buffer] of files) {
    const mimeType = 'application/octet-stream';
    await page.setInputFiles(`[id="material.${code}"]`, { name, mimeType, buffer });
  }
}

describe('a citizen in a browser', () => {
  it('finds a matter, is told what to mend without losing a file, and gets a number', async () => {
    const { page, errors } = await openPage();
    await page.goto(`${sandbox.url}/portal/`);
    expect(await violations(page)).toEqual([]);
    await page.getByRole('link', { name: SUBSISTENCE_NAME }).click();
    expect(await violations(page)).toEqual([]);

    await fillIn(page, '12345');
    await page.getByRole('button', { name: '提交申请' }).click();
    const summary = page.getByRole('alert');
    await summary.waitFor();
    expect(await summary.getByRole('listitem').allInnerTexts()).toEqual(['手机号码：还少 6 个字符。']);
    expect(await summary.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await violations(page)).toEqual([]);
    await summary.getByRole('link').click();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('13800005678');
    await page.getByRole('button', { name: '提交申请' }).click();

    await page.getByRole('heading', { name: '已收到您的申请' }).waitFor();
    expect(await violations(page)).toEqual([]);
    const applyNo = await page.locator('#apply-no').innerText();
    const handedIn = await sandbox.handedIn(applyNo);
    expect(handedIn).toMatchObject({ channel: 'ONLINE', handleItem: SUBSISTENCE, language: 'zh-CN' });
    expect(handedIn.form).toMatchObject({ applicantName: '李测试', phone: '13800005678', promise: true });
    expect(handedIn.materials.map(({ mediaType }) => mediaType).sort()).toEqual([
      'application/pdf',
      'application/vnd.tongban.id-card+json',
      'image/svg+xml',
    ]);
    // Nothing personal where a history, a log or a proxy would keep it.
    expect(decodeURIComponent(page.url())).not.toMatch(/李|3101991956|1380000/);
    expect(errors).toEqual([]);
  });

  it('is asked what depends on another answer only then', async () => {
    const { page, errors } = await openPage();
    await page.goto(`${sandbox.url}/portal/?lang=en`);
    await page.getByRole('link', { name: 'Certificate of criminal record' }).click();
    const destination = page.locator('[data-when]');
    expect(await destination.isVisible()).toBe(false);
    await page.check('[name="answer.purpose"][value="abroad"]');
    expect(await destination.isVisible()).toBe(true);
    expect(await violations(page)).toEqual([]);
    await page.check('[name="answer.purpose"][value="job"]');
    expect(await destination.isVisible()).toBe(false);
    expect(errors).toEqual([]);
  });

  it('does all of it without a script as well, in English', async () => {
    const { page } = await openPage({ javaScriptEnabled: false });
    await page.goto(`${sandbox.url}/portal/matters/${SUBSISTENCE}?lang=en`);
    await page.getByRole('button', { name: 'Submit' }).click();
    expect(await page.title()).toMatch(/^Error: /);
    expect(await page.getByRole('alert').getByRole('listitem').count()).toBe(12);
    await fillIn(page, '13800005678');
    await page.getByRole('button', { name: 'Submit' }).click();
    await page.getByRole('heading', { name: 'We have received your application' }).waitFor();
    const applyNo = await page.locator('#apply-no').innerText();
    expect((await sandbox.handedIn(applyNo)).language).toBe('en');
  });

  it('sees why a matter is closed, and loses nothing when it closes under the hand', async () => {
    const { page } = await openPage();
    await page.goto(`${sandbox.url}/portal/matters/${SUBSISTENCE}`);
    await fillIn(page, '13800005678');
    sandbox.order({ verb: 'cut-off-unit', unitCode: UNIT });
    await page.getByRole('button', { name: '提交申请' }).click();
    await page.getByText('办理单位暂时连接不上').waitFor();
    expect(await page.inputValue('[id="answer.phone"]')).toBe('13800005678');
    sandbox.order({ verb: 'connect-unit', unitCode: UNIT });
    sandbox.suspend(SUBSISTENCE);
    onTestFinished(() => sandbox.resume(SUBSISTENCE));
    await page.goto(`${sandbox.url}/portal/matters/${SUBSISTENCE}`);
    expect(await page.locator('form').count()).toBe(0);
    expect(await page.getByRole('heading', { name: '暂停办理' }).count()).toBe(1);
    expect(await violations(page)).toEqual([]);
  });
});

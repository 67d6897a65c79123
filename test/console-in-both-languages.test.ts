import { hash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../kiosk-config/centre/console/src/words/en.ts';
import { zh } from '../kiosk-config/centre/console/src/words/zh.ts';
import type { Role, Unit } from '../kiosk-config/centre/contract/index.ts';
import { AT_WORK, centreAtWork, type Work } from './support/centre-at-work/index.ts';
import { DIALOGS, PAGES, PANELS, UNIT, VENDORS_UNIT } from './support/console-addresses.ts';
import {
  expectAccessible,
  newDesk,
  sitDown,
  startBrowser,
  visitorOf,
} from './support/console-in-a-browser.ts';
import { WordsOnAPage } from './support/words-on-a-page.ts';

const ROOT = join(import.meta.dirname, '..');
const PICTURES = join(ROOT, 'out/console-pages');
const LONG = { timeout: 240_000 };
/** A page is as high as what stands on it, within reason. */
const HIGHEST = 2400;

/** Every page of the console with eight months of work on it, in Chinese and in English. */
describe('every page of the console after months of work', () => {
  let work: Work;
  let browser: Browser;
  let requestId: string;
  const stops = new AsyncDisposableStack();
  const errors: Error[] = [];
  const desks = new Map<'zh-CN' | 'en', BrowserContext>();

  beforeAll(async () => {
    rmSync(PICTURES, { recursive: true, force: true });
    mkdirSync(PICTURES, { recursive: true });
    const dataFolder = mkdtempSync(join(tmpdir(), 'tongban-pages-'));
    stops.defer(() => rmSync(dataFolder, { recursive: true }));
    const pages = { console: join(ROOT, 'out/console'), preview: join(ROOT, 'out/preview') };
    [work, browser] = await Promise.all([centreAtWork(dataFolder, pages), startBrowser()]);
    stops.defer(() => work.centre.close());
    stops.defer(() => browser.close());
    for (const language of ['zh-CN', 'en'] as const) {
      const desk = await newDesk(browser);
      await desk.clock.setFixedTime(AT_WORK);
      await desk.addInitScript(
        (spoken) => localStorage.setItem('tongban-console-language', spoken),
        language,
      );
      desks.set(language, desk);
    }
    const listed = await (await work.callers.as('auditor')).ask('GET', '/v1/matter-requests');
    const { requests } = listed.json<{ requests: { requestId: string; step: string }[] }>();
    requestId = requests.find(({ step }) => step === 'DBC_TEST')?.requestId ?? '';
  }, LONG.timeout);
  afterAll(() => stops.disposeAsync());

  async function desk(role: Role, language: 'zh-CN' | 'en'): Promise<Page> {
    const officer = await work.callers.as(role, {
      displayName: '李虚拟',
      ...(role.startsWith('unit-') && { unitCode: UNIT }),
    });
    return sitDown(desks.get(language)!, work.centre.url, officer, (error) => errors.push(error));
  }

  const addressOf = (path: string): string =>
    `${work.centre.url}/#/${path === 'request' ? `requests/${requestId}` : path}`;

  async function picture(page: Page, name: string): Promise<void> {
    const height = await page.evaluate(() => document.querySelector('main')!.scrollHeight + 56);
    await page.setViewportSize({ width: 1440, height: Math.min(Math.max(900, height), HIGHEST) });
    await page.screenshot({ path: join(PICTURES, `${name.replaceAll(/[/?=&]/g, '-')}.png`) });
    await page.setViewportSize({ width: 1440, height: 900 });
  }

  /** A dialog as it is shown: in one language, nothing cut, kept as a picture. */
  async function dialogShown(page: Page, name: string, words: WordsOnAPage): Promise<void> {
    await page.screenshot({ path: join(PICTURES, `dialog-${name}.png`) });
    expect([name, await words.ownIn(words.language === 'en' ? 'zh-CN' : 'en')]).toEqual([name, []]);
    expect([name, await tooWide(page)]).toEqual([name, []]);
    if (words.language === 'zh-CN') await expectAccessible(page, { within: 'dialog, main [role=status]' });
  }

  /** What is wider than its place, and so cut or to be pushed sideways. */
  const tooWide = (page: Page): Promise<string[]> =>
    page.evaluate(() =>
      [...document.querySelectorAll('main, main *, dialog, dialog *')]
        .filter((each) => !each.matches('.unseen, input, textarea, select, pre'))
        .filter((each) => each.scrollWidth > each.clientWidth + 1)
        .filter((each) => getComputedStyle(each).overflowX !== 'visible')
        .map((each) => `${each.tagName} ${each.className} ${each.scrollWidth} > ${each.clientWidth}`),
    );

  for (const [language, other] of [
    ['zh-CN', 'en'],
    ['en', 'zh-CN'],
  ] as const) {
    it(`speaks ${language} alone, and nothing is cut`, LONG, async () => {
      for (const [role, paths] of PAGES) {
        const page = await desk(role, language);
        const words = new WordsOnAPage(page, language);
        const visit = visitorOf(page);
        for (const path of paths) {
          await visit(addressOf(path));
          await picture(page, `${language}-${role}-${path}`);
          expect([path, await words.ownIn(other)]).toEqual([path, []]);
          expect([path, await tooWide(page)]).toEqual([path, []]);
          // The same page in another language: once is enough.
          if (language === 'zh-CN') await expectAccessible(page, { contrast: false });
        }
      }
      expect(errors).toEqual([]);
    });
  }

  it('a configuration is written in a form, and says what it changes before it is kept', LONG, async () => {
    const page = await desk('data-centre', 'zh-CN');
    const words = new WordsOnAPage(page, 'zh-CN');
    const click = (name: string) => page.getByRole('button', { name, exact: true }).click();
    await visitorOf(page)(addressOf('terminals?tab=configurations'));
    await page
      .getByRole('row', { name: /^standard/ })
      .getByRole('button', { name: '写新版本' })
      .click();
    const idle = page.getByLabel('无操作多久后提醒');
    expect(await idle.inputValue()).toBe('60');
    await idle.fill('900');
    await click('看改动');
    await page.getByText('请填 0.5 到 600 之间的数。').waitFor();
    expect(await idle.evaluate((field) => field === document.activeElement)).toBe(true);
    await dialogShown(page, 'configuration-wrong', words);
    await idle.fill('90');
    await page.getByLabel('开放时间（文字） · 中文').fill('周一至周六 9:00—17:00');
    await page.getByLabel('周六开放时间').fill('9:00—17:00');
    await page.getByLabel('统一公共支付').check();
    await click('看改动');
    await page.getByRole('cell', { name: '60 秒' }).waitFor();
    await page.getByRole('cell', { name: '09:00-17:00', exact: true }).waitFor();
    await dialogShown(page, 'configuration-changes', words);
    await click('存为新版本');
    // There are other drafts in the list, and this one only when it was stored.
    await page
      .getByRole('row', { name: /^standard/ })
      .getByRole('button', { name: '开始下发' })
      .click();
    await page.getByRole('cell', { name: '90 秒' }).waitFor();
    await dialogShown(page, 'configuration-start', words);
    expect(errors).toEqual([]);
  });

  it('an agreement with a vendor is recorded by the digest of its file', LONG, async () => {
    const page = await desk('data-centre', 'zh-CN');
    const words = new WordsOnAPage(page, 'zh-CN');
    await visitorOf(page)(addressOf(`units/${VENDORS_UNIT}`));
    const click = (name: string) => page.getByRole('button', { name, exact: true }).last().click();
    await click(zh.units.record);
    await page.getByLabel(zh.units.usesVendors).check();
    await click(zh.units.addAgreement);
    await page.getByLabel(zh.units.vendor).last().fill('测试供应商');
    await page.getByRole('textbox', { name: zh.units.expiresOn }).last().fill('2029-06-30');
    const buffer = Buffer.from('TEST');
    await page
      .getByLabel(zh.units.agreementFile)
      .last()
      .setInputFiles({ name: '书面协议', mimeType: 'application/pdf', buffer });
    const fileSha256 = hash('sha256', buffer);
    await page.getByText(zh.units.fileSeen(fileSha256.slice(0, 12))).waitFor();
    await dialogShown(page, 'zh-CN-agreement', words);
    await click(zh.units.record);
    await page.getByText('测试供应商').waitFor();
    const auditor = await work.callers.as('auditor');
    const { agreements } = (await auditor.ask('GET', `/v1/units/${VENDORS_UNIT}`)).json<Unit>();
    expect(agreements.at(-1)).toEqual({ vendor: '测试供应商', fileSha256, expiresOn: '2029-06-30' });
    expect(errors).toEqual([]);
  });

  for (const [language, t] of [
    ['zh-CN', zh],
    ['en', en],
  ] as const) {
    it(`a technician is let in at a terminal, with the keyboard alone, in ${language}`, LONG, async () => {
      const page = await desk('technician', language);
      const words = new WordsOnAPage(page, language);
      const { keyboard } = page;
      await visitorOf(page)(addressOf('terminals/TEST-0005'));
      await page.getByRole('button', { name: t.technicians.code, exact: true }).press('Enter');
      const number = page.getByLabel(t.technicians.number);
      await number.waitFor();
      expect(await number.evaluate((field) => field === document.activeElement)).toBe(true);
      await keyboard.type('1234 567');
      await keyboard.press('Tab');
      await keyboard.press('ArrowDown');
      await page.getByRole('button', { name: t.technicians.get }).press('Enter');
      await page.getByText(t.technicians.numberWrong).waitFor();
      expect(await number.evaluate((field) => field === document.activeElement)).toBe(true);
      await dialogShown(page, `${language}-technician-code-wrong`, words);
      await keyboard.press('End');
      await keyboard.type('８');
      const asked = page.waitForRequest((request) => request.url().endsWith('/technician-codes'));
      await keyboard.press('Enter');
      const body = (await asked).postDataJSON() as unknown;
      expect(body).toEqual({ number: '12345678', reason: 'network' });
      const answer = page.getByRole('dialog').getByRole('status');
      await answer.getByText(/^\d{4} \d{4}$/).waitFor();
      await answer.getByText(t.technicians.what('1234 5678')).waitFor();
      expect(await answer.evaluate((place) => place === document.activeElement)).toBe(true);
      await dialogShown(page, `${language}-technician-code-given`, words);
      await keyboard.press('Tab');
      await keyboard.press('Enter');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: t.technicians.code, exact: true }).press('Enter');
      expect(await number.inputValue()).toBe('');
      expect(await page.getByText(/^\d{4} \d{4}$/).count()).toBe(0);
      expect(errors).toEqual([]);
    });
  }

  it('the reform department sets what a year is assessed by, with the keyboard alone', LONG, async () => {
    const page = await desk('reform', 'zh-CN');
    const words = new WordsOnAPage(page, 'zh-CN');
    const { keyboard } = page;
    await visitorOf(page)(addressOf('statistics?period=2026'));
    await page.getByRole('button', { name: zh.indicators.set }).press('Enter');
    await page.getByRole('textbox', { name: zh.indicators.zh }).last().press('Control+A');
    await keyboard.type('不含终端的网办比例');
    // English name, measure, weight.
    for (let step = 0; step < 3; step += 1) await keyboard.press('Tab');
    await keyboard.type('20');
    await page.getByText(zh.indicators.sumWrong(105)).waitFor();
    await keyboard.press('Enter');
    await page.getByRole('alert').getByText('各项权重之和应为一百。').waitFor();
    await dialogShown(page, 'zh-CN-indicators-wrong', words);
    await page.getByLabel(zh.indicators.weightOf100).last().press('Control+A');
    await keyboard.type('15');
    await keyboard.press('Tab');
    await keyboard.type('12.5');
    await keyboard.press('Enter');
    const row = page.getByRole('row', { name: '不含终端的网办比例' });
    await row.getByRole('cell', { name: '12.5 %', exact: true }).waitFor();
    await row.getByText(zh.indicators.met).waitFor();
    expect(errors).toEqual([]);
  });

  for (const [language, t] of [
    ['zh-CN', zh],
    ['en', en],
  ] as const) {
    it(`every dialog speaks ${language} alone, and nothing of it is cut`, LONG, async () => {
      for (const [role, dialogs] of DIALOGS) {
        const page = await desk(role, language);
        const words = new WordsOnAPage(page, language);
        const visit = visitorOf(page);
        for (const [path, button, name] of dialogs) {
          await visit(addressOf(path));
          await page
            .getByRole('button', { name: button(t), exact: true })
            .first()
            .click();
          await page.getByRole('dialog').waitFor();
          await dialogShown(page, `${language}-${name}`, words);
          await page.keyboard.press('Escape');
          await page.getByRole('dialog').waitFor({ state: 'detached' });
        }
        for (const [path, button, name] of PANELS.get(role) ?? []) {
          await visit(addressOf(path));
          await page.getByRole('button', { name: button(t), exact: true }).click();
          await page.getByRole('main').getByRole('status').waitFor();
          await dialogShown(page, `${language}-${name}`, words);
        }
      }
      expect(errors).toEqual([]);
    });

    it(`says in ${language} what is wrong with a calendar, where it was written`, LONG, async () => {
      const page = await desk('data-centre', language);
      const words = new WordsOnAPage(page, language);
      await visitorOf(page)(addressOf('calendars'));
      const button = () => page.getByRole('button', { name: t.calendars.add, exact: true }).last();
      await button().click();
      await page.getByLabel(t.calendars.year).fill('2027');
      await page.getByRole('textbox', { name: t.calendars.issued }).fill('2026-11-25');
      const off = page.getByLabel(t.calendars.off);
      await off.fill('1月1日、2月30日');
      await button().click();
      await page.getByText(t.calendars.faults['no-day']('2月30日')).waitFor();
      await off.fill('1月1日至1月3日、5月1日');
      await page.getByLabel(t.calendars.work).fill('2027-01-12');
      await button().click();
      await page.getByText(t.calendars.faults['day-off-missing']('2027-10-01')).waitFor();
      await page.getByText(t.calendars.faults['worked-anyway']('2027-01-12')).waitFor();
      await dialogShown(page, `${language}-calendar-wrong`, words);
      await off.fill('1-1~1-3，5-1~5-5，10-1~10-7');
      await page.getByLabel(t.calendars.work).fill('');
      await button().click();
      await page.getByRole('cell', { name: '2027', exact: true }).waitFor();
    });
  }

  it('and a word in the other language would be found', LONG, async () => {
    const page = await desk('bureau', 'en');
    const words = new WordsOnAPage(page, 'en');
    await visitorOf(page)(addressOf('tasks'));
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByRole('heading', { name: '我的待办' }).waitFor();
    expect(await words.ownIn('zh-CN')).toContain('期限');
  });
});

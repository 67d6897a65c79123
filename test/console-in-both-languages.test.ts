import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../kiosk-config/centre/contract/index.ts';
import { AT_WORK, centreAtWork, type Work } from './support/centre-at-work/index.ts';
import { deskOfOfficer, expectAccessible, startBrowser, visitorOf } from './support/console-in-a-browser.ts';
import { WordsOnAPage } from './support/words-on-a-page.ts';

const ROOT = join(import.meta.dirname, '..');
const PICTURES = join(ROOT, 'out/console-pages');
const LONG = { timeout: 240_000 };
const UNIT = '310000999000RS0000';
const MATTER = `${UNIT}531209005500001`;
/** A page is as high as what stands on it, within reason. */
const HIGHEST = 2400;

const PAGES: readonly (readonly [Role, readonly string[]])[] = [
  ['bureau', ['tasks']],
  [
    'data-centre',
    [
      ...[
        'tasks',
        'sunk-down',
        'sunk-down?tab=bySite',
        'sunk-down?tab=history',
        'matters',
        `matters/${MATTER}`,
      ],
      ...['requests', 'request', 'announcements', 'terminals', 'terminals?tab=list', 'terminals?tab=alerts'],
      ...['terminals?tab=configurations', 'terminals/TEST-0005', 'terminals/TEST-0006'],
      ...['statistics?period=2026-09', 'statistics?period=2026', 'quality', 'quality?tab=reconciliations'],
      ...['units', 'units/310000999000GA0000', 'calendars'],
    ],
  ],
  ['auditor', ['accounts', 'audit']],
];

/** Every page of the console with eight months of work on it, in Chinese and in English. */
describe('every page of the console after months of work', () => {
  let work: Work;
  let browser: Browser;
  let requestId: string;
  const stops = new AsyncDisposableStack();
  const errors: Error[] = [];

  beforeAll(async () => {
    rmSync(PICTURES, { recursive: true, force: true });
    mkdirSync(PICTURES, { recursive: true });
    const dataFolder = mkdtempSync(join(tmpdir(), 'tongban-pages-'));
    stops.defer(() => rmSync(dataFolder, { recursive: true }));
    const pages = { console: join(ROOT, 'out/console'), preview: join(ROOT, 'out/preview') };
    [work, browser] = await Promise.all([centreAtWork(dataFolder, pages), startBrowser()]);
    stops.defer(() => work.centre.close());
    stops.defer(() => browser.close());
    const listed = await (await work.callers.as('auditor')).ask('GET', '/v1/matter-requests');
    const { requests } = listed.json<{ requests: { requestId: string; step: string }[] }>();
    requestId = requests.find(({ step }) => step === 'DBC_TEST')?.requestId ?? '';
  }, LONG.timeout);
  afterAll(() => stops.disposeAsync());

  async function desk(role: Role, language: 'zh-CN' | 'en'): Promise<Page> {
    const officer = await work.callers.as(role, { displayName: '李虚拟' });
    const page = await deskOfOfficer(browser, work.centre.url, officer, (error) => errors.push(error));
    await page.clock.setFixedTime(AT_WORK);
    await page.addInitScript((spoken) => localStorage.setItem('tongban-console-language', spoken), language);
    return page;
  }

  const addressOf = (path: string): string =>
    `${work.centre.url}/#/${path === 'request' ? `requests/${requestId}` : path}`;

  async function picture(page: Page, name: string): Promise<void> {
    const height = await page.evaluate(() => document.querySelector('main')!.scrollHeight + 56);
    await page.setViewportSize({ width: 1440, height: Math.min(Math.max(900, height), HIGHEST) });
    await page.screenshot({ path: join(PICTURES, `${name.replaceAll(/[/?=]/g, '-')}.png`) });
    await page.setViewportSize({ width: 1440, height: 900 });
  }

  /** A dialog as it is shown: in one language, nothing cut, kept as a picture. */
  async function dialogShown(page: Page, name: string, words: WordsOnAPage): Promise<void> {
    await page.screenshot({ path: join(PICTURES, `dialog-${name}.png`) });
    expect([name, await words.ownIn(words.language === 'en' ? 'zh-CN' : 'en')]).toEqual([name, []]);
    expect([name, await tooWide(page)]).toEqual([name, []]);
    await expectAccessible(page);
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
          if (language === 'zh-CN') await expectAccessible(page, false);
        }
        await page.context().close();
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
    await page.getByLabel('开放时间 · 中文').fill('周一至周六 9:00—17:00');
    await page.getByLabel('统一公共支付').check();
    await click('看改动');
    await page.getByRole('cell', { name: '60 秒' }).waitFor();
    await dialogShown(page, 'configuration-changes', words);
    await click('存为新版本');
    await page.getByRole('button', { name: '开始下发' }).last().click();
    await page.getByRole('cell', { name: '90 秒' }).waitFor();
    await dialogShown(page, 'configuration-start', words);
    expect(errors).toEqual([]);
  });

  it('and a word in the other language would be found', LONG, async () => {
    const page = await desk('bureau', 'en');
    const words = new WordsOnAPage(page, 'en');
    await visitorOf(page)(addressOf('tasks'));
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByRole('heading', { name: '我的待办' }).waitFor();
    expect(await words.ownIn('zh-CN')).toContain('期限');
  });
});

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Role } from '../kiosk-config/centre/contract/index.ts';
import { onDatabase } from '../kiosk-config/centre/testing/each-database.ts';
import { testDocument } from '../kiosk-config/centre/testing/matter-desk.ts';
import { testCentre, type TestCentre } from '../kiosk-config/centre/testing/test-centre.ts';
import { follow, sourceAt, type Follower } from '../kiosk-config/published/index.ts';

const ROOT = join(import.meta.dirname, '..');
const PICTURES = join(ROOT, 'out/console-walk');
/** Debian's own; set-up installs it. */
const CHROMIUM = '/usr/bin/chromium';
const EVIDENCE = 'e'.repeat(64);
const DAY_MS = 86_400_000;
/** A browser, a server and a database start slowly on a small machine. */
const STEP_MS = 30_000;
const WALK = { timeout: 240_000 };

/**
 * Officers at their desks, in a real browser against the real server: a unit applies to open a sunk-down matter, bureau,
 * reform department and data centre do their part, a terminal's follower gets it, an emergency takes it away.
 */
onDatabase('SQLite', (engine) => {
  let centre: TestCentre;
  let browser: Browser;
  let terminal: Follower;
  let url: string;
  const folder = mkdtempSync(join(tmpdir(), 'tongban-walk-'));
  const document = testDocument();
  const handleItem = String(document['handleItem']);
  const errors: string[] = [];
  const desks = new Map<Role, Page>();

  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true });
    const pages = { console: join(ROOT, 'out/console'), preview: join(ROOT, 'out/preview') };
    centre = await testCentre(engine, undefined, pages);
    centre.forward(Date.now() - centre.now().getTime());
    url = await centre.app.listen({ host: '127.0.0.1', port: 0 });
    const founded = await centre.services.publisher.found();
    if (!founded) throw new Error('the centre was founded before');
    terminal = follow({
      ...{ folder, root: founded.root, now: () => new Date(), log: () => undefined },
      source: sourceAt(`${url}/v1/published/`),
    });
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
    });
  });
  afterAll(async () => {
    await browser.close();
    await centre.app.close();
    rmSync(folder, { recursive: true });
  });

  async function desk(role: Role): Promise<Page> {
    const there = desks.get(role);
    if (there) return there;
    const officer = await centre.as(role);
    const [name = '', value = ''] = officer.cookie.split('=');
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
    });
    await context.addCookies([{ name, value, url }]);
    const page = await context.newPage();
    page.setDefaultTimeout(STEP_MS);
    page.on('pageerror', (error) => errors.push(`${role}: ${error.message}`));
    desks.set(role, page);
    return page;
  }

  /** A page as it is shown: looked at by axe, and kept as a picture. */
  async function shown(page: Page, name: string): Promise<void> {
    const { violations } = await new AxeBuilder({ page }).exclude('iframe').analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))])).toEqual([]);
    await page.screenshot({ path: join(PICTURES, `${name}.png`) });
  }

  const click = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
  const published = () =>
    terminal.current()?.catalogue.matters.find((each) => each.handleItem === handleItem);

  it(
    'a unit imports a document, sees that it is complete, and how the terminal will show it',
    WALK,
    async () => {
      const page = await desk('unit-business');
      await page.goto(`${url}/#/matters`);
      await click(page, '导入事项版本');
      await page.getByRole('textbox').last().fill(JSON.stringify(document));
      await click(page, '检查');
      await page.getByText('存为新版本', { exact: true }).waitFor();
      await shown(page, '01-import');
      await click(page, '存为新版本');
      await page.getByRole('link', { name: '老年综合津贴（示例）' }).click();
      await click(page, '终端预览');
      const preview = page.frameLocator('iframe');
      await preview.locator('[data-screen="choose"]').waitFor();
      await page.getByRole('button', { name: '办事指南' }).click();
      await preview.locator('[data-screen="guide"]').waitFor();
      await shown(page, '02-preview');
    },
  );

  it('tests the interfaces with the data centre and applies', WALK, async () => {
    const tester = await desk('unit-technical');
    await tester.goto(`${url}/#/matters/${handleItem}`);
    await click(tester, '记录联调');
    await tester.getByLabel('用例（每行一个：名称）').fill('受理\n补正');
    await tester.getByLabel('证据 SHA-256').fill(EVIDENCE);
    await tester.getByRole('dialog').getByRole('button', { name: '记录联调' }).click();
    await tester.getByText('通过', { exact: true }).waitFor();
    const page = await desk('unit-business');
    await page.goto(`${url}/#/tasks`);
    await page.goto(`${url}/#/matters/${handleItem}`);
    await click(page, '提交申请');
    await page.getByRole('dialog').getByLabel('理由').fill('老年人需要');
    await page.getByRole('dialog').getByRole('button', { name: '提交申请' }).click();
    await page.getByRole('heading', { name: /^开通 · 老年综合津贴/ }).waitFor();
    await shown(page, '03-request');
  });

  it('passes bureau, reform department and data centre, each from its tasks', WALK, async () => {
    for (const [role, label] of [
      ['bureau', '同意'],
      ['reform', '同意'],
      ['data-centre', '测试通过，上线'],
    ] as const) {
      const page = await desk(role);
      await page.goto(`${url}/#/tasks`);
      await page.getByRole('link', { name: '老年综合津贴（示例）' }).waitFor();
      await shown(page, `04-tasks-${role}`);
      await page.getByRole('link', { name: '老年综合津贴（示例）' }).click();
      await page.getByLabel('意见').fill(`材料齐全（${role}）`);
      if (role === 'bureau') await page.getByLabel('审核文号').fill('TEST-2026-1');
      await shown(page, `05-decide-${role}`);
      await click(page, label);
      await page.getByText(`材料齐全（${role}）`).waitFor();
    }
    await centre.services.publisher.drain();
    await terminal.refresh();
    expect(published()).toMatchObject({ status: 'in-force' });
    const page = await desk('bureau');
    for (const [path, name] of [
      ['sunk-down', '06-sunk-down'],
      ['matters', '07-matters'],
      ['requests', '08-requests'],
      ['announcements', '09-announcements'],
      ['terminals', '10-terminals'],
      ['statistics', '11-statistics'],
      ['quality', '12-quality'],
      ['units', '13-units'],
    ] as const) {
      await page.goto(`${url}/#/${path}`);
      await page.waitForLoadState('networkidle');
      await shown(page, name);
    }
  });

  it('suspends it in an emergency: the terminal hears of it with the announcement', WALK, async () => {
    const page = await desk('unit-business');
    await page.goto(`${url}/#/tasks`);
    await page.goto(`${url}/#/matters/${handleItem}`);
    await click(page, '紧急暂停');
    const dialog = page.getByRole('dialog');
    for (const box of await dialog.locator('textarea').all()) await box.fill('系统抢修 TEST');
    await dialog
      .locator('input[type="datetime-local"]')
      .last()
      .fill(new Date(Date.now() + DAY_MS).toISOString().slice(0, 16));
    await shown(page, '14-emergency');
    await dialog.getByRole('button', { name: '紧急暂停' }).click();
    await page.getByRole('button', { name: '补报情况', exact: true }).waitFor();
    await centre.services.publisher.drain();
    await terminal.refresh();
    expect(published()).toMatchObject({
      status: 'suspended',
      suspension: { reason: { zh: '系统抢修 TEST' } },
    });
    expect(terminal.current()?.catalogue.announcements).toHaveLength(1);
    expect(errors).toEqual([]);
  });
});

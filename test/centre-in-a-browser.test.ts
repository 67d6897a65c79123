import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../kiosk-config/centre/contract/index.ts';
import { startCentre, type Centre } from '../kiosk-config/centre/server/centre.ts';
import { callersOf, UNIT_A, type Callers } from '../kiosk-config/centre/testing/callers.ts';
import { deskOf, officersOf, testDocument } from '../kiosk-config/centre/testing/matter-desk.ts';
import type { Kiosk } from '../tools/stack/kiosk.ts';
import { expectAccessible, newDesk, sitDown, startBrowser } from './support/console-in-a-browser.ts';
import { terminalAt } from './support/terminal-at-a-centre.ts';

const ROOT = join(import.meta.dirname, '..');
const PICTURES = join(ROOT, 'out/console-walk');
const EVIDENCE = 'e'.repeat(64);
const DAY_MS = 86_400_000;
const WALK = { timeout: 240_000 };
/** From an officer's click to a terminal's screen. */
const REACHES_TERMINALS_MS = 60_000;
const UNIT = { code: UNIT_A, name: { zh: '虚拟区业务主管单位（示例）', en: 'Unit of Xuni District' } };
/** In force before the walk begins. */
const NEIGHBOURS = ['flexible-employment', 'worker-record-updated'];
const EMERGENCY = [
  ...['业务系统故障，正在抢修。', 'The system of this matter is being repaired.'],
  ...['可到受理大厅 3 号窗口办理。', 'At counter 3 in the hall.'],
  ...['老年综合津贴暂停办理', 'Old-age allowance suspended'],
  ...['业务系统故障，已提交的申请不受影响。', 'What was submitted is safe.'],
];

/**
 * Officers at their desks, in a real browser against the real server: a unit applies to open a sunk-down matter, bureau,
 * reform department and data centre do their part, a real terminal shows it, an emergency takes it away.
 */
describe('a walk through the console, and what a terminal shows meanwhile', () => {
  let centre: Centre;
  let callers: Callers;
  let browser: Browser;
  let kiosk: Kiosk;
  let url: string;
  const stops = new AsyncDisposableStack();
  const document = testDocument({ unit: UNIT });
  const handleItem = String(document['handleItem']);
  const errors: string[] = [];
  const desks = new Map<Role, Page>();

  beforeAll(async () => {
    rmSync(PICTURES, { recursive: true, force: true });
    mkdirSync(PICTURES, { recursive: true });
    const dataFolder = mkdtempSync(join(tmpdir(), 'tongban-walk-'));
    stops.defer(() => rmSync(dataFolder, { recursive: true }));
    centre = await startCentre({
      ...{ dataFolder, databaseUrl: null, host: '127.0.0.1', port: 0, origin: null, proxies: [], log: false },
      pages: { console: join(ROOT, 'out/console'), preview: join(ROOT, 'out/preview') },
    });
    stops.defer(() => centre.close());
    ({ url } = centre);
    callers = callersOf(centre.app, centre.services.database, () => new Date());
    const founded = await centre.services.publisher.found();
    if (!founded) throw new Error('the centre was founded before');
    const root = JSON.parse(founded.root.toString()) as Parameters<typeof terminalAt>[0]['root'];
    await Promise.all([
      openNeighbours(),
      terminalAt({ url, root, maxAgeHours: 24 }, callers).then((terminal) => {
        stops.defer(() => terminal.stop());
        ({ kiosk } = terminal);
      }),
      startBrowser().then((started) => {
        stops.defer(() => started.close());
        browser = started;
      }),
    ]);
    await kiosk.touch('start');
  }, WALK.timeout);
  afterAll(() => stops.disposeAsync());

  async function openNeighbours(): Promise<void> {
    const officers = await officersOf(callers);
    for (const name of NEIGHBOURS) {
      const neighbour = testDocument({ unit: UNIT }, UNIT_A, `${name}.json`);
      const { apply, passThrough } = deskOf(officers, String(neighbour['handleItem']));
      await passThrough(await apply('open', neighbour));
    }
  }

  async function desk(role: Role): Promise<Page> {
    const there = desks.get(role);
    if (there) return there;
    const officer = await callers.as(role);
    const page = await sitDown(await newDesk(browser), url, officer, ({ message }) =>
      errors.push(`${role}: ${message}`),
    );
    desks.set(role, page);
    return page;
  }

  /** A page as it is shown: looked at by axe, and kept as a picture. */
  async function shown(page: Page, name: string): Promise<void> {
    await expectAccessible(page);
    await page.screenshot({ path: join(PICTURES, `${name}.png`) });
  }

  const click = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

  /** The matter as it stands in the terminal's list. */
  const onTerminal = (state: string) => `[data-action="chooseMatter"][data-value="${handleItem}"]${state}`;
  /** Waits for it there; says how long after the officer's click it came, and holds that to the minute. */
  async function reachesTerminal(clickedAt: number, state: string, what: string): Promise<void> {
    const list = await kiosk.page();
    await list.locator(onTerminal(state)).waitFor({ timeout: REACHES_TERMINALS_MS });
    const ms = Math.round(performance.now() - clickedAt);
    console.log(`${what} on the terminal's screen ${(ms / 1000).toFixed(1)} s after the officer's click`);
    expect(ms).toBeLessThanOrEqual(REACHES_TERMINALS_MS);
  }
  const terminalPicture = (name: string) => kiosk.picture(join(PICTURES, `${name}.png`));

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
    const list = await kiosk.screen('choose');
    await expect.poll(() => list.locator('[data-action="chooseMatter"]').count()).toBe(NEIGHBOURS.length);
    let clickedAt = 0;
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
      clickedAt = performance.now();
      await click(page, label);
      if (role !== 'data-centre') await page.getByText(`材料齐全（${role}）`).waitFor();
    }
    await reachesTerminal(clickedAt, ':not([data-unavailable])', 'published');
    await terminalPicture('06-terminal-shows-it');
  });

  it('every page of the console bears being looked at', WALK, async () => {
    const page = await desk('bureau');
    for (const [path, name] of [
      ['sunk-down', '07-sunk-down'],
      ['matters', '08-matters'],
      ['requests', '09-requests'],
      ['announcements', '10-announcements'],
      ['terminals', '11-terminals'],
      ['statistics', '12-statistics'],
      ['quality', '13-quality'],
      ['units', '14-units'],
      ['calendars', '14-working-days'],
    ] as const) {
      await page.goto(`${url}/#/${path}`);
      await page.waitForLoadState('networkidle');
      await shown(page, name);
    }
  });

  it('suspends it in an emergency: the terminal says so within the minute, and why', WALK, async () => {
    const page = await desk('unit-business');
    await page.goto(`${url}/#/tasks`);
    await page.goto(`${url}/#/matters/${handleItem}`);
    await click(page, '紧急暂停');
    const dialog = page.getByRole('dialog');
    const boxes = await dialog.locator('textarea').all();
    expect(boxes).toHaveLength(EMERGENCY.length);
    for (const [at, box] of boxes.entries()) await box.fill(EMERGENCY[at] ?? '');
    const back = new Date(Date.now() + DAY_MS).toISOString().slice(0, 16);
    await dialog.getByRole('textbox', { name: /^预计恢复时间/ }).fill(back);
    await shown(page, '15-emergency');
    const clickedAt = performance.now();
    await dialog.getByRole('button', { name: '紧急暂停' }).click();
    await reachesTerminal(clickedAt, '[data-unavailable="suspended"]', 'suspended');
    await page.getByRole('button', { name: '补报情况', exact: true }).waitFor();
    await terminalPicture('16-terminal-says-suspended');
    await kiosk.touch('chooseMatter', handleItem);
    const why = await kiosk.screen('unavailable');
    await why.getByText('业务系统故障，正在抢修。').waitFor();
    await why.getByText('可到受理大厅 3 号窗口办理。').waitFor();
    await terminalPicture('17-terminal-says-why');
    await kiosk.touch('back');
    await kiosk.screen('choose');
    await kiosk.touch('leave');
    await kiosk.screen('attract');
    await kiosk.shows('[data-announcement]', '老年综合津贴暂停办理');
    await terminalPicture('18-terminal-announces-it');
    expect(errors).toEqual([]);
  });
});

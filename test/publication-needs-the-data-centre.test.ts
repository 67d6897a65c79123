import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Role } from '../kiosk-config/centre/contract/index.ts';
import { startCentre, withServices, type Centre } from '../kiosk-config/centre/server/centre.ts';
import { terminalThatHas } from '../kiosk-config/centre/testing/terminal-that-has.ts';
import { callersOf, type Callers } from '../kiosk-config/centre/testing/callers.ts';
import { expectAccessible, newDesk, sitDown, startBrowser } from './support/console-in-a-browser.ts';

const ROOT = join(import.meta.dirname, '..');
const PICTURES = join(ROOT, 'out/console-pages');
const DAY_MS = 86_400_000;
/** Of the year that a root is good for 35 days are left. */
const SINCE_FOUNDING_MS = 330 * DAY_MS;
const LONG = { timeout: 120_000 };

const stops = new AsyncDisposableStack();
let centre: Centre;
let callers: Callers;
let browser: Browser;

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  const dataFolder = mkdtempSync(join(tmpdir(), 'tongban-root-'));
  stops.defer(() => rmSync(dataFolder, { recursive: true }));
  const place = { dataFolder, databaseUrl: null };
  const longAgo = new Date(Date.now() - SINCE_FOUNDING_MS);
  await withServices({ ...place, clock: () => longAgo }, ({ publisher }) => publisher.found());
  centre = await startCentre({
    ...{ ...place, host: '127.0.0.1', port: 0, origin: null, proxies: [], log: false },
    pages: { console: join(ROOT, 'out/console'), preview: join(ROOT, 'out/preview') },
  });
  stops.defer(() => centre.close());
  callers = callersOf(centre.app, centre.services.database, () => new Date());
  browser = await startBrowser();
  stops.defer(() => browser.close());
}, LONG.timeout);
afterAll(() => stops.disposeAsync());

async function tasksOf(role: Role) {
  const page = await sitDown(await newDesk(browser), centre.url, await callers.as(role), (error) => {
    throw error;
  });
  const [said] = await Promise.all([
    role === 'data-centre'
      ? page.waitForResponse((answer) => answer.url().endsWith('/v1/publication'))
      : null,
    page.goto(`${centre.url}/#/tasks`),
  ]);
  await page.getByText('没有等您办的事。').waitFor();
  return { page, said };
}

it(
  'the data centre is told among its tasks, with what to do; others cannot do it and are not',
  LONG,
  async () => {
    const { page, said } = await tasksOf('data-centre');
    const { rootExpires } = (await said!.json()) as { rootExpires: string };
    const daysLeft = (Date.parse(rootExpires) - Date.now()) / DAY_MS;
    expect(Math.round(daysLeft)).toBe(35);
    const notice = page.getByText('tongban centre root next');
    await notice.waitFor();
    await expectAccessible(page);
    await page.screenshot({ path: join(PICTURES, 'root-expires-soon.png') });
    const bureau = await tasksOf('bureau');
    expect(await bureau.page.getByText('tongban centre root next').count()).toBe(0);
  },
);

it('a publication that failed is told there too', LONG, async () => {
  await centre.services.database.sql.updateTable('publication').set({ failure: 'TEST' }).execute();
  const { page } = await tasksOf('data-centre');
  await page.getByText('发布没有成功，终端还是上一版：TEST').waitFor();
});

it('and that terminals have more than the centre, as after a restore from a backup', LONG, async () => {
  await terminalThatHas(centre.services, 57);
  const { page } = await tasksOf('data-centre');
  await page.getByText('有终端的目录是第 57 版').waitFor();
});

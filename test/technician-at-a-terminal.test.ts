import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCentre, type Centre } from '../kiosk-config/centre/server/centre.ts';
import { callersOf, type Callers, type TestOfficer } from '../kiosk-config/centre/testing/callers.ts';
import { demoTerminal } from '../tools/stack/demo-terminal.ts';
import type { Kiosk } from '../tools/stack/kiosk.ts';
import type { Stack } from '../tools/stack/stack.ts';
import { Album } from '../tools/walkthrough/album.ts';
import { terminalAt } from './support/terminal-at-a-centre.ts';

const PICTURES = join(import.meta.dirname, '../out/technician');
const SHEET_PX = 760;
const LONG = { timeout: 120_000 };
/** Longer than the page wants to be held. */
const HELD_MS = 15_000;
/** What the centre hears while it is enrolled and made ready. */
const SET_UP = ['technician-entered by-enrolment', 'technician-left by-hand'];
/** From the terminal's screen to the centre: told at once. */
const HEARD = { timeout: 20_000 };

/**
 * A technician in front of a real terminal (Electron, core, drivers that speak bytes) of a real centre: number, code, a
 * device that is tested, paper that is changed, and back to service; before all that the terminal is enrolled.
 */
describe('a technician comes to a terminal', () => {
  const stops = new AsyncDisposableStack();
  let centre: Centre;
  let technician: TestOfficer;
  let kiosk: Kiosk;
  let stack: Stack;
  let enrolmentCode = '';
  let code = '';

  beforeAll(async () => {
    rmSync(PICTURES, { recursive: true, force: true });
    mkdirSync(PICTURES, { recursive: true });
    const dataFolder = mkdtempSync(join(tmpdir(), 'tongban-technician-'));
    stops.defer(() => rmSync(dataFolder, { recursive: true }));
    centre = await startCentre({
      ...{ dataFolder, databaseUrl: null, host: '127.0.0.1', port: 0, origin: null, proxies: [], log: false },
      pages: null,
    });
    stops.defer(() => centre.close());
    const callers: Callers = callersOf(centre.app, centre.services.database, () => new Date());
    const founded = await centre.services.publisher.found();
    if (!founded) throw new Error('the centre was founded before');
    const root = JSON.parse(founded.root.toString()) as Parameters<typeof terminalAt>[0]['root'];
    const terminal = await terminalAt({ url: centre.url, root, maxAgeHours: 24 }, callers, 'not-yet');
    stops.defer(() => terminal.stop());
    ({ kiosk, stack, code: enrolmentCode } = terminal);
    technician = await callers.as('technician');
  }, LONG.timeout);
  afterAll(() => stops.disposeAsync());

  const album = new Album(PICTURES);
  const picture = async (name: string): Promise<void> => album.picture(await kiosk.page(), name);
  const openPage = (page: string): Promise<void> => kiosk.touch('technicianOpen', page);
  /** What the centre has heard of this terminal, oldest first. */
  const heard = async (): Promise<string[]> => {
    const answer = await technician.ask('GET', `/v1/terminals/${demoTerminal.terminalId}`);
    const { securityEvents } = answer.json<{
      securityEvents: { kind: string; detail: string; at: string }[];
    }>();
    return securityEvents
      .filter(({ kind }) => kind.startsWith('technician'))
      .toSorted((a, b) => a.at.localeCompare(b.at))
      .map(({ kind, detail }) => `${kind} ${detail}`.trim());
  };
  /** Holds the clock until the entrance is there. */
  async function holdClock(): Promise<Page> {
    const page = await kiosk.screen('attract');
    await page.locator('[data-hold="technician"]').hover();
    await page.mouse.down();
    await page.locator('[data-screen="technician-entrance"]').waitFor({ timeout: HELD_MS });
    await page.mouse.up();
    return page;
  }
  const numberOn = async (page: Page): Promise<string> =>
    (await page.locator('[data-number]').innerText()).replace(' ', '');
  async function type(digits: string): Promise<void> {
    const page = await kiosk.page();
    for (const digit of digits) await page.locator(`[data-key="${digit}"]`).click();
    await kiosk.touch('technicianCode');
  }

  it('enrols the new terminal at its screen, with the code of the centre', LONG, async () => {
    const page = await holdClock();
    await picture('new-terminal');
    for (const letter of enrolmentCode.replace(/^TBE1-/, '').replaceAll('-', '')) {
      await page.locator(`[data-key="${letter}"]`).click();
    }
    await kiosk.touch('technicianEnrol');
    await kiosk.shows('h1', '登记好了');
    // Core starts anew with what it was given; who enrolled it goes on.
    await kiosk.screen('technician');
    const certificates = async (): Promise<number> => {
      const answer = await technician.ask('GET', `/v1/terminals/${demoTerminal.terminalId}`);
      return answer.json<{ certificates: unknown[] }>().certificates.length;
    };
    await expect.poll(certificates, HEARD).toBe(1);
    await expect.poll(heard, HEARD).toEqual(['technician-entered by-enrolment']);
  });

  it('makes it ready step by step, and hands in the report', LONG, async () => {
    await kiosk.shows('main', '屏幕：大小和高度还没有量');
    // Drivers and line are just starting: what has not come yet is no picture of a terminal.
    await kiosk.shows('main', '凭条打印机：还没有试');
    const away = (await kiosk.page()).getByText('平台的这些模块不正常');
    await expect.poll(() => away.count(), HEARD).toBe(0);
    await picture('readiness');
    await kiosk.touch('technicianOpen', 'panel');
    const page = await kiosk.page();
    await page.locator('[data-key="centreMm+"]').click();
    await picture('panel');
    await kiosk.touch('technicianMeasure');
    await kiosk.touch('back');
    await openPage('readiness');
    await kiosk.shows('main', '中心离地 1305 毫米');
    const before = (await stack.benchState()).receiptPrinter.papers.length;
    await kiosk.touch('technicianReport');
    await kiosk.shows('main', '报告已打印，请签名。中心已经收到。');
    expect((await stack.benchState()).receiptPrinter.papers.length).toBe(before + 1);
    await picture('report');
    await album.paper(stack, 'readiness-slip');
    const answer = await technician.ask('GET', `/v1/terminals/${demoTerminal.terminalId}`);
    const { readiness } = answer.json<{
      readiness: { ready: boolean; panel: unknown; devices: unknown[] };
    }>();
    expect(readiness).toMatchObject({ ready: false, panel: { diagonalInches: 21.5, centreMm: 1305 } });
    expect(readiness.devices).toContainEqual({ family: 'id-card-reader', check: 'not-made' });
    await kiosk.touch('back');
    await kiosk.touch('technicianLeave');
    await kiosk.screen('attract');
  });

  it('holds the clock, and is asked for the code to a number', LONG, async () => {
    const number = await numberOn(await holdClock());
    expect(number).toMatch(/^\d{8}$/);
    await picture('entrance');
    const wrong = String((Number(number) + 1) % 1e8).padStart(8, '0');
    await type(wrong);
    await kiosk.shows('p', '还能试 2 次');
    const answer = await technician.ask('POST', `/v1/terminals/${demoTerminal.terminalId}/technician-codes`, {
      number,
      reason: 'device',
    });
    expect(answer.statusCode).toBe(200);
    ({ code } = answer.json<{ code: string }>());
  });

  it('is let in by the centre’s code, and sees what has to be done', LONG, async () => {
    await stack.bench('receipt-printer', { verb: 'run-out-of-paper' });
    await type(code);
    await kiosk.screen('technician');
    await kiosk.shows('[data-finding="ill"]', '凭条纸用完了');
    await picture('overview');
    await expect.poll(heard, HEARD).toEqual([...SET_UP, 'technician-code-wrong', 'technician-entered']);
  });

  it('changes the paper and prints a test on it', LONG, async () => {
    await openPage('paper');
    await kiosk.shows('[data-device="receipt-printer"]', '凭条纸用完了');
    await picture('paper-out');
    const before = (await stack.benchState()).receiptPrinter.papers.length;
    await stack.bench('receipt-printer', { verb: 'load-paper' });
    await kiosk.shows('[data-device="receipt-printer"]', '凭条打印机正常');
    await kiosk.touch('technicianCheck', 'receipt-printer');
    await kiosk.touch('technicianAnswer', 'yes');
    await kiosk.shows('[data-check="passed"]', '凭条打印机：通过');
    expect((await stack.benchState()).receiptPrinter.papers.length).toBe(before + 1);
    await picture('paper-changed');
    await kiosk.touch('back');
  });

  it('tests the card reader with a card, of which nothing is shown', LONG, async () => {
    await openPage('devices');
    await kiosk.touch('technicianCheck', 'id-card-reader');
    await kiosk.shows('p', '放到读卡区');
    await picture('put-a-card');
    await stack.bench('id-card-reader', { verb: 'place-card', citizen: 'li' });
    await kiosk.shows('[data-check="passed"]', '读卡成功');
    const page = await kiosk.page();
    expect(await page.content()).not.toContain('310199');
    await stack.bench('id-card-reader', { verb: 'remove-card' });
    await picture('devices');
    await kiosk.touch('back');
  });

  it('lets the terminal look where its devices are; afterwards they are there as before', LONG, async () => {
    await openPage('devices');
    await kiosk.touch('technicianFind');
    await kiosk.shows('h1', '正在找设备');
    await picture('looks-for-devices');
    await kiosk.shows('h1', '找到的设备');
    await kiosk.touch('back');
    const page = await kiosk.page();
    for (const device of ['id-card-reader', 'receipt-printer'])
      await page.locator(`[data-device="${device}"][data-availability="ready"]`).waitFor(HEARD);
    await kiosk.touch('back');
  });

  it('looks at network, queue, log and versions', LONG, async () => {
    for (const [page, words] of [
      ['network', '已登记'],
      ['queue', '等待发送'],
      ['log', 'technician-code-wrong'],
      ['versions', demoTerminal.terminalId],
    ] as const) {
      await openPage(page);
      await kiosk.shows('main', words);
      await picture(page);
      await kiosk.touch('back');
    }
  });

  it('gives the terminal back, and its code opens nothing any more', LONG, async () => {
    await kiosk.touch('technicianLeave');
    await kiosk.screen('attract');
    await expect
      .poll(heard, HEARD)
      .toEqual([...SET_UP, 'technician-code-wrong', 'technician-entered', 'technician-left by-hand']);
    await holdClock();
    await type(code);
    await kiosk.shows('p', '还能试 2 次');
    await kiosk.touch('back');
    await kiosk.touch('start');
    await kiosk.screen('choose');
    // For the README.
    await album.sheet(
      'technician',
      ['new-terminal', 'readiness', 'panel', 'overview', 'paper-changed', 'put-a-card'],
      SHEET_PX,
    );
    // And for the handbook.
    await album.sheet(
      'handbook-ready',
      ['new-terminal', 'readiness', 'panel', 'report', 'readiness-slip'],
      SHEET_PX,
    );
    await album.sheet(
      'handbook-maintenance',
      ['entrance', 'overview', 'paper-out', 'put-a-card', 'devices', 'looks-for-devices'],
      SHEET_PX,
    );
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startKiosk, type Kiosk } from './testing/kiosk.ts';

/** An own string, so that finding it anywhere means that it was left there. */
const TRACE = 'TRACE-3101991949';

let kiosk: Kiosk;

beforeEach(async () => {
  kiosk = await startKiosk();
});
afterEach(async () => {
  await kiosk.stop();
});

const shows = (page: Page, screen: string) =>
  page.waitForFunction((name) => document.querySelector('#screen')?.textContent === name, screen);

test('the next citizen gets a page that knows nothing of the former, and the disk knows nothing either', async () => {
  let page = await kiosk.page();
  // Two sessions take turns: the third citizen is the first who could meet what was left.
  for (const citizen of [1, 2, 3]) {
    await shows(page, 'attract');
    const left = await page.evaluate(async () => ({
      local: { ...localStorage },
      databases: (await indexedDB.databases()).length,
      history: history.length,
      typed: document.querySelector<HTMLInputElement>('#typed')?.value,
    }));
    expect(left, `citizen ${citizen}`).toEqual({ local: {}, databases: 0, history: 1, typed: '' });

    await kiosk.core.show({ screen: 'choose', matters: [], finding: null });
    await shows(page, 'choose');
    await page.fill('#typed', TRACE);
    await page.evaluate(
      (trace) =>
        new Promise((resolve, reject) => {
          localStorage.setItem('trace', trace);
          history.pushState(null, '', `#${trace}`);
          const request = indexedDB.open(trace);
          request.onsuccess = resolve;
          request.onerror = reject;
        }),
      TRACE,
    );
    await kiosk.app.evaluate(({ clipboard }, trace) => clipboard.writeText(trace), TRACE);
    const before: Page = page;
    await kiosk.core.show({ screen: 'attract', matterCount: 3, closed: null });
    page = await kiosk.page(before);
    await expect.poll(() => kiosk.app.evaluate(({ clipboard }) => clipboard.readText())).toBe('');
  }
  const data = path.join(kiosk.folder, 'data');
  const holding = readdirSync(data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => {
      const bytes = readFileSync(file);
      return bytes.includes(TRACE) || bytes.includes(Buffer.from(TRACE, 'utf16le'));
    });
  expect(holding).toEqual([]);
});

test('core hears that the screens draw as soon as they do, also one that begins anew', async () => {
  await shows(await kiosk.page(), 'attract');
  // Its drivers wait for that; every ten seconds it is told in any case.
  await expect.poll(() => kiosk.core.timesDrawn, { timeout: 4000 }).toBeGreaterThan(0);
  const before = kiosk.core.timesDrawn;
  await kiosk.core.stop();
  await kiosk.core.start();
  await expect.poll(() => kiosk.core.timesDrawn, { timeout: 4000 }).toBeGreaterThan(before);
});

test('a renderer that crashes is replaced and shows the same view again', async () => {
  const page = await kiosk.page();
  await shows(page, 'attract');
  await kiosk.core.show({ screen: 'choose', matters: [], finding: null });
  await shows(page, 'choose');
  const start = performance.now();
  await kiosk.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
  );
  await shows(await kiosk.page(page), 'choose');
  expect(performance.now() - start).toBeLessThan(10_000);
});

test('renderers that crash again and again end the shell, so that the service manager starts it anew', async () => {
  const ended = new Promise((resolve) => kiosk.app.process().once('exit', resolve));
  let page = await kiosk.page();
  for (let crash = 1; crash <= 6; crash += 1) {
    await kiosk.app
      .evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
      )
      .catch(() => undefined); // the last one ends the process under the call
    if (crash < 6) page = await kiosk.page(page);
  }
  expect(await ended).toBe(3);
});

test('a page that could open dialogs of files does not stay; where each could, the shell ends', async () => {
  const ended = new Promise((resolve) => kiosk.app.process().once('exit', resolve));
  await kiosk.page();
  await kiosk.app
    .evaluate(({ app, BrowserWindow }) => {
      app.on('web-contents-created', (_event, { debugger: debug }) => {
        debug.sendCommand = () => Promise.reject(new Error('TEST'));
      });
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
    })
    .catch(() => undefined); // the process may end under the call
  expect(await ended).toBe(3);
  expect(kiosk.log.join()).toContain('"event":"dialogs-not-shut"');
});

test('an unexpected error in the main process ends the shell and opens no dialog', async () => {
  const ended = new Promise((resolve) => kiosk.app.process().once('exit', resolve));
  await kiosk.page();
  await kiosk.app.evaluate(
    () =>
      void setImmediate(() => {
        throw new RangeError('310199');
      }),
  );
  expect(await ended).toBe(4);
  await expect.poll(() => kiosk.log.at(-1)).toContain('"event":"unexpected-error","name":"RangeError"');
  expect(kiosk.log.join()).not.toContain('310199');
});

test('core goes: the page is told and nothing else works; core is back: told again, with its view', async () => {
  const page = await kiosk.page();
  await shows(page, 'attract');
  const away = (value: string) =>
    page.waitForFunction((text) => document.querySelector('#away')?.textContent === text, value);
  await away('false');
  await kiosk.core.stop();
  await away('true');
  await kiosk.core.start();
  await away('false');
  await kiosk.core.show({ screen: 'choose', matters: [], finding: null });
  await shows(page, 'choose');
});

test('a page that starts while core is away is told so and shows the last view', async () => {
  const page = await kiosk.page();
  await kiosk.core.show({ screen: 'choose', matters: [], finding: null });
  await shows(page, 'choose');
  await kiosk.core.stop();
  await page.waitForFunction(() => document.querySelector('#away')?.textContent === 'true');
  await kiosk.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
  );
  const renewed = await kiosk.page(page);
  await shows(renewed, 'choose');
  await renewed.waitForFunction(() => document.querySelector('#away')?.textContent === 'true');
});

/** The shell in a real Electron on a display of its own, for tests. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron } from 'playwright';
import type { ElectronApplication, Page } from 'playwright';
import { startVirtualDisplay, type VirtualDisplay } from '../../../tools/stack/display.ts';
import { buildShell, electronPath, launchArgs } from '../../../tools/setup/setup.mjs';
import { FakeCore } from './fake-core.ts';

const SIZE = { width: 1080, height: 1920 };

export interface Kiosk {
  readonly app: ElectronApplication;
  readonly core: FakeCore;
  readonly display: VirtualDisplay;
  /** Every line that the shell logged so far. */
  readonly log: readonly string[];
  /** Folder of this kiosk alone; Electron's user data is in `data`. */
  readonly folder: string;
  /** The page in front of the citizen; after a session or a crash it is another one than `before`. */
  page(before?: Page): Promise<Page>;
  stop(): Promise<void>;
}

/** Starts fake core, display and shell, with the page in `testing/page` unless real screens are named. */
export async function startKiosk({
  uiFolder = path.join(import.meta.dirname, 'page'),
}: { uiFolder?: string } = {}): Promise<Kiosk> {
  await buildShell();
  const folder = await mkdtemp(path.join(tmpdir(), 'tongban-shell-'));
  const fakeCore = new FakeCore(path.join(folder, 'core.sock'));
  await fakeCore.start();
  const display = await startVirtualDisplay(path.join(folder, 'screen'), SIZE);
  const app = await _electron.launch({
    executablePath: electronPath(),
    // Otherwise Playwright adds --no-sandbox by itself; launchArgs does so only for root.
    chromiumSandbox: true,
    args: [
      ...launchArgs({
        socketPath: path.join(folder, 'core.sock'),
        userData: path.join(folder, 'data'),
        uiFolder,
      }),
      // A camera that could be used, so that its refusal means something.
      '--use-fake-device-for-media-stream',
    ],
    env: { ...environment(), DISPLAY: display.display },
  });
  // Playwright is slow to notice that the window of a crashed page is gone.
  const crashed = new WeakSet<Page>();
  const noteCrash = (page: Page) => void page.once('crash', () => crashed.add(page));
  for (const page of app.windows()) noteCrash(page);
  app.on('window', noteCrash);
  const log: string[] = [];
  app.process().stdout?.on('data', (chunk: Buffer) => log.push(...chunk.toString().trim().split('\n')));
  return {
    app,
    core: fakeCore,
    display,
    log,
    folder,
    async page(before) {
      // While one window takes the place of another there are two; the shown one is asked for.
      for (;;) {
        const windows = await app.evaluate(({ BrowserWindow }) =>
          BrowserWindow.getAllWindows().map(
            (window) => window.isVisible() && !window.webContents.isCrashed(),
          ),
        );
        const pages = app
          .windows()
          .filter((page) => page !== before && !page.isClosed() && !crashed.has(page));
        const [page] = pages;
        if (windows.length === 1 && windows[0] === true && pages.length === 1 && page !== undefined)
          return page;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    async stop() {
      await app.close();
      await fakeCore.stop();
      await display.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function environment(): Record<string, string> {
  const entries = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return Object.fromEntries(entries);
}

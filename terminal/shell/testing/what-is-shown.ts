import type { ElectronApplication, Page } from 'playwright';

/** What {@link whatIsShown} says when an attempt came to nothing. */
export const AS_EVER = {
  windows: [{ visible: true, covering: true }],
  contents: 1,
  developerTools: false,
  zoom: [1],
  address: 'tongban://terminal/index.html',
  mark: 'kept',
  scale: 1,
};

/** Leaves something in the page that a reload or a navigation would lose. */
export async function mark(page: Page): Promise<void> {
  await page.evaluate(() => {
    document.body.dataset['mark'] = 'kept';
  });
}

/** Windows, pages and their size, when whatever an attempt set off has happened. */
export async function whatIsShown(app: ElectronApplication, page: Page) {
  // By then the page has painted twice, and answers the main process.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const state = await app.evaluate(({ BrowserWindow, webContents }) => ({
    windows: BrowserWindow.getAllWindows().map((window) => {
      const { x, y, width, height } = window.getBounds();
      return { visible: window.isVisible(), covering: x === 0 && y === 0 && width >= 1080 && height >= 1920 };
    }),
    contents: webContents.getAllWebContents().length,
    developerTools: webContents.getAllWebContents().some((contents) => contents.isDevToolsOpened()),
    zoom: webContents.getAllWebContents().map((contents) => contents.getZoomFactor()),
  }));
  return {
    ...state,
    address: page.url(),
    ...(await page.evaluate(() => ({
      mark: document.body.dataset['mark'],
      scale: window.visualViewport?.scale,
    }))),
  };
}

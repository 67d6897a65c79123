import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SessionView } from '@tongban/contract';
import { materialView } from './testing/fake-core.ts';
import { startKiosk, type Kiosk } from './testing/kiosk.ts';
import { AS_EVER, mark, whatIsShown } from './testing/what-is-shown.ts';

/** Attempts of reference ux-security B2 against the shell in a real Electron, by page script and by real keys. */
let kiosk: Kiosk;
let page: Page;
let outside: Server;
let outsideAddress: string;
let outsideRequests = 0;

beforeAll(async () => {
  outside = createServer((_request, response) => {
    outsideRequests += 1;
    response.end('<title>outside</title>');
  });
  await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve));
  outsideAddress = `http://127.0.0.1:${(outside.address() as AddressInfo).port}/`;
  kiosk = await startKiosk();
  page = await kiosk.page();
  await page.waitForFunction(() => document.querySelector('#screen')?.textContent === 'attract');
});
afterAll(async () => {
  await kiosk.stop();
  await new Promise((resolve) => outside.close(resolve));
});
beforeEach(async () => {
  outsideRequests = 0;
  await mark(page);
  await page.evaluate(() => {
    const typed = document.querySelector<HTMLInputElement>('#typed');
    if (typed !== null) typed.value = '';
    typed?.focus();
  });
});

/** The same document is shown in the same, only, full-size window, and nothing went out. */
async function expectNothingHappened(): Promise<void> {
  expect(await whatIsShown(kiosk.app, page)).toEqual(AS_EVER);
  expect(outsideRequests).toBe(0);
}

/**
 * Runs a function that makes frames in the page, past Playwright: it loses its place there while the shell has Chromium's
 * debugger too, and finds it again.
 */
async function inPage<T>(script: (argument: string) => T | Promise<T>, argument: string): Promise<T> {
  const outcome = await kiosk.app.evaluate(
    ({ BrowserWindow }, code) =>
      BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code) as Promise<T>,
    `(${script.toString()})(${JSON.stringify(argument)})`,
  );
  await expect.poll(() => page.evaluate(() => document.body.dataset['mark'])).toBe('kept');
  return outcome;
}

/** Times that the main process said no to such a thing. */
const denied = (what: string) => kiosk.log.filter((line) => line.includes(`"what":"${what}"`)).length;

/** Real input events of the X server. */
const keyboardAndMouse = (...words: string[]) =>
  execFileSync('xdotool', words, { env: { ...process.env, DISPLAY: kiosk.display.display } });

describe('what the page has', () => {
  test('the whole interface is these three functions', async () => {
    const exposed = await page.evaluate(() =>
      Object.entries((window as unknown as { tongban: object }).tongban).map(([name, value]) => [
        name,
        typeof value,
      ]),
    );
    expect(exposed).toEqual([
      ['call', 'function'],
      ['onView', 'function'],
      ['onCoreAway', 'function'],
    ]);
  });

  test('nothing of Node or Electron is there', async () => {
    const found = await page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer'].filter(
        (name) => name in window,
      ),
    );
    expect(found).toEqual([]);
  });

  test('developer tools do not open, even when the main process asks', async () => {
    await kiosk.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.openDevTools(),
    );
    await expectNothingHappened();
  });

  test('the window is made with every protection on', async () => {
    const preferences = await kiosk.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
        getLastWebPreferences(): Record<string, unknown>;
        session: { isPersistent(): boolean; isSpellCheckerEnabled(): boolean };
      };
      const { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag } =
        contents.getLastWebPreferences();
      return {
        ...{ sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag },
        spellcheck: contents.session.isSpellCheckerEnabled(),
        persistent: contents.session.isPersistent(),
      };
    });
    expect(preferences).toEqual({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
      webviewTag: false,
      persistent: false,
    });
  });

  test('making code out of text is refused by the policy', async () => {
    // In a timer: the debugger's own evaluation, which Playwright uses, is bound by no policy.
    const outcome = await page.evaluate(
      () =>
        new Promise((resolve) =>
          setTimeout(() => {
            try {
              resolve(new Function('return 1')());
            } catch (error) {
              resolve((error as Error).name);
            }
          }),
        ),
    );
    expect(outcome).toBe('EvalError');
  });

  test('a call that is not in the contract never reaches core', async () => {
    const outcome = await page.evaluate(() =>
      (window as unknown as { tongban: { call(method: string, params: unknown): Promise<unknown> } }).tongban
        .call('shell.exec', { command: 'id' })
        .catch((error: Error) => error.message),
    );
    expect(outcome).toBe('refused');
    expect(kiosk.core.calls.map((call) => call.method)).not.toContain('shell.exec');
  });
});

describe('leaving the page', () => {
  test.each([
    'the outside',
    'file:///etc/passwd',
    'data:text/html,x',
    'javascript:document.write(1)',
    'chrome://gpu',
  ])('location = %s', async (address) => {
    const before = denied('navigation');
    await page.evaluate(
      (to) => {
        location.href = to;
      },
      address === 'the outside' ? outsideAddress : address,
    );
    if (address === 'the outside') await expect.poll(() => denied('navigation')).toBeGreaterThan(before);
    await expectNothingHappened();
  });

  test.each([
    'view-source:tongban://terminal/index.html',
    'blob:',
    'mailto:a@b.example',
    'weixin://x',
    'tel:110',
  ])('a link to %s', async (address) => {
    await page.evaluate((to) => {
      const link = document.createElement('a');
      link.href = to === 'blob:' ? URL.createObjectURL(new Blob(['x'], { type: 'text/html' })) : to;
      document.body.append(link);
      link.click();
      link.remove();
    }, address);
    await expectNothingHappened();
  });

  test('a reload that the page asks for itself', async () => {
    await page.evaluate(() => location.reload());
    await expectNothingHappened();
  });

  test('a refresh by a meta element', async () => {
    const before = denied('navigation');
    await page.evaluate((to) => {
      const meta = document.createElement('meta');
      meta.httpEquiv = 'refresh';
      meta.content = `0;url=${to}`;
      document.head.append(meta);
    }, outsideAddress);
    await expect.poll(() => denied('navigation')).toBeGreaterThan(before);
    await expectNothingHappened();
  });

  test('window.open, a link in a new tab, a click with Ctrl, Shift and the middle button', async () => {
    expect(await page.evaluate((to) => window.open(to), outsideAddress)).toBeNull();
    await page.evaluate((to) => {
      const link = document.createElement('a');
      link.href = to;
      link.target = '_blank';
      link.id = 'link';
      link.style.cssText = 'position: fixed; inset: 0; z-index: 1';
      link.dataset['clicks'] = '0';
      const count = () => (link.dataset['clicks'] = String(Number(link.dataset['clicks']) + 1));
      link.addEventListener('click', count);
      link.addEventListener('auxclick', count);
      document.body.append(link);
    }, outsideAddress);
    keyboardAndMouse('mousemove', '500', '900');
    keyboardAndMouse('click', '1');
    for (const key of ['ctrl', 'shift']) keyboardAndMouse('keydown', key, 'click', '1', 'keyup', key);
    keyboardAndMouse('click', '2');
    await expect
      .poll(() => page.evaluate(() => document.querySelector<HTMLElement>('#link')?.dataset['clicks']))
      .toBe('4');
    await page.evaluate(() => document.querySelector('#link')?.remove());
    await expectNothingHappened();
  });

  test('a frame, a picture, a request, a socket, a form', async () => {
    await inPage((to) => {
      const frame = document.createElement('iframe');
      frame.src = to;
      const picture = new Image();
      picture.src = to;
      const form = document.createElement('form');
      form.action = to;
      form.method = 'post';
      document.body.append(frame, form);
      form.submit();
      navigator.sendBeacon(to, 'x');
      frame.remove();
      form.remove();
      return fetch(to).catch(() => undefined);
    }, outsideAddress);
    const socket = await page.evaluate(
      (to) =>
        new Promise((resolve) => {
          try {
            const it = new WebSocket(to.replace('http', 'ws'));
            it.onerror = () => resolve('refused');
            it.onopen = () => resolve('open');
          } catch {
            resolve('refused');
          }
        }),
      outsideAddress,
    );
    expect(socket).toBe('refused');
    await expectNothingHappened();
  });

  test('even without the policy of the page no request leaves the session', async () => {
    const outcome = await kiosk.app.evaluate(
      ({ BrowserWindow }, to) =>
        BrowserWindow.getAllWindows()[0]
          ?.webContents.session.fetch(to)
          .then(
            () => 'answered',
            () => 'refused',
          ),
      outsideAddress,
    );
    expect(outcome).toBe('refused');
    expect(outsideRequests).toBe(0);
  });
});

describe('what a page may ask for', () => {
  test('downloads are cancelled and leave no file', async () => {
    await page.evaluate(() => {
      const link = document.createElement('a');
      link.download = 'x.txt';
      link.href = URL.createObjectURL(new Blob(['x']));
      document.body.append(link);
      link.click();
      link.remove();
    });
    // Past the page's own sandbox, as a flaw in Chromium would.
    const folder = await kiosk.app.evaluate(({ app, BrowserWindow }, to) => {
      BrowserWindow.getAllWindows()[0]?.webContents.downloadURL(to);
      return app.getPath('downloads');
    }, 'tongban://terminal/page.css');
    await expect.poll(() => denied('download')).toBeGreaterThan(0);
    expect(
      existsSync(folder) ? readdirSync(folder).filter((name) => /^(x\.txt|page\.css)/.test(name)) : [],
    ).toEqual([]);
    await expectNothingHappened();
  });

  test('camera, place, notices, clipboard and devices are refused', async () => {
    const outcomes = await page.evaluate(async () => {
      const nameOf = (error: unknown) => (error as Error).name;
      const asked = navigator as unknown as Record<
        string,
        { requestDevice(filter: object): Promise<unknown> }
      >;
      return {
        camera: await navigator.mediaDevices.getUserMedia({ video: true }).then(() => 'given', nameOf),
        place: await new Promise((resolve) =>
          navigator.geolocation.getCurrentPosition(
            () => resolve('given'),
            (error) => resolve(error.code === error.PERMISSION_DENIED ? 'denied' : `code ${error.code}`),
          ),
        ),
        notices: await Notification.requestPermission(),
        clipboard: await navigator.clipboard.readText().then(() => 'given', nameOf),
        hid: await asked['hid']
          ?.requestDevice({ filters: [] })
          .then((devices) => JSON.stringify(devices), nameOf),
        usb: await asked['usb']?.requestDevice({ filters: [] }).then(() => 'given', nameOf),
      };
    });
    expect(outcomes).toEqual({
      camera: 'NotAllowedError',
      place: 'denied',
      notices: 'denied',
      clipboard: 'NotAllowedError',
      hid: expect.stringMatching(/^(\[\]|SecurityError|NotAllowedError)$/),
      usb: expect.stringMatching(/^(NotFoundError|SecurityError)$/),
    });
  });

  describe('the camera', () => {
    const ask = (what: { video: boolean; audio: boolean }) =>
      page.evaluate(async (constraints) => {
        try {
          const stream = await navigator.mediaDevices.getUserMedia(constraints);
          const kinds = stream.getTracks().map((track) => track.kind);
          for (const track of stream.getTracks()) track.stop();
          return kinds.join(' ');
        } catch (error) {
          return (error as Error).name;
        }
      }, what);
    const cameraNames = () =>
      page.evaluate(async () =>
        (await navigator.mediaDevices.enumerateDevices())
          .filter((device) => device.kind === 'videoinput')
          .map((device) => device.label !== ''),
      );
    const show = async (session: SessionView) => {
      await kiosk.core.show(session);
      await page.waitForFunction(
        ([screen, phase]) => {
          const words = document.querySelector('#screen')?.textContent ?? '';
          return words === (phase === '' ? screen : `${screen} ${phase}`);
        },
        [session.screen, 'phase' in session ? session.phase : ''],
      );
    };
    const PICTURES = { video: true, audio: false };

    test('is refused on every screen but one, and in every phase of that but one', async () => {
      for (const session of [
        { screen: 'choose', matters: [], finding: null },
        materialView('pages'),
        materialView('scanning'),
      ] satisfies SessionView[]) {
        const before = denied('permission media video');
        await show(session);
        expect(await ask(PICTURES)).toBe('NotAllowedError');
        expect(denied('permission media video')).toBe(before + 1);
        expect(new Set(await cameraNames())).toEqual(new Set([false]));
      }
    });

    test('is given while a paper is photographed, and says its name so that the right one is taken', async () => {
      await show(materialView('camera'));
      expect(await ask(PICTURES)).toBe('video');
      expect(new Set(await cameraNames())).toEqual(new Set([true]));
      await expectNothingHappened();
    });

    test('gives no sound even then, neither alone nor with the picture', async () => {
      await show(materialView('camera'));
      expect(await ask({ video: false, audio: true })).toBe('NotAllowedError');
      expect(await ask({ video: true, audio: true })).toBe('NotAllowedError');
      const sounds = await page.evaluate(async () =>
        (await navigator.mediaDevices.enumerateDevices())
          .filter((device) => device.kind === 'audioinput')
          .some((device) => device.label !== ''),
      );
      expect(sounds).toBe(false);
    });

    test('is not given to a frame inside the page', async () => {
      await show(materialView('camera'));
      const inFrame = await inPage(async () => {
        const frame = document.createElement('iframe');
        frame.allow = 'camera';
        document.body.append(frame);
        const media = frame.contentWindow?.navigator.mediaDevices;
        const outcome = await (media === undefined
          ? 'no media'
          : media.getUserMedia({ video: true }).then(
              () => 'given',
              (error: Error) => error.name,
            ));
        frame.remove();
        return outcome;
      }, '');
      expect(inFrame).not.toBe('given');
    });

    test('is refused again when the step is over, and while core is away', async () => {
      await show(materialView('camera'));
      expect(await ask(PICTURES)).toBe('video');
      await show(materialView('pages'));
      expect(await ask(PICTURES)).toBe('NotAllowedError');
      await show(materialView('camera'));
      await kiosk.core.stop();
      await page.waitForFunction(() => document.querySelector('#away')?.textContent === 'true');
      expect(await ask(PICTURES)).toBe('NotAllowedError');
      await kiosk.core.start();
      await page.waitForFunction(() => document.querySelector('#away')?.textContent === 'false');
    });
  });

  test('print, alert and confirm do nothing and stop nothing', async () => {
    const answer = await page.evaluate(() => {
      window.print();
      alert('x');
      return confirm('x');
    });
    expect(answer).toBe(false);
    await expectNothingHappened();
  });
});

describe('keys of a real keyboard', () => {
  /** At a person's pace: what comes faster is taken for a scanner that types. */
  const press = (key: string) => keyboardAndMouse('sleep', '0.12', 'key', key);
  const typed = () => page.evaluate(() => document.querySelector<HTMLInputElement>('#typed')?.value);

  test('typing arrives, shortcuts that reload, close, print, zoom or open do not', async () => {
    press('a');
    await expect.poll(typed).toBe('a');
    for (const keys of [
      ...[
        'F5',
        'ctrl+r',
        'ctrl+shift+r',
        'ctrl+w',
        'ctrl+q',
        'alt+F4',
        'ctrl+shift+i',
        'ctrl+shift+j',
        'F12',
      ],
      ...['ctrl+n', 'ctrl+t', 'ctrl+o', 'ctrl+s', 'ctrl+p', 'ctrl+u', 'ctrl+l', 'ctrl+f', 'ctrl+h', 'ctrl+j'],
      ...['ctrl+plus', 'ctrl+minus', 'alt+Left', 'alt+Right', 'F1', 'F7', 'F10', 'F11', 'Escape', 'super+d'],
    ]) {
      press(keys);
    }
    // The key after them arrives in the same field of the same document.
    press('b');
    await expect.poll(typed).toBe('ab');
    await expectNothingHappened();
  });

  test('a window manager that asks the window to close is not obeyed', async () => {
    await kiosk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await expectNothingHappened();
  });

  test('what was typed is in no line of the log', () => {
    expect(kiosk.log.join('\n')).not.toMatch(/passwd|127\.0\.0\.1|shell\.exec/);
  });
});

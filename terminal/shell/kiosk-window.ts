/** The one window in front of the citizen, and how it is made anew: after each citizen, and after a crash. */
import path from 'node:path';
import { BrowserWindow, clipboard, screen, session as sessions } from 'electron';
import type { Session, WebContents } from 'electron';
import type { KioskView } from '@tongban/contract';
import { CORE_AWAY_CHANNEL, PULSE_CHANNEL, VIEW_CHANNEL } from './channels.ts';
import { log } from './log.ts';
import type { ShellOptions } from './options.ts';
import { UI_START } from './ui-protocol.ts';

/** The screens' own paper colour, so that nothing flashes before the first paint. */
const PAPER = '#f4f6f5';
/** From making a window to its first paint; slower means that something is wrong. */
const PAINT_TIMEOUT_MS = 10_000;
const NO_PAINT = 'no first paint';
const NO_FRAMES = 'no frames';
/** Chromium's ERR_ABORTED: what a page gets that tries to leave. */
const NAVIGATION_DENIED = -3;

/**
 * Shows the screens in a window that is replaced, never reused, from one citizen to the next: the new one loads
 * behind the old one, and the old one with its process, its history and whatever the page remembered is destroyed
 * once the new one has painted. So nothing stays, and nothing flickers; a renderer that crashed or hangs is replaced
 * in the same way, which therefore is tried out after every citizen.
 *
 * Electron never frees a session, so two in-memory ones take turns; each is emptied when its window is gone.
 */
export class KioskWindow {
  readonly #options: ShellOptions;
  readonly #onFailure: (isHopeless: boolean) => boolean;
  readonly #onShown: () => void;
  #lastFailure = '';
  #turn = 1;
  #shown: BrowserWindow | null = null;
  #coming: BrowserWindow | null = null;
  #paintTimer: NodeJS.Timeout | null = null;
  #closing = false;
  #coreAway = true;

  /**
   * @param onFailure is asked after each failure whether to try again, and told when a new page does not help
   * @param onShown hears of each window that has painted and stands in front now
   */
  constructor(options: ShellOptions, onFailure: (isHopeless: boolean) => boolean, onShown: () => void) {
    this.#options = options;
    this.#onFailure = onFailure;
    this.#onShown = onShown;
  }

  /** Makes the first window, or puts a new one in the place of the one that is shown. */
  renew(): void {
    if (this.#closing) return;
    this.#dropComing();
    const window = this.#create();
    this.#coming = window;
    this.#paintTimer = setTimeout(() => this.#failed(window, NO_PAINT), PAINT_TIMEOUT_MS);
    window.once('ready-to-show', () => this.#swap(window));
    // A load that fails is followed by 'did-fail-load', a renderer that dies by 'render-process-gone'.
    window.loadURL(UI_START).catch(() => undefined);
  }

  /** Sends a new view to the screens. */
  show(view: KioskView): void {
    this.#send(VIEW_CHANNEL, view);
  }

  /** Tells the screens whether core is away. */
  tellCoreAway(away: boolean): void {
    this.#coreAway = away;
    this.#send(CORE_AWAY_CHANNEL, away);
  }

  /** Asks the page that is shown to draw a frame; false while none is shown, or the next is on its way. */
  askForFrame(): boolean {
    if (this.#shown === null || this.#coming !== null) return false;
    if (!this.#shown.isDestroyed()) this.#shown.webContents.send(PULSE_CHANNEL);
    return true;
  }

  isShown(contents: WebContents): boolean {
    return this.#shown?.webContents === contents;
  }

  /** Whether there is a page in front. */
  get isShowing(): boolean {
    return this.#shown !== null;
  }

  /** The page that is shown draws nothing any more. */
  hangs(): void {
    if (this.#shown !== null) this.#failed(this.#shown, NO_FRAMES);
  }

  /** Lets windows close: the shell ends. */
  allowClosing(): void {
    this.#closing = true;
    if (this.#paintTimer !== null) clearTimeout(this.#paintTimer);
  }

  #create(): BrowserWindow {
    const { size, windowed } = this.#options;
    const display = screen.getPrimaryDisplay().size;
    const { width, height } = size ?? display;
    // Without a window manager nobody makes a kiosk window large, hence also the bounds. And Chromium makes an X11
    // window of exactly the display's size one pixel smaller both ways, which would leave a line of desktop: one
    // pixel more, beyond the edge, avoids that.
    const covers = width === display.width && height === display.height;
    const window = new BrowserWindow({
      x: 0,
      y: 0,
      width,
      height: covers && !windowed ? height + 1 : height,
      kiosk: !windowed && size === null,
      frame: windowed,
      useContentSize: true,
      resizable: windowed,
      minimizable: windowed,
      maximizable: windowed,
      show: false,
      backgroundColor: PAPER,
      title: '通办',
      webPreferences: {
        preload: path.join(import.meta.dirname, 'preload.cjs'),
        session: this.#nextSession(),
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        webviewTag: false,
        devTools: windowed,
        spellcheck: false,
        disableDialogs: true,
        navigateOnDragDrop: false,
        // The pickers of files and folders, which open dialogs of the desktop.
        disableBlinkFeatures: 'FileSystemAccessLocal',
        autoplayPolicy: 'no-user-gesture-required',
        // The idle clock and the progress of a submission go on when something covers the window.
        backgroundThrottling: false,
      },
    });
    window.on('close', (event) => {
      if (!this.#closing && !windowed) event.preventDefault();
    });
    window.on('page-title-updated', (event) => event.preventDefault());
    window.on('unresponsive', () => this.#failed(window, 'unresponsive'));
    const contents = window.webContents;
    contents.on('render-process-gone', (_event, details) => this.#failed(window, details.reason));
    contents.on('did-fail-load', (_event, code, _text, _address, mainFrame) => {
      if (mainFrame && code !== NAVIGATION_DENIED) this.#failed(window, `load ${code}`);
    });
    contents.on('did-navigate', (_event, _address, status) => {
      if (status !== 200) this.#failed(window, `load ${status}`);
    });
    contents.on('dom-ready', () => contents.send(CORE_AWAY_CHANNEL, this.#coreAway));
    return window;
  }

  #swap(window: BrowserWindow): void {
    if (window !== this.#coming) return;
    if (this.#paintTimer !== null) clearTimeout(this.#paintTimer);
    const old = this.#shown;
    this.#coming = null;
    this.#shown = window;
    window.show();
    window.focus();
    if (old !== null) this.#discard(old);
    log('window-shown');
    this.#onShown();
  }

  #failed(window: BrowserWindow, reason: string): void {
    if (this.#closing || (window !== this.#shown && window !== this.#coming)) return;
    log('window-failed', { reason });
    // A page that hung, and then one that never came: what draws for all pages stands still.
    const isHopeless = reason === NO_PAINT && this.#lastFailure === NO_FRAMES;
    this.#lastFailure = reason;
    if (!this.#onFailure(isHopeless)) return;
    this.renew();
  }

  #dropComing(): void {
    if (this.#paintTimer !== null) clearTimeout(this.#paintTimer);
    if (this.#coming !== null) this.#discard(this.#coming);
    this.#coming = null;
  }

  #discard(window: BrowserWindow): void {
    const { session } = window.webContents;
    window.destroy();
    void empty(session);
  }

  #nextSession(): Session {
    this.#turn = 1 - this.#turn;
    // No "persist:" in the name: the partition lives in memory only.
    return sessions.fromPartition(`citizen-${this.#turn}`, { cache: false });
  }

  #send(channel: string, message: unknown): void {
    for (const window of [this.#shown, this.#coming]) {
      if (window !== null && !window.isDestroyed() && !window.webContents.isCrashed()) {
        window.webContents.send(channel, message);
      }
    }
  }
}

/** Removes whatever a page could have left in its session, and what it put on the clipboard. */
async function empty(session: Session): Promise<void> {
  clipboard.clear();
  await Promise.all([session.clearStorageData(), session.clearCache(), session.clearAuthCache()]);
}

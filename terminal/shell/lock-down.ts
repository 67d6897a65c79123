/**
 * Everything that Electron would let a page do beyond drawing itself and calling the contract is switched off here,
 * for every web contents and every session that this process ever has.
 */
import { app, Menu, protocol } from 'electron';
import type { Session, WebContents } from 'electron';
import { mayUseCamera } from './camera-permission.ts';
import { keyReachesPage } from './keys.ts';
import { log } from './log.ts';
import { catchScannerKeys, type ScannedCode } from './scanner-keys.ts';
import { isUiAddress, serveUi, UI_SCHEME } from './ui-protocol.ts';

/** Chromium's own switches; must be set before Electron is ready. */
export function lockDownProcess(): void {
  // Root cannot be sandboxed; options.ts lets nobody else through with that switch.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  const switches: readonly (readonly [string, string?])[] = [
    ['disable-http-cache'],
    ['disable-background-networking'],
    ['disable-pinch'],
    ['overscroll-history-navigation', '0'],
    // Without a graphics card two cores paint a new screen sooner than one; by itself Chromium uses half of them.
    ['num-raster-threads', '2'],
    // No key ring: nothing is stored, and asking for one opens a dialog of the desktop.
    ['password-store', 'basic'],
  ];
  for (const [name, value] of switches) app.commandLine.appendSwitch(name, value);
  Menu.setApplicationMenu(null);
  protocol.registerSchemesAsPrivileged([{ scheme: UI_SCHEME, privileges: { standard: true, secure: true } }]);
}

/**
 * Denies every way out of the page, for each web contents as it is made.
 * @param everyKey development: shortcuts work, and a scanner that types is not caught
 * @param onCode what such a scanner read
 */
export function lockDownContents(everyKey: boolean, onCode: (code: ScannedCode) => void): void {
  app.on('web-contents-created', (_event, contents) => {
    const deny = (what: string) => (event: { preventDefault: () => void }) => {
      event.preventDefault();
      log('denied', { what });
    };
    contents.on('will-navigate', deny('navigation'));
    contents.on('will-frame-navigate', deny('navigation'));
    contents.on('will-redirect', deny('redirect'));
    contents.on('will-attach-webview', deny('webview'));
    contents.on('will-prevent-unload', (event) => event.preventDefault()); // the page may not hold a window back
    contents.on('select-bluetooth-device', deny('bluetooth'));
    contents.on('login', deny('login'));
    contents.setWindowOpenHandler(() => {
      log('denied', { what: 'window' });
      return { action: 'deny' };
    });
    contents.on('did-finish-load', () => {
      void fixZoom(contents);
      // Who develops opens the tools of developers, which take the debugger's place.
      if (!everyKey) void keepDialogsShut(contents);
    });
    if (!everyKey) catchScannerKeys(contents, keyReachesPage, onCode);
  });
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, callback) => {
    event.preventDefault();
    callback(false);
  });
  app.on('select-client-certificate', (event) => event.preventDefault());
}

/**
 * Serves the screens in a session, and denies it everything else: network, permissions, devices, downloads.
 * @param cameraWanted true while the citizen photographs a paper: the one permission, and only for pictures
 */
export function lockDownSession(session: Session, uiFolder: string, cameraWanted: () => boolean): void {
  // Not `handle`: before its first answer that loads what fetch is made of, and it hands each file over as a stream of
  // scripts. Where Electron has `registerSource` (45, experimental) no script at all would stand between.
  session.protocol.registerBufferProtocol(UI_SCHEME, (request, answer) => {
    void serveUi(uiFolder, request).then(answer);
  });
  session.webRequest.onBeforeRequest((details, callback) => {
    callback({ cancel: !isUiAddress(details.url) && !details.url.startsWith('devtools://') });
  });
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    const media = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    const given = cameraWanted() && mayUseCamera({ permission, media, ...details });
    if (!given) log('denied', { what: ['permission', permission, ...media].join(' ') });
    callback(given);
  });
  // Asked often and by Chromium itself, hence not logged: among others whether cameras may be named.
  session.setPermissionCheckHandler((_contents, permission, _origin, details) => {
    const media = details.mediaType === undefined ? [] : [details.mediaType];
    return cameraWanted() && mayUseCamera({ permission, media, requestingUrl: '', ...details });
  });
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler(null);
  session.on('will-download', (event) => {
    event.preventDefault();
    log('denied', { what: 'download' });
  });
  session.on('select-hid-device', (event, _details, callback) => {
    event.preventDefault();
    callback(null);
  });
  session.on('select-serial-port', (event, _ports, _contents, callback) => {
    event.preventDefault();
    callback('');
  });
  session.on('select-usb-device', (event, _details, callback) => {
    event.preventDefault();
    callback();
  });
  session.setSpellCheckerEnabled(false);
}

/**
 * A finger on a file input opens a dialog of the desktop, with the whole disk in it. The screens have no such input; a page
 * that was taken over could make one, and no permission is asked for it: only Chromium's debugger can say no.
 */
async function keepDialogsShut(contents: WebContents): Promise<void> {
  try {
    const { debugger: debug } = contents;
    if (debug.isAttached()) return;
    debug.attach();
    await debug.sendCommand('Page.enable');
    await debug.sendCommand('Page.setInterceptFileChooserDialog', { enabled: true });
  } catch (error) {
    // The page has gone meanwhile, alone or with the whole shell: nothing of it is left that could open one.
    const isClosed = error instanceof Error && error.message.startsWith('target closed');
    if (isClosed || contents.isDestroyed() || contents.isCrashed()) return;
    log('dialogs-not-shut');
    contents.forcefullyCrashRenderer(); // and is replaced as one that crashed by itself
  }
}

async function fixZoom(contents: WebContents): Promise<void> {
  contents.setZoomFactor(1);
  await contents.setVisualZoomLevelLimits(1, 1).catch(() => log('zoom-not-fixed')); // closed meanwhile
}

/** Electron's main process: the window, its lock-down and the line to core. Holds nothing of a citizen's. */
import path from 'node:path';
import { app, ipcMain } from 'electron';
import type { KioskView } from '@tongban/contract';
import { everyNight } from '../watchdog/every-night.ts';
import { feedWatchdog } from '../watchdog/feed.ts';
import { registerCalls } from './calls.ts';
import { isCameraStep } from './camera-permission.ts';
import { PULSE_CHANNEL } from './channels.ts';
import { CoreClient } from './core-client.ts';
import { FailureLimit } from './failure-limit.ts';
import { KioskWindow } from './kiosk-window.ts';
import { lockDownContents, lockDownProcess, lockDownSession } from './lock-down.ts';
import { log } from './log.ts';
import { Pulse } from './pulse.ts';
import { parseOptions, type ShellOptions } from './options.ts';

/** The service manager starts the shell anew after each of these. */
const EXIT_WRONG_OPTIONS = 2;
const EXIT_FAILED_TOO_OFTEN = 3;
const EXIT_UNEXPECTED = 4;

/** So often core hears that the screens draw. */
const TELL_DRAWN_MS = 10_000;

function start(options: ShellOptions): void {
  if (options.userData !== null) app.setPath('userData', path.resolve(options.userData));
  lockDownProcess();

  const uiFolder = path.resolve(options.uiFolder ?? path.join(import.meta.dirname, '..', 'ui'));
  const cameraWanted = () => !core.away && isCameraStep(core.lastView);
  app.on('session-created', (session) => lockDownSession(session, uiFolder, cameraWanted));
  const failures = new FailureLimit();
  const mayTryAgain = (isHopeless = false) => {
    if (!isHopeless && !failures.exceeded(performance.now())) return true;
    log('giving-up');
    app.exit(EXIT_FAILED_TOO_OFTEN);
    return false;
  };
  const window = new KioskWindow(options, mayTryAgain, () => tellDrawn());
  let citizenPresent = false;
  const onView = (view: KioskView) => {
    window.show(view);
    const attract = view.session.screen === 'attract';
    if (attract && citizenPresent) window.renew();
    citizenPresent = !attract;
  };
  const core = new CoreClient(options.socketPath, onView, (away) => {
    window.tellCoreAway(away);
    tellDrawn();
  });
  // A page that was not drawn for want of its own code has no view either.
  let pageHasView = false;
  registerCalls(ipcMain, {
    call(method, params) {
      pageHasView ||= method === 'view.get';
      return core.call(method, params);
    },
    get lastView() {
      return core.lastView;
    },
  });
  // Core that is away answers nothing: what was scanned is lost then, as a key on a covered screen is.
  lockDownContents(options.windowed, (code) => void core.call('session.codeScanned', { code }));

  app.on('before-quit', () => {
    window.allowClosing();
    core.stop();
  });
  // For a moment there is no window while one takes the place of another; quitting is for the service manager.
  app.on('window-all-closed', () => undefined);
  app.on('child-process-gone', (_event, details) => {
    // Chromium starts these anew by itself; a clean end is how utility processes retire.
    if (details.reason === 'clean-exit') return;
    log('child-process-gone', { type: details.type, reason: details.reason });
    mayTryAgain();
  });

  const pulse = new Pulse(
    () => window.askForFrame(),
    () => window.hangs(),
  );
  ipcMain.on(PULSE_CHANNEL, ({ sender }) => {
    if (window.isShown(sender)) pulse.answered();
  });

  const tellDrawn = (): void => {
    if (window.isShowing && pageHasView && pulse.beats) core.tellDrawn();
  };

  core.start();
  feedWatchdog({
    isWell: () => pulse.beats,
    onTurn: (isFed) => log(isFed ? 'screens-well' : 'screens-not-well'),
  });
  setInterval(tellDrawn, TELL_DRAWN_MS);
  everyNight(
    () => !citizenPresent,
    () => {
      log('recycled');
      app.exit();
    },
  );
  void app.whenReady().then(() => {
    window.renew();
    // To make its schemas takes a moment, in which the process of the page starts; the first call finds them.
    void import('@tongban/contract/methods');
    // Who develops stops a page in its debugger.
    if (!options.windowed) pulse.start();
  });
}

/**
 * Left to itself Electron shows an unexpected error in a dialog of the desktop, and waits for somebody to close it.
 * The shell holds nothing, so it ends and is started anew.
 */
function endOn(error: unknown): void {
  // The message may quote data; name and place do not.
  const known = error instanceof Error ? error : new Error();
  const place = known.stack?.split('\n').find((line) => line.trimStart().startsWith('at ')) ?? '';
  log('unexpected-error', { name: known.name, place: place.trim() });
  app.exit(EXIT_UNEXPECTED);
}
process.on('uncaughtException', endOn);
process.on('unhandledRejection', endOn);

const parsed = parseOptions(process.argv, process.env, process.getuid?.(), app.isPackaged);
if (parsed.ok) {
  start(parsed.options);
} else {
  process.stderr.write(`${parsed.problem}\n`);
  app.exit(EXIT_WRONG_OPTIONS);
}

/** How the start command and the tests start the shell in Electron. */
import { SHELL_FOLDER, UI_FOLDER } from './build.mjs';

/**
 * The arguments for the binary of `electronPath()`. As root it adds --no-sandbox, which Chromium insists on, and
 * says so; an installed terminal runs as an ordinary user and never goes through here.
 * @param {object} options
 * @param {string} options.socketPath core's socket
 * @param {string} options.userData folder for what Electron keeps; holds nothing of citizens
 * @param {string} [options.shellFolder] what `buildShell()` built
 * @param {string} [options.uiFolder] what `buildUi()` built
 * @param {{ width: number, height: number }} [options.size] pixels; without it the whole display
 * @param {boolean} [options.windowed] a framed window with developer tools instead of a kiosk
 * @returns {string[]}
 */
export function launchArgs({
  socketPath,
  userData,
  shellFolder = SHELL_FOLDER,
  uiFolder = UI_FOLDER,
  size,
  windowed,
}) {
  const args = [
    shellFolder,
    `--core-socket=${socketPath}`,
    `--user-data-dir=${userData}`,
    `--ui=${uiFolder}`,
  ];
  if (size !== undefined) args.push(`--size=${size.width}x${size.height}`);
  if (windowed === true) args.push('--windowed');
  if (process.getuid?.() === 0) {
    console.log('! running as root: Electron is started with --no-sandbox (development and tests only)');
    args.push('--no-sandbox');
  }
  return args;
}

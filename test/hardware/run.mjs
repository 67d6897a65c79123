/**
 * `npm run test:hardware`: the adapters on real device nodes of a real kernel, in a QEMU guest. Brings what is missing
 * and leaves the rest to laboratory.ts, which needs Node 24.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT, nodePath } from '../../tools/setup/setup.mjs';
import { step } from '../../tools/setup/console.mjs';
import { node24, npmPackages } from '../../tools/setup/npm.mjs';
import { laboratoryPackages } from './debian-packages.mjs';

/** What `npm test` in CI knows as "QEMU cannot be had here", which is no failure. */
const EXIT_NO_PACKAGES = 3;

try {
  await step('Debian packages', laboratoryPackages);
} catch (error) {
  console.error(`✗ ${error instanceof Error ? error.message : error}`);
  process.exit(EXIT_NO_PACKAGES);
}
try {
  await step('npm packages', npmPackages);
  await step('Node 24', node24);
} catch (error) {
  console.error(`✗ ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}

const laboratory = spawn(nodePath(), [join(import.meta.dirname, 'laboratory.ts')], {
  cwd: ROOT,
  stdio: 'inherit',
});
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => laboratory.kill('SIGTERM'));
}
laboratory.on('close', (code) => process.exit(code ?? 1));

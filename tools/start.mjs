/** `npm start`: sets up what is missing, then runs the whole product on this machine. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { nodePath, setUp } from './setup/setup.mjs';

try {
  await setUp({ purpose: 'start' });
} catch (error) {
  console.error(`✗ ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
const product = spawn(nodePath(), [join(import.meta.dirname, 'stack/run.ts')], { stdio: 'inherit' });
// Ctrl-C reaches the child by itself; a signal to this process alone is passed on.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => product.kill('SIGTERM'));
product.on('exit', (code) => process.exit(code ?? 1));

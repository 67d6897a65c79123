/** `npm run centre`: sets up what is missing, then runs the centre; what is written behind `--` goes to it. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { nodePath, setUp } from './setup/setup.mjs';

try {
  await setUp({ purpose: 'start' });
} catch (error) {
  console.error(`✗ ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
const centre = spawn(
  nodePath(),
  [join(import.meta.dirname, '../terminal/cli/main.ts'), 'centre', ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
// Ctrl-C reaches the child by itself; a signal to this process alone is passed on.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => centre.kill('SIGTERM'));
centre.on('exit', (code) => process.exit(code ?? 1));

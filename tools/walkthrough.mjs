/** `npm run walkthrough`: sets up what is missing, then does two matters as a citizen would, online and offline. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { nodePath, setUp } from './setup/setup.mjs';

try {
  await setUp({ purpose: 'start' });
} catch (error) {
  console.error(`✗ ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
const walk = spawn(nodePath(), [join(import.meta.dirname, 'walkthrough/run.ts')], { stdio: 'inherit' });
walk.on('exit', (code) => process.exit(code ?? 1));

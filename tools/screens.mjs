/** `npm run screens`: sets up what is missing, then takes a picture of every screen in every mode into out/screens. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { nodePath, setUp } from './setup/setup.mjs';

try {
  await setUp({ purpose: 'test' });
} catch (error) {
  console.error(`✗ ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
const pictures = spawn(
  nodePath(),
  [join(import.meta.dirname, '../terminal/ui/gallery/every-screen.ts'), ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
pictures.on('exit', (code) => process.exit(code ?? 1));

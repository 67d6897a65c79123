#!/usr/bin/env node
/** `npx tongban …` on whatever Node is there: the program itself needs the Node 24 that npm has installed beside it. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const NODE_MAJOR = 24;
const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../../..');
const installed = join(root, 'node_modules/.bin/node');
const isNewEnough = Number.parseInt(process.versions.node, 10) >= NODE_MAJOR;
if (!isNewEnough && !existsSync(installed)) {
  console.error(`tongban needs Node ${NODE_MAJOR}; run "npm ci" in ${root} first.`);
  process.exit(1);
}
const child = spawn(
  isNewEnough ? process.execPath : installed,
  [join(root, 'terminal/cli/main.ts'), ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
// A command that goes on until it is told to stop must not outlive the one that was told.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));

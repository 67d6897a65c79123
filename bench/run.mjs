/** Runs the benchmarks on the Node 24 of the set-up, whichever Node was called. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { nodePath } from '../tools/setup/setup.mjs';

const bench = join(import.meta.dirname, 'run.ts');
process.exit(spawnSync(nodePath(), [bench, ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1);

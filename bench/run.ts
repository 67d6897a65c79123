import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { measureIdCardRead } from './devices/id-card-read.ts';
import { measureTerminal } from './devices/terminal.ts';
import type { Result } from './result.ts';
import { measureSealing } from './sync-crypto/seal.ts';
import { measureStore } from './sync/store.ts';

/**
 * `npm run --silent bench -- NAME [--json]`: measures, side by side in one run, and prints ratios. It never fails because
 * of a number; it fails when it could not measure. With --json the last line is one JSON object.
 */
const benchmarks: Readonly<Record<string, readonly (() => Promise<readonly Result[]>)[]>> = {
  devices: [measureIdCardRead, measureTerminal],
  sync: [measureStore, measureSealing],
};

const { values, positionals } = parseArgs({ options: { json: { type: 'boolean' } }, allowPositionals: true });
const [name = ''] = positionals;
const measures = benchmarks[name];
if (!measures) {
  console.error(
    `Usage: npm run bench -- NAME [--json]; NAME is one of: ${Object.keys(benchmarks).join(', ')}`,
  );
  process.exit(2);
}
const results: Result[] = [];
for (const measure of measures) results.push(...(await measure()));
const [cpu] = cpus();
const machine = `${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, Node ${process.versions.node}`;
if (values.json) console.log(JSON.stringify({ bench: name, machine, results }));
else {
  console.log(machine);
  console.table(results.map((each) => ({ ...each, value: Number(each.value.toPrecision(4)) })));
}
process.exit(0);

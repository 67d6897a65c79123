import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { measureIdCardRead } from './devices/id-card-read.ts';
import { measureTerminal } from './devices/terminal.ts';
import { measureFleet } from './fleet/fleet.ts';
import type { Result } from './result.ts';
import { measureStart } from './start/start.ts';
import { measureSealing } from './sync-crypto/seal.ts';
import { measureDrainOverHttp } from './sync/drain-http.ts';
import { measureDrainAfterADay } from './sync/drain-after-a-day.ts';
import { measureLiteque } from './sync/liteque.ts';
import { measureLoss } from './sync/loss.ts';
import { measureStore } from './sync/store.ts';
import { measureAttract } from './ui/attract.ts';
import { measureHandwriting } from './ui/handwriting.ts';
import { measurePinyin } from './ui/pinyin.ts';
import { measureSessions } from './ui/sessions.ts';
import { measureTouch } from './ui/touch.ts';

/**
 * `npm run --silent bench -- NAME [--json]`: measures, side by side in one run, and prints ratios. It never fails because
 * of a number; it fails when it could not measure what is ours. With --json the last line is one JSON object;
 * --terminals makes another fleet than one of 10,000.
 */
const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean' }, terminals: { type: 'string', default: '10000' } },
  allowPositionals: true,
});
const terminals = Number(values.terminals);
if (!Number.isInteger(terminals) || terminals < 10) {
  console.error('--terminals takes a whole number from 10 on.');
  process.exit(2);
}

const benchmarks: Readonly<Record<string, readonly (() => Promise<readonly Result[]>)[]>> = {
  devices: [measureIdCardRead, measureTerminal],
  fleet: [() => measureFleet(terminals)],
  start: [measureStart],
  sync: [
    measureStore,
    measureLiteque,
    measureLoss,
    measureDrainOverHttp,
    measureDrainAfterADay,
    measureSealing,
  ],
  ui: [measurePinyin, measureHandwriting, measureTouch, measureAttract, measureSessions],
};

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
  const shown = (value: number | null): number | null => value && Number(value.toPrecision(4));
  console.table(results.map((each) => ({ ...each, value: shown(each.value) })));
}
process.exit(0);

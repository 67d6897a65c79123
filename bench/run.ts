import { fork } from 'node:child_process';
import { once } from 'node:events';
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
 * --terminals makes another fleet than one of 10,000. --part is of the program itself: each measurement has a process of
 * its own, that what one has left in memory slows no other down.
 */
const { values, positionals } = parseArgs({
  options: {
    json: { type: 'boolean' },
    terminals: { type: 'string', default: '10000' },
    part: { type: 'string' },
  },
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
if (values.part === undefined) show(await measureAll(measures.length));
else process.send?.(await measures[Number(values.part)]?.(), () => process.exit(0));

async function measureAll(count: number): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let part = 0; part < count; part++) {
    const child = fork(import.meta.filename, [...process.argv.slice(2), '--part', String(part)]);
    const gone = once(child, 'exit');
    const [told] = (await Promise.race([once(child, 'message'), gone])) as [
      readonly Result[] | number | null,
    ];
    await gone;
    // It has said why.
    if (!Array.isArray(told)) process.exit(1);
    results.push(...told);
  }
  return results;
}

function show(results: readonly Result[]): void {
  const [cpu] = cpus();
  const machine = `${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, Node ${process.versions.node}`;
  if (values.json) return console.log(JSON.stringify({ bench: name, machine, results }));
  console.log(machine);
  const shown = (value: number | null): number | null => value && Number(value.toPrecision(4));
  console.table(results.map((each) => ({ ...each, value: shown(each.value) })));
}

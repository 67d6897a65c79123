import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ratio, type Result } from '../result.ts';
import { startPlatform } from './platform.ts';
import type { TerminalReport, TerminalTask } from './programs/terminal.ts';

const PROGRAM = join(import.meta.dirname, 'programs/terminal.ts');
const ITEMS = 500;
/** A photographed paper. */
const SCAN_BYTES = 300_000;
const MIB = 1 << 20;

/**
 * A terminal that was offline for 24 hours: 500 submissions with a scan each, sent as it ships (four at a time) to the
 * sandbox. Terminal and sandbox are processes of their own; the memory is the terminal's alone.
 */
export async function measureDrainAfterADay(): Promise<readonly Result[]> {
  const place = mkdtempSync(join(tmpdir(), 'bench-day-'));
  const platform = await startPlatform(place);
  try {
    const { url, keys, requestKey } = platform;
    const task = { dataFolder: join(place, 'terminal'), count: ITEMS, scanBytes: SCAN_BYTES };
    const of = { ...keys, requestKey };
    await run({ ...task, kind: 'fill', platform: { ...of, url: 'http://127.0.0.1:9' } });
    const { ms, before, halves } = await run({ ...task, kind: 'drain', platform: { ...of, url } });
    const [first, second] = halves;
    const mebibytes = (name: string, value: number): Result => ({
      ...{ name, value: value / MIB, unit: 'MiB', goal: 0, better: 'lower' },
    });
    return [
      { name: 'drain-500-after-24-h', value: ms / 60_000, unit: 'min', goal: 10, better: 'lower' },
      // Flat: after the second half of the items no more is in use than after the first.
      ratio('memory-in-use-second-half-vs-first', second.leastInUse / first.leastInUse, 1.1, 'lower'),
      ratio('memory-resident-second-half-vs-first', second.most / first.most, 0, 'lower'),
      mebibytes('memory-resident-before-drain-500', before),
      mebibytes('memory-resident-most-in-drain-500', Math.max(first.most, second.most)),
      mebibytes('memory-in-use-least-in-second-half-of-drain-500', second.leastInUse),
    ];
  } finally {
    await platform.stop();
    rmSync(place, { recursive: true });
  }
}

async function run(task: TerminalTask): Promise<TerminalReport> {
  const child = fork(PROGRAM, [JSON.stringify(task)], { execArgv: [] });
  const gone = once(child, 'exit');
  const said = once(child, 'message') as Promise<[TerminalReport]>;
  const report = await Promise.race([
    said,
    gone.then(([code]) => {
      throw new Error(`the terminal ended with ${String(code)} before it was done`);
    }),
  ]);
  await gone;
  return report[0];
}

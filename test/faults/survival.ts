import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Disk, fates, type Fate } from './disk/disk.ts';
import { DiskLayer } from './disk/layer.ts';
import type { Operation } from './disk/log.ts';
import { between, random, type Random } from './seed.ts';

export interface Cut {
  /** A fresh folder, as the power cut left it; gone after the visit. */
  readonly folder: string;
  readonly number: number;
  readonly position: number;
  readonly fate: Fate;
  /** What had been acknowledged before the cut, in order. */
  readonly acknowledged: readonly string[];
}

/**
 * Cuts the power at random points of a log and shows each folder that is left.
 */
export async function cutPower(
  operations: readonly Operation[],
  cuts: number,
  draw: Random,
  visit: (cut: Cut) => Promise<void>,
): Promise<void> {
  const positions = Array.from({ length: cuts }, () => positionOfCut(operations, draw));
  positions.sort((one, other) => one - other);
  const place = mkdtempSync(join(tmpdir(), 'tongban cuts-'));
  const disk = new Disk();
  const acknowledged: string[] = [];
  let seen = 0;
  try {
    for (const [number, position] of positions.entries()) {
      for (const operation of operations.slice(seen, position)) {
        disk.see(operation);
        if (operation.kind === 'acknowledged') acknowledged.push(operation.name);
      }
      seen = position;
      const folder = join(place, String(number));
      mkdirSync(folder);
      const fate = fates[number % fates.length] as Fate;
      disk.leave(folder, fate, draw);
      await visit({ folder, number, position, fate, acknowledged: [...acknowledged] });
      rmSync(folder, { recursive: true });
    }
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** Half of them just before an fsync ends: then the most is under way. */
function positionOfCut(operations: readonly Operation[], draw: Random): number {
  const at = between(draw, 0, operations.length);
  const sync = operations.findIndex(({ kind }, index) => index >= at && kind === 'sync');
  return draw() < 0.5 && sync >= 0 ? sync : at;
}

export interface Survival {
  readonly cuts: number;
  /** Over all cuts: what had been acknowledged, and what of it was gone or there twice afterwards. */
  readonly acknowledged: number;
  readonly lost: number;
  readonly doubled: number;
  readonly cutsWithLoss: number;
  /** Cuts after which `present` threw; all that had been acknowledged counts as lost. */
  readonly unreadable: number;
}

/**
 * Runs a program on the watched disk and counts what it loses when the power is cut and un-fsynced writes are dropped.
 * @param program a script for Node: stores below `process.env.FAULTS_FOLDER`, calls `acknowledge(id)` of disk/log.ts
 * each time that its store has confirmed, and ends by itself
 * @param present the ids that are in the store of a folder, each as often as it is there
 * @throws Error when the program fails or acknowledges nothing
 */
export async function survival(
  program: string,
  args: readonly string[],
  present: (folder: string) => readonly string[] | Promise<readonly string[]>,
  { cuts, seed }: { readonly cuts: number; readonly seed: number },
): Promise<Survival> {
  const place = mkdtempSync(join(tmpdir(), 'tongban-survival-'));
  try {
    const layer = new DiskLayer(place);
    const child = spawn(process.execPath, [program, ...args], { env: layer.environment, stdio: 'inherit' });
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`${program} ended with ${code ?? 'a signal'}`);
    const sum = { cuts, acknowledged: 0, lost: 0, doubled: 0, cutsWithLoss: 0, unreadable: 0 };
    await cutPower(layer.operations(), cuts, random(seed), async ({ folder, acknowledged }) => {
      const found = await presentOrNull(folder, present);
      if (found === null) sum.unreadable += 1;
      const count = new Map<string, number>();
      for (const id of found ?? []) count.set(id, (count.get(id) ?? 0) + 1);
      const lost = acknowledged.filter((id) => !count.has(id)).length;
      sum.acknowledged += acknowledged.length;
      sum.lost += lost;
      sum.doubled += [...count.values()].filter((times) => times > 1).length;
      if (lost > 0) sum.cutsWithLoss += 1;
    });
    if (sum.acknowledged === 0) throw new Error(`${program} acknowledged nothing`);
    return sum;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

async function presentOrNull(
  folder: string,
  present: (folder: string) => readonly string[] | Promise<readonly string[]>,
): Promise<readonly string[] | null> {
  try {
    return await present(folder);
  } catch {
    // A store that cannot be opened has lost what was in it.
    return null;
  }
}

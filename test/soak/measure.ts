import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { memoryBytes, memoryWithoutFilesBytes, withDescendants } from '../../bench/memory.ts';
import { median } from '../../bench/result.ts';

const LOOKS = 7;
const LOOK_EVERY_MS = 300;
/** Connections that are kept for the next request close by themselves within seconds; so long is waited for that. */
const MOST_LOOKS = 60;

/** What a terminal at rest holds. Of several looks the median of the memory and the least of the handles. */
export interface Held {
  /** PSS, and of it what is no part of a file. */
  readonly memoryBytes: number;
  readonly withoutFilesBytes: number;
  /** Of core alone, without files. */
  readonly coreBytes: number;
  /** Open file descriptors of all processes. */
  readonly descriptors: number;
  readonly threads: number;
  readonly processes: number;
  /** Of the store. */
  readonly databaseBytes: number;
  readonly walBytes: number;
}

/**
 * Looks several times: garbage comes and goes, and connections that are kept for the next request close by themselves.
 * @param roots the processes of the terminal, core first; all that descends from them counts
 * @param before what it held before: it is looked at for longer while there are more handles
 */
export async function look(roots: readonly number[], dataFolder: string, before?: Held): Promise<Held> {
  const looks: Held[] = [];
  const least = (name: 'descriptors' | 'threads' | 'processes'): number =>
    Math.min(...looks.map((each) => each[name]));
  const isMore = (): boolean =>
    before !== undefined &&
    (least('descriptors') > before.descriptors ||
      least('threads') > before.threads ||
      least('processes') > before.processes);
  while (looks.length < LOOKS || (isMore() && looks.length < MOST_LOOKS)) {
    await pause(LOOK_EVERY_MS);
    const pids = withDescendants(roots);
    looks.push({
      memoryBytes: memoryBytes(roots),
      withoutFilesBytes: memoryWithoutFilesBytes(roots),
      coreBytes: bytesOf(roots[0] ?? 0),
      descriptors: sumOf(pids, 'fd'),
      threads: sumOf(pids, 'task'),
      processes: pids.length,
      databaseBytes: sizeOf(join(dataFolder, 'submissions.db')),
      walBytes: sizeOf(join(dataFolder, 'submissions.db-wal')),
    });
  }
  const all = (name: keyof Held): number[] => looks.map((each) => each[name]);
  return {
    memoryBytes: median(all('memoryBytes')),
    withoutFilesBytes: median(all('withoutFilesBytes')),
    coreBytes: median(all('coreBytes')),
    descriptors: least('descriptors'),
    threads: least('threads'),
    processes: least('processes'),
    databaseBytes: Math.max(...all('databaseBytes')),
    walBytes: Math.max(...all('walBytes')),
  };
}

/** Of one process without what descends from it. */
function bytesOf(pid: number): number {
  const below = withDescendants([pid]).filter((each) => each !== pid);
  return memoryWithoutFilesBytes([pid]) - memoryWithoutFilesBytes(below);
}

function sumOf(pids: readonly number[], folder: 'fd' | 'task'): number {
  return pids.reduce((sum, pid) => {
    const path = `/proc/${pid}/${folder}`;
    try {
      return sum + readdirSync(path).length;
    } catch {
      // It has ended since it was listed.
      return sum;
    }
  }, 0);
}

function sizeOf(file: string): number {
  return existsSync(file) ? statSync(file).size : 0;
}

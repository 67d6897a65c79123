import { readdirSync, readFileSync } from 'node:fs';

/** Memory in bytes of processes and all that descend from them; what several share counts once (PSS, proc(5)). */
export function memoryBytes(roots: readonly number[]): number {
  return withDescendants(roots).reduce((sum, pid) => sum + proportionalBytes(pid), 0);
}

/** Processes and all that descend from them. */
export function withDescendants(roots: readonly number[]): number[] {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => [Number(name), parentOf(name)]),
  );
  const belongs = (pid: number): boolean =>
    roots.includes(pid) || (pid > 1 && belongs(parents.get(pid) ?? 0));
  return [...parents.keys()].filter(belongs);
}

function parentOf(pid: string): number {
  return Number(readWhileThere(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ')[1] ?? 0);
}

function proportionalBytes(pid: number): number {
  const kib = /^Pss: +(\d+) kB/m.exec(readWhileThere(`/proc/${pid}/smaps_rollup`))?.[1];
  return Number(kib ?? 0) * 1024;
}

/** Empty when the process has ended since it was listed. */
function readWhileThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

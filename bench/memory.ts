import { readdirSync, readFileSync } from 'node:fs';

/** Memory in bytes of processes and all that descend from them; what several share counts once (PSS, proc(5)). */
export function memoryBytes(roots: readonly number[]): number {
  return sumOf(roots, ['Pss']);
}

/**
 * Of that what is no part of a file: it cannot be changed by whoever starts another program of the same file, or ends
 * one.
 */
export function memoryWithoutFilesBytes(roots: readonly number[]): number {
  return sumOf(roots, ['Pss_Anon', 'Pss_Shmem']);
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

function sumOf(roots: readonly number[], kinds: readonly string[]): number {
  const all = withDescendants(roots).map((pid) => readWhileThere(`/proc/${pid}/smaps_rollup`));
  const kib = all.flatMap((text) =>
    kinds.map((kind) => Number(new RegExp(`^${kind}: +(\\d+) kB`, 'm').exec(text)?.[1] ?? 0)),
  );
  return kib.reduce((sum, each) => sum + each, 0) * 1024;
}

/** Empty when the process has ended since it was listed. */
function readWhileThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

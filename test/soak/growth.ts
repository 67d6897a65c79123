import { median } from '../../bench/result.ts';
import type { Look } from './soak.ts';

/** Of so many looks at the beginning and at the end the medians are compared. */
const COMPARED_LOOKS = 4;
const MEMORY_GOAL = 1.05;
/** One commit of papers is some hundred kilobytes; the WAL is emptied half a second after an acceptance. */
const WAL_LIMIT_BYTES = 32 * 2 ** 20;

/**
 * What became more in one life of core: memory by more than five in a hundred, handles at all.
 * @param more looks of the same life in which drivers died, so that their memory says nothing
 */
export function grown(looks: readonly Look[], more: readonly Look[]): string[] {
  const wrong: string[] = [];
  const memory = memoryOf(looks);
  if (memory !== null && memory.ratio > MEMORY_GOAL)
    wrong.push(`memory grew to ${memory.ratio} of its first`);
  const handles = handlesOf([...looks, ...more]);
  for (const name of ['descriptors', 'threads', 'processes'] as const) {
    const [first, last] = handles?.[name] ?? [0, 0];
    if (last > first) wrong.push(`${name} grew from ${first} to ${last}`);
  }
  return wrong;
}

/** The handles after the warm-up and the last ones; null without two looks. */
export function handlesOf(looks: readonly Look[]) {
  const warm = looks.filter(({ isWarm }) => isWarm);
  const [first, last] = [warm.at(0), warm.at(-1)];
  if (!first || !last || warm.length < 2) return null;
  return {
    descriptors: [first.descriptors, last.descriptors],
    threads: [first.threads, last.threads],
    processes: [first.processes, last.processes],
  } as const;
}

/**
 * Memory in bytes, without what is part of a file, after the warm-up and at the end; null for a stretch that is too short
 * to say. Pages of a file count less for each program that maps it too, on this machine or another terminal's.
 */
export function memoryOf(looks: readonly Look[]) {
  const warm = looks.filter(({ isWarm }) => isWarm);
  if (warm.length < 2 * COMPARED_LOOKS) return null;
  const of = (part: readonly Look[]): number =>
    median(part.map(({ withoutFilesBytes }) => withoutFilesBytes));
  const [first, last] = [of(warm.slice(0, COMPARED_LOOKS)), of(warm.slice(-COMPARED_LOOKS))];
  return { first, last, ratio: Number((last / first).toFixed(4)) };
}

/** A WAL that is not emptied. */
export function boundless(looks: readonly Look[]): string[] {
  return looks
    .filter(({ walBytes }) => walBytes > WAL_LIMIT_BYTES)
    .map(({ visits, walBytes }) => `the WAL has ${walBytes} bytes after ${visits} visits`);
}

import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';

/** A database and what SQLite keeps beside it. */
export const databaseSuffixes = ['', '-wal', '-shm', '-journal'] as const;

/** Makes what was written to a file, or the names in a folder, outlive a power cut. */
export function syncToDisk(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

export function removeDatabase(file: string): void {
  for (const suffix of databaseSuffixes) rmSync(file + suffix, { force: true });
}

/** `name-1`, `name-2` …: the first that is not taken. */
export function freeName(name: string): string {
  for (let number = 1; ; number++) if (!existsSync(`${name}-${number}`)) return `${name}-${number}`;
}

/**
 * Sets a damaged database aside and puts the one that was rebuilt, and is closed, in its place. Cut off in between,
 * neither has the name: {@link finishReplacing}.
 */
export function replaceDatabase(damaged: string, setAside: string, rebuilt: string): void {
  syncToDisk(rebuilt);
  for (const suffix of databaseSuffixes) {
    if (existsSync(damaged + suffix)) renameSync(damaged + suffix, setAside + suffix);
  }
  finishReplacing(damaged, rebuilt);
}

/** What is left to do of a replacement that was cut off between its last two steps. */
export function finishReplacing(file: string, rebuilt: string): void {
  if (existsSync(file) || !existsSync(rebuilt)) return;
  renameSync(rebuilt, file);
  syncToDisk(dirname(file));
}

import { closeSync, existsSync, fsyncSync, openSync, rmSync } from 'node:fs';

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

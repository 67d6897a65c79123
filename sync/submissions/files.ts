import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
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

/** Writes the beginning of a file anew and waits for the disk; what stands behind stays. */
export function writeInPlace(path: string, bytes: Uint8Array): void {
  const file = openSync(path, 'r+');
  try {
    writeSync(file, bytes, 0, bytes.length, 0);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

const ZEROS = Buffer.alloc(1 << 20);

/** Writes zeros over all of a file, so that a removal leaves nothing of it on the disk; a missing one is none. */
export function overwrite(path: string): void {
  if (!existsSync(path)) return;
  const file = openSync(path, 'r+');
  try {
    const { size } = fstatSync(file);
    for (let at = 0; at < size; at += ZEROS.length) {
      writeSync(file, ZEROS, 0, Math.min(ZEROS.length, size - at), at);
    }
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
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

import { closeSync, fchmodSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Replaces a file so that after a kill or a power cut it is the old or the new one, whole. */
export function replaceFile(file: string, bytes: Uint8Array, mode = 0o600): void {
  const draft = `${file}.new`;
  const handle = openSync(draft, 'w', mode);
  try {
    // A draft that a power cut left has its own, and so has the process.
    fchmodSync(handle, mode);
    for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, file);
  syncFolder(dirname(file));
}

/** Makes a folder and those above it, so that they outlive a power cut. */
export function makeFolder(path: string): void {
  const first = mkdirSync(path, { recursive: true, mode: 0o700 });
  for (let each = path; first !== undefined && each.length >= first.length; each = dirname(each)) {
    syncFolder(dirname(each));
  }
}

/** What was made, renamed or removed in a folder outlives a power cut from here on. */
export function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

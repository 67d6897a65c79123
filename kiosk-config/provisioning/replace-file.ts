import { closeSync, fchmodSync, fchownSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Whom a file is for, beside its owner. */
export interface ReadBy {
  readonly mode: number;
  /** Of its group; null leaves the one that whoever writes it has. */
  readonly gid: number | null;
}

/**
 * Replaces a file, so that after a kill or a power cut it is the old or the new one.
 * @param readBy left out, its owner alone reads it
 * @throws Error of the file system
 */
export function replaceFile(file: string, bytes: Uint8Array, readBy?: ReadBy): void {
  const draft = `${file}.new`;
  const handle = openSync(draft, 'w', 0o600);
  try {
    if (typeof readBy?.gid === 'number') fchownSync(handle, -1, readBy.gid);
    if (readBy) fchmodSync(handle, readBy.mode);
    for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, file);
  const folder = openSync(dirname(file), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

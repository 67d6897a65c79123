import { join } from 'node:path';
import Database from 'better-sqlite3';
import { isStoreError, UnusableStore } from './database.ts';

const LOCK_FILE = 'writer.lock';
/** A process that is just ending may still hold it. */
const PATIENCE_MS = 1000;

/**
 * Makes this the one writer of a folder, until it is closed or the process ends, however it ends: a lock of the
 * operating system on an empty file beside the store.
 * @throws UnusableStore while another one has it
 */
export function lockWriter(folder: string): { close(): void } {
  const lock = new Database(join(folder, LOCK_FILE), { timeout: PATIENCE_MS });
  try {
    lock.exec('begin exclusive');
    return lock;
  } catch (error) {
    lock.close();
    if (!isStoreError(error) || !error.code.startsWith('SQLITE_BUSY')) throw error;
    throw new UnusableStore('another process has it open');
  }
}

import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { isStoreError } from './database.ts';
import { checkpoint } from './wal.ts';
import { BUSY_AT, FRAMES_AT, IDLE, type Order, type WalWork } from './wal-thread.ts';

/** The thread behind {@link import('./wal-thread.ts')}: a connection of its own that only ever moves the WAL. */

const { file, state } = workerData as WalWork;
let db: Database.Database | undefined;

function open(): Database.Database {
  const opened = new Database(file);
  // Before the WAL may be written from its beginning again the database has to be on the disk.
  opened.pragma('synchronous = FULL');
  return opened;
}

parentPort?.on('message', (order: Order) => {
  try {
    if (order === 'checkpoint') Atomics.store(state, FRAMES_AT, checkpoint((db ??= open()), 'PASSIVE').log);
    else db?.close();
  } catch (error) {
    // The disk is full or fails: nothing is lost, and later commits ask again.
    if (!isStoreError(error)) throw error;
  } finally {
    Atomics.store(state, BUSY_AT, IDLE);
    Atomics.notify(state, BUSY_AT);
  }
  if (order === 'close') parentPort?.close();
});

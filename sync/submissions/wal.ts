import { closeSync, fdatasyncSync, fstatSync, openSync, writeSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { WalThread } from './wal-thread.ts';

/** WAL header and frame header, file format of SQLite, section 4. */
const WAL_HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const ZEROS = Buffer.alloc(1 << 20);
/** About 16 MiB: a WAL of this size is searched quickly. */
const FRAMES_BEFORE_CHECKPOINT = 2000;
/** So few are moved at once, by whoever commits: only a WAL that is wholly moved is written from its beginning. */
const FRAMES_AT_ONCE = 300;
/** Pages that a commit writes, and each operation besides, materials aside; an estimate is enough. */
const FRAMES_PER_COMMIT = 4;
const FRAMES_PER_OPERATION = 1;

interface CheckpointResult {
  readonly busy: number;
  /** Frames in the WAL. */
  readonly log: number;
  readonly checkpointed: number;
}

/**
 * Keeps the WAL of a store. SQLite's own checkpoints are off: they would come inside a commit that somebody waits for.
 * A thread moves what has gathered while commits go on, and the next commit moves the little that came meanwhile.
 *
 * The WAL is never truncated. It would grow again with every commit, and the disk would have to write the new size of
 * the file each time as well; instead its old content is overwritten where it is, and the next frames go there.
 */
export class Wal {
  readonly #db: Database.Database;
  readonly #file: string;
  readonly #thread: WalThread;
  /** Frames that may still hold something; more than were ever counted at first. */
  #dirtyFrames = Infinity;
  /** Frames that were not moved yet. */
  #estimate = 0;
  /** As many as there were when the thread was asked; 0 when it is not at work. */
  #asked = 0;

  constructor(db: Database.Database) {
    this.#db = db;
    this.#file = `${db.name}-wal`;
    this.#thread = new WalThread(db.name);
    db.pragma('wal_autocheckpoint = 0');
  }

  /** Tells of a commit; has the WAL moved into the database when it has grown long. */
  committed(operations: number): void {
    this.#estimate += FRAMES_PER_COMMIT + operations * FRAMES_PER_OPERATION;
    if (this.#thread.isBusy) return;
    const hasMoved = this.#takeAnswer();
    if (hasMoved && this.#estimate <= FRAMES_AT_ONCE) {
      this.#noteFrames(checkpoint(this.#db, 'PASSIVE').log);
      this.#estimate = 0;
    } else if (hasMoved || this.#estimate >= FRAMES_BEFORE_CHECKPOINT) {
      this.#asked = this.#estimate;
      this.#thread.checkpoint();
    }
  }

  /**
   * Moves the WAL into the database and overwrites what was in it, so that destroyed rows are nowhere on the disk.
   * @returns false while the thread or another process is at it: nothing is lost, to be tried again
   */
  empty(): boolean {
    if (this.#thread.isBusy) return false;
    this.#takeAnswer();
    const { busy, log } = checkpoint(this.#db, 'RESTART');
    if (busy !== 0) return false;
    // All is in the database and synced, nobody reads here, and the one writer is in this very call.
    this.#noteFrames(log);
    this.#overwrite(this.#dirtyFrames);
    this.#dirtyFrames = 0;
    this.#estimate = 0;
    return true;
  }

  /** Waits until the thread has left the file: whoever closes it last removes the WAL. */
  close(): void {
    this.#thread.close();
  }

  /** @returns whether the thread has ended a checkpoint since it was asked the last time */
  #takeAnswer(): boolean {
    if (this.#asked === 0) return false;
    this.#noteFrames(this.#thread.frames);
    this.#estimate -= this.#asked;
    this.#asked = 0;
    return true;
  }

  /** The WAL is written from its beginning only after a checkpoint, so the longest of these has reached its end. */
  #noteFrames(frames: number): void {
    this.#dirtyFrames = Math.max(this.#dirtyFrames, frames);
  }

  #overwrite(frames: number): void {
    const pageBytes = this.#db.pragma('page_size', { simple: true }) as number;
    const file = openSync(this.#file, 'r+');
    try {
      const dirtyBytes = WAL_HEADER_BYTES + frames * (FRAME_HEADER_BYTES + pageBytes);
      const end = Math.min(fstatSync(file).size, dirtyBytes);
      if (end === 0) return;
      // The header first, and on the disk: without it no frame counts. A power cut in between could leave it with a
      // part of the frames, and what they say is older than the database.
      writeSync(file, ZEROS, 0, Math.min(WAL_HEADER_BYTES, end), 0);
      fdatasyncSync(file);
      for (let at = 0; at < end; at += ZEROS.length) {
        writeSync(file, ZEROS, 0, Math.min(ZEROS.length, end - at), at);
      }
      fdatasyncSync(file);
    } finally {
      closeSync(file);
    }
  }
}

/** Without the patience of a writer: whoever waits here stops the terminal. */
export function checkpoint(db: Database.Database, kind: 'PASSIVE' | 'RESTART'): CheckpointResult {
  const patience = db.pragma('busy_timeout', { simple: true }) as number;
  db.pragma('busy_timeout = 0');
  try {
    const [result] = db.pragma(`wal_checkpoint(${kind})`) as CheckpointResult[];
    if (!result) throw new Error('SQLite answered nothing to a checkpoint');
    return result;
  } finally {
    db.pragma(`busy_timeout = ${patience}`);
  }
}

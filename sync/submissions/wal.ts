import { closeSync, fdatasyncSync, fstatSync, openSync, writeSync } from 'node:fs';
import type Database from 'better-sqlite3';

/** WAL header and frame header, file format of SQLite, section 4. */
const WAL_HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const ZEROS = Buffer.alloc(1 << 20);
/** About 16 MiB: a checkpoint then takes some 20 ms, and a WAL of this size is searched quickly. */
const FRAMES_BEFORE_CHECKPOINT = 2000;
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
 * Keeps the WAL of a store. SQLite's own checkpoints are off: they do not tell how far the WAL was
 * written, and that far it has to be overwritten.
 *
 * The WAL is never truncated. It would grow again with every commit, and the disk would have to write the new size of
 * the file each time as well; instead its old content is overwritten where it is, and the next frames go there.
 */
export class Wal {
  readonly #db: Database.Database;
  readonly #file: string;
  /** Frames that may still hold something; more than were ever counted at first. */
  #dirtyFrames = Infinity;
  #estimate = 0;

  constructor(db: Database.Database) {
    this.#db = db;
    this.#file = `${db.name}-wal`;
    db.pragma('wal_autocheckpoint = 0');
  }

  /** Tells of a commit; moves the WAL into the database when it has grown long. */
  committed(operations: number): void {
    this.#estimate += FRAMES_PER_COMMIT + operations * FRAMES_PER_OPERATION;
    if (this.#estimate < FRAMES_BEFORE_CHECKPOINT) return;
    const { log } = this.#checkpoint('PASSIVE');
    this.#dirtyFrames = Math.max(this.#dirtyFrames, log);
    this.#estimate = 0;
  }

  /**
   * Moves the WAL into the database and overwrites what was in it, so that destroyed rows are nowhere on the disk.
   * @returns false while another process reads from it: nothing is lost, to be tried again
   */
  empty(): boolean {
    const { busy, log } = this.#checkpoint('RESTART');
    if (busy !== 0) return false;
    // All is in the database and synced, nobody reads here, and the one writer is in this very call.
    this.#overwrite(Math.max(this.#dirtyFrames, log));
    this.#dirtyFrames = 0;
    this.#estimate = 0;
    return true;
  }

  #checkpoint(kind: 'PASSIVE' | 'RESTART'): CheckpointResult {
    const patience = this.#db.pragma('busy_timeout', { simple: true }) as number;
    // Not the patience of a writer: whoever waits here stops the terminal.
    this.#db.pragma('busy_timeout = 0');
    try {
      const [result] = this.#db.pragma(`wal_checkpoint(${kind})`) as CheckpointResult[];
      if (!result) throw new Error('SQLite answered nothing to a checkpoint');
      return result;
    } finally {
      this.#db.pragma(`busy_timeout = ${patience}`);
    }
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

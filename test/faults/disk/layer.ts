import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { readLog, type Operation } from './log.ts';

const CONTROL_BYTES = 40;
const calls = { write: 1, sync: 2, create: 4 } as const;

export interface DiskFailure {
  readonly error: 'ENOSPC' | 'EIO';
  /** Which calls fail: writing and truncating; fsync and fdatasync; creating a file or folder. */
  readonly what: readonly (keyof typeof calls)[];
  /** So many of these calls still succeed. */
  readonly after: number;
  /** So many fail then; Infinity for all of them. */
  readonly count: number;
}

/** The layer around one folder: layer.c, compiled, with its log and its control. */
export class DiskLayer {
  /** What lies here is watched. */
  readonly folder: string;
  readonly #library: string;
  readonly logFile: string;
  readonly #control: string;

  /** @param place a temporary folder that goes with the test; its path has no blank, which LD_PRELOAD cannot take */
  constructor(place: string) {
    this.folder = join(place, 'disk');
    this.#library = join(place, 'layer.so');
    this.logFile = join(place, 'log');
    this.#control = join(place, 'control');
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(this.logFile, '');
    writeFileSync(this.#control, Buffer.alloc(CONTROL_BYTES));
    const source = join(import.meta.dirname, 'layer.c');
    // tcc: small enough for every machine that runs the tests.
    const command = ['-shared', '-nostdlib', '-nostdinc', '-o', this.#library, source];
    try {
      execFileSync('tcc', command, { stdio: ['ignore', 'pipe', 'pipe'] });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      throw new Error('There is no tcc; the disk layer needs the Debian package tcc.', { cause: error });
    }
  }

  /** For a process that shall run on this disk. */
  get environment(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      LD_PRELOAD: this.#library,
      FAULTS_FOLDER: this.folder,
      FAULTS_LOG: this.logFile,
      FAULTS_CONTROL: this.#control,
    };
  }

  /**
   * What has happened to the disk so far.
   * @throws Error when the layer has seen nothing: then it was not loaded
   */
  operations(): Operation[] {
    const operations = readLog(readFileSync(this.logFile));
    if (!operations.some(({ kind }) => kind === 'write')) throw new Error('the disk layer was not loaded');
    return operations;
  }

  /** The disk fails from now on; null mends it. */
  fail(failure: DiskFailure | null): void {
    const bytes = Buffer.alloc(24);
    if (failure) {
      const mask = failure.what.reduce((bits, call) => bits | calls[call], 0);
      bytes.writeUInt32LE(constants.errno[failure.error], 0);
      bytes.writeUInt32LE(mask, 4);
      bytes.writeBigInt64LE(BigInt(failure.after), 8);
      bytes.writeBigInt64LE(failure.count === Infinity ? -1n : BigInt(failure.count), 16);
    }
    this.#write(8, bytes);
  }

  /** How many calls have failed on demand. */
  get failed(): number {
    const bytes = Buffer.alloc(8);
    const file = openSync(this.#control, 'r');
    readSync(file, bytes, 0, 8, 32);
    closeSync(file);
    return Number(bytes.readBigInt64LE());
  }

  /** Processes on this disk see the wall clock so much ahead of the true one, in ms; negative: behind. */
  setClock(aheadMs: number): void {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(aheadMs));
    this.#write(0, bytes);
  }

  #write(position: number, bytes: Buffer): void {
    const file = openSync(this.#control, 'r+');
    writeSync(file, bytes, 0, bytes.length, position);
    closeSync(file);
  }
}

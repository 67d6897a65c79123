import { closeSync, existsSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { syncToDisk } from './files.ts';

const JOURNAL_FILE = 'acknowledged.log';
const LINE = /^(\d+) ([\x21-\x7e]{8,128}) (T[0-9A-Z]{17,30})$/;

/** A submission that somebody was told is stored. */
export interface Acknowledged {
  readonly n: number;
  readonly id: string;
  readonly tempNo: string;
}

/**
 * Names what was acknowledged since the last copy, in a file of its own: of a store of which nothing can be read any
 * more, this says what was in it. A line is written after its commit has reached the disk and before anybody is
 * answered, without waiting for the disk once more: what is lost with the power is at most the name of a loss.
 */
export class Journal {
  readonly #file: string;
  #handle: number;

  constructor(folder: string) {
    this.#file = join(folder, JOURNAL_FILE);
    this.#handle = openSync(this.#file, 'a', 0o600);
    // What a power cut has torn ends here.
    writeSync(this.#handle, '\n');
  }

  /** @throws Error of the file system: nothing of the submissions depends on it */
  append(acknowledged: readonly Acknowledged[]): void {
    writeSync(this.#handle, acknowledged.map(lineOf).join(''));
  }

  /** A copy has everything up to and with this number. The last line stays: numbers are counted on from it. */
  forget(upTo: number): void {
    const lines = parse(this.#file);
    const last = lines.at(-1);
    const kept = lines.filter((line) => line.n > upTo || line === last);
    const fresh = `${this.#file}.new`;
    writeFileSync(fresh, kept.map(lineOf).join(''), { mode: 0o600 });
    syncToDisk(fresh);
    renameSync(fresh, this.#file);
    const former = this.#handle;
    this.#handle = openSync(this.#file, 'a', 0o600);
    closeSync(former);
  }

  close(): void {
    closeSync(this.#handle);
  }
}

/** By number, as far as it can be read. */
export function readJournal(folder: string): Acknowledged[] {
  return parse(join(folder, JOURNAL_FILE));
}

function parse(file: string): Acknowledged[] {
  if (!existsSync(file)) return [];
  const found = new Map<number, Acknowledged>();
  for (const line of readFileSync(file, 'latin1').split('\n')) {
    const [, n, id, tempNo] = LINE.exec(line) ?? [];
    if (n !== undefined && id !== undefined && tempNo !== undefined) {
      found.set(Number(n), { n: Number(n), id, tempNo });
    }
  }
  return [...found.values()].sort((a, b) => a.n - b.n);
}

function lineOf({ n, id, tempNo }: Acknowledged): string {
  return `${n} ${id} ${tempNo}\n`;
}

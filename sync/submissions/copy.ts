import { existsSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { DATABASE_FILE } from './database.ts';

export const COPIES_FOLDER = 'copies';

/** Beside this module, in the sources and in the bundle. */
const COPY_WORKER = join(import.meta.dirname, `copy-worker${extname(import.meta.filename)}`);

export function copyFile(folder: string): string {
  return join(folder, COPIES_FOLDER, DATABASE_FILE);
}

/** What the thread that copies answers. */
export interface CopyAnswer {
  /** Why there is no copy, as a code of SQLite or of the file system; null when there is one. */
  readonly failed: string | null;
}

/** When the last good copy was made, ms since 1970; null when there is none. */
export function copyMadeAt(folder: string): number | null {
  const file = copyFile(folder);
  return existsSync(file) ? statSync(file).mtimeMs : null;
}

/** No copy was made, for want of room, a failing disk or a damaged file; the one before is still there. */
export class CopyFailed extends Error {
  override name = 'CopyFailed';
  readonly code: string;

  constructor(code: string) {
    super(`the store could not be copied: ${code}`);
    this.code = code;
  }
}

/**
 * Copies a store as it is at one moment, while it is written as ever, and puts the copy in the place of the one before
 * when it is on the disk and its check says it is whole. A thread of its own reads, writes and checks: the event loop
 * serves screens and devices. While it runs the WAL of the store cannot be emptied.
 * @throws CopyFailed
 */
export async function makeCopy(folder: string): Promise<void> {
  const failed = await new Promise<string | null>((resolve, reject) => {
    const worker = new Worker(COPY_WORKER, { workerData: folder });
    worker.once('message', ({ failed: code }: CopyAnswer) => resolve(code));
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the thread that copies has ended')));
  });
  if (failed !== null) throw new CopyFailed(failed);
}

/**
 * Where the pages of a feeder lie for the moment between scanimage and this program. scanimage writes one page to its
 * output but many only to files, and to start it once a page makes many feeders throw the other sheets out. A page is
 * personal data: /dev/shm is memory, so nothing of it is left on the disk; the folder is for this user alone, a page is
 * removed as soon as it was read, and the folder in every case. Only a system without /dev/shm gets the temporary folder.
 */
import { accessSync, constants, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MEMORY_FOLDER = '/dev/shm';
const PREFIX = 'tongban-scan-';

export function pageFolderParent(): string {
  try {
    accessSync(MEMORY_FOLDER, constants.W_OK | constants.X_OK);
    return MEMORY_FOLDER;
  } catch {
    // There is none, or not for this user.
    return tmpdir();
  }
}

/** Makes an empty folder with mode 0700; disposing removes it with all that is in it. */
export function makePageFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(pageFolderParent(), `${PREFIX}${process.pid}-`));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** Removes what a program left that was killed in mid-scan. */
export function removeAbandonedPageFolders(): void {
  const parent = pageFolderParent();
  for (const name of readdirSync(parent)) {
    const pid = /^tongban-scan-(\d+)-/.exec(name)?.[1];
    const path = join(parent, name);
    if (pid !== undefined && isAbandoned(path, Number(pid))) rmSync(path, { recursive: true, force: true });
  }
}

function isAbandoned(path: string, pid: number): boolean {
  const folder = statSync(path, { throwIfNoEntry: false });
  if (folder === undefined || folder.uid !== process.getuid?.()) return false;
  // In a container this program often gets the same number again: then a folder older than itself is not its own.
  if (pid === process.pid) return folder.birthtimeMs < Date.now() - process.uptime() * 1000;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

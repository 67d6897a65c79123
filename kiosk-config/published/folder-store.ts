import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder, replaceFile } from './disk.ts';
import { TIMESTAMP_PATH, type PublishedStore } from './store.ts';

/** A publication in a folder, for one publisher: development, tests, and a web server that only hands files out. */
export function storeInFolder(folder: string): PublishedStore {
  const read = (path: string): Buffer | null => {
    try {
      return readFileSync(join(folder, path));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  };
  return {
    read: async (path) => read(path),
    async commit(basedOn, files) {
      const timestamp = read(TIMESTAMP_PATH);
      const inForce = timestamp
        ? (JSON.parse(timestamp.toString()) as { signed: { version: number } }).signed.version
        : 0;
      if (inForce !== basedOn) return false;
      for (const [path, bytes] of files) {
        const file = join(folder, path);
        makeFolder(dirname(file));
        replaceFile(file, bytes);
      }
      return true;
    },
  };
}

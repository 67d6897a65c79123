import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { DATABASE_FILE, isDamage, openDatabase } from './database.ts';
import { syncToDisk } from './files.ts';
import { rebuild, REBUILT_FILE } from './repair.ts';

/**
 * Opens the store of a data folder. A damaged one is set aside whole and rebuilt from what can be read of it and the
 * last good copy.
 * @throws UnusableStore when it was written by a newer program
 */
export function openOrRepair(folder: string): Database.Database {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, DATABASE_FILE);
  // A repair that was cut off between its last two steps: the damaged file is aside, the new one not yet in place.
  const rebuilt = join(folder, REBUILT_FILE);
  if (!existsSync(file) && existsSync(rebuilt)) {
    renameSync(rebuilt, file);
    syncToDisk(folder);
  }
  try {
    return openDatabase(file);
  } catch (error) {
    if (!isDamage(error)) throw error;
    rebuild(folder, (error as Error).message);
    return openDatabase(file);
  }
}

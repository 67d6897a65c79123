import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../testing/line.ts';
import { DATABASE_FILE, openDatabase } from './database.ts';

function write(db: Database.Database): void {
  db.prepare('insert or replace into terminal (id, card_salt) values (1, zeroblob(32))').run();
}

describe('the store on the disk', () => {
  it('waits for the disk at every commit: synchronous is FULL after a write and after a reopen', () => {
    const folder = temporaryFolder();
    for (let open = 1; open <= 2; open++) {
      const db = openDatabase(join(folder, DATABASE_FILE));
      onTestFinished(() => void db.close());
      write(db);
      expect(db.pragma('synchronous', { simple: true })).toBe(2);
      expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
      expect(db.pragma('secure_delete', { simple: true })).toBe(1);
      expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
      db.close();
    }
  });

  it('would not wait without our saying so: the trap is really there', () => {
    const folder = temporaryFolder();
    openDatabase(join(folder, DATABASE_FILE)).close();
    const db = new Database(join(folder, DATABASE_FILE));
    onTestFinished(() => void db.close());
    write(db);
    expect(db.pragma('synchronous', { simple: true })).toBe(1);
  });

  it('has strict tables only', () => {
    const db = openDatabase(join(temporaryFolder(), DATABASE_FILE));
    onTestFinished(() => void db.close());
    const tables = db.pragma('table_list') as { name: string; strict: number; schema: string }[];
    const loose = tables.filter((table) => !table.name.startsWith('sqlite_') && table.strict === 0);
    expect(tables.length).toBeGreaterThan(4);
    expect(loose).toEqual([]);
  });
});

import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../testing/line.ts';
import { DATABASE_FILE, openDatabase } from './database.ts';

describe('the store on the disk', () => {
  it('waits for the disk at every commit: synchronous is FULL after a write and after a reopen', () => {
    const folder = temporaryFolder();
    for (const open of ['first', 'second']) {
      const db = openDatabase(folder);
      onTestFinished(() => void db.close());
      db.prepare('insert into temp_number_days (day, last_serial) values (?, 1)').run(open);
      expect(db.pragma('synchronous', { simple: true })).toBe(2);
      expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
      expect(db.pragma('secure_delete', { simple: true })).toBe(1);
      expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
      db.close();
    }
  });

  it('would not wait without our saying so: the trap is really there', () => {
    const folder = temporaryFolder();
    openDatabase(folder).close();
    const db = new Database(join(folder, DATABASE_FILE));
    onTestFinished(() => void db.close());
    db.prepare('insert into temp_number_days (day, last_serial) values (?, 1)').run('a');
    expect(db.pragma('synchronous', { simple: true })).toBe(1);
  });

  it('has strict tables only', () => {
    const db = openDatabase(temporaryFolder());
    onTestFinished(() => void db.close());
    const tables = db.pragma('table_list') as { name: string; strict: number; schema: string }[];
    const loose = tables.filter((table) => !table.name.startsWith('sqlite_') && table.strict === 0);
    expect(tables.length).toBeGreaterThan(5);
    expect(loose).toEqual([]);
  });
});

import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import type { AuditRow } from './audit.ts';
import { isDamage, isStoreError, migrate } from './database.ts';
import { mendWal } from './mend-wal.ts';
import { migrations as allMigrations } from './migrations/index.ts';
import type { Migration } from './migrations/migration.ts';
import { MOST_PARTS, partKey } from './part-key.ts';
import { readRecord, type SubmissionRow } from './row.ts';
import type { PartRow } from './row.ts';

/** A row with all its columns. */
export interface StoredSubmission {
  readonly row: SubmissionRow & Readonly<Record<string, unknown>>;
  readonly parts: readonly PartRow[];
}

/** A store's file that may be damaged anywhere: answers what can be read, and null for the rest. */
export interface Readable {
  terminal(): { readonly card_salt: Uint8Array } | null;
  submission(n: number): StoredSubmission | null;
  cardKeys(n: number): Uint8Array | null;
  audit(sequence: number): AuditRow | null;
  /** Highest own number of which anything is known; 0 when nothing is. */
  newest(): number;
  newestAudit(): number;
  close(): void;
}

/** After so many numbers without a row in the last table that is readable, the end has been reached. */
const NOTHING_MORE_AFTER = 1000;

/** A missing or unreadable file has no rows. */
export function readable(file: string): Readable {
  const copied = openCopied(file, allMigrations);
  return copied ? reader(copied.db, copied.close) : nothing;
}

/**
 * Opens a copy of a file and of its WAL, which is mended before: the original is not touched.
 * @returns null for one that is missing or of which nothing can be read
 */
export function openCopied(
  file: string,
  migrations: readonly Migration[],
): { readonly db: Database.Database; readonly close: () => void } | null {
  if (!existsSync(file)) return null;
  const folder = mkdtempSync(join(dirname(file), 'reading-'));
  const copied = join(folder, 'store.db');
  for (const suffix of ['', '-wal'] as const) {
    if (existsSync(file + suffix)) copyFileSync(file + suffix, copied + suffix);
  }
  const wal = existsSync(`${copied}-wal`) ? mendWal(readFileSync(`${copied}-wal`)) : null;
  if (wal) writeFileSync(`${copied}-wal`, wal);
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const db = new Database(copied);
    try {
      db.pragma('secure_delete = ON');
      migrate(db, migrations);
      return {
        db,
        close: () => {
          db.close();
          remove();
        },
      };
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    remove();
    if (isDamage(error)) return null;
    throw error;
  }
}

const nothing: Readable = {
  terminal: () => null,
  submission: () => null,
  cardKeys: () => null,
  audit: () => null,
  newest: () => 0,
  newestAudit: () => 0,
  close: () => undefined,
};

function reader(db: Database.Database, close: () => void): Readable {
  const one = <T>(sql: string) => {
    const statement = attempt(() => db.prepare<number[], T>(sql));
    return (...keys: number[]): T | null => (statement && attempt(() => statement.get(...keys))) ?? null;
  };
  const submission = one<StoredSubmission['row']>('select * from submissions where n = ?');
  const part = one<PartRow>('select * from parts where key = ?');
  const cardKeys = one<{ recipients: Uint8Array }>('select recipients from card_keys where n = ?');
  const audit = one<AuditRow>('select * from audit where sequence = ?');
  const terminal = one<{ card_salt: Uint8Array; audit_sequence: number }>('select * from terminal');
  const newestBy = (column: string, table: string, exists: (key: number) => boolean): number =>
    lastKey(
      one<{ newest: number | null }>(`select max(${column}) as newest from ${table}`)()?.newest,
      exists,
    );
  return {
    terminal: () => {
      const row = terminal();
      return row?.card_salt instanceof Uint8Array && row.card_salt.length === 32 ? row : null;
    },
    submission: (n) => {
      const row = submission(n);
      if (!row || typeof row.id !== 'string' || !readRecord({ ...row, opinion: null, next_step: null }))
        return null;
      const parts: PartRow[] = [];
      for (let place = 0; place < MOST_PARTS; place++) {
        const read = part(partKey(n, place));
        if (!read) break;
        parts.push(read);
      }
      return { row, parts };
    },
    cardKeys: (n) => cardKeys(n)?.recipients ?? null,
    audit: (sequence) => {
      const row = audit(sequence);
      return typeof row?.hash === 'string' && row.hash.length === 64 ? row : null;
    },
    newest: () =>
      Math.max(
        newestBy('n', 'submissions', (n) => submission(n) !== null),
        Math.floor(newestBy('key', 'parts', (key) => part(key) !== null) / MOST_PARTS),
      ),
    newestAudit: () =>
      Math.max(
        newestBy('sequence', 'audit', (sequence) => audit(sequence) !== null),
        terminal()?.audit_sequence ?? 0,
      ),
    close,
  };
}

/** @param newest key as the table says; its last page may be the damaged one: on from there by hand */
export function lastKey(newest: number | null | undefined, exists: (key: number) => boolean): number {
  let last = newest ?? 0;
  for (let key = last + 1; key <= last + NOTHING_MORE_AFTER; key++) if (exists(key)) last = key;
  return last;
}

/** Damage is what is expected here. */
export function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (isStoreError(error)) return null;
    throw error;
  }
}

import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import type { AuditRow } from './audit.ts';
import { checkSchema, isDamage, isStoreError, migrate } from './database.ts';
import { migrations as allMigrations } from './migrations/index.ts';
import type { Migration } from './migrations/migration.ts';
import { MOST_PARTS, partKey } from './part-key.ts';
import { Pages, RawStore, type KeptTable, type RawRow, type RawTable } from './raw-store.ts';
import { readRecord, type SubmissionRow } from './row.ts';
import type { PartRow } from './row.ts';
import { isIntactPart } from './sendable.ts';
import { writtenWal } from './settle-doubts.ts';
import { overwrite } from './files.ts';

/** A row with all its columns. */
export interface StoredSubmission {
  readonly row: SubmissionRow & Readonly<Record<string, unknown>>;
  readonly parts: readonly PartRow[];
}

/** A store's file that may be damaged anywhere: answers what can be read, what is most likely right first. */
export interface Readable {
  terminal(): { readonly card_salt: Uint8Array; readonly audit_sequence: number } | null;
  submissions(n: number): StoredSubmission[];
  cardKeys(n: number): Uint8Array | null;
  audit(sequence: number): AuditRow[];
  /** Own numbers, ascending. */
  numbers(): number[];
  /** Sequences of the audit, ascending. */
  sequences(): number[];
  close(): void;
}

/** Rows by table and key: each source has its own way to them. */
interface Rows {
  rows(table: KeptTable, keyName: string, key: number): readonly Readonly<Record<string, unknown>>[];
  keys(table: KeptTable, keyName: string): number[];
  close(): void;
}

/**
 * Reads a file with SQLite. One that is missing or cannot be opened has no rows.
 * @param wal as it counts, when that is known
 * @throws UnusableStore for a file of a newer program
 */
export function readable(file: string, wal?: Buffer): Readable {
  const copied = openCopied(file, allMigrations, wal);
  return copied ? reader(rowsOfDatabase(copied.db, copied.close)) : nothing;
}

/**
 * Opens a copy of a file and of its WAL, which is mended before: the original is not touched.
 * @returns null for one that is missing or of which nothing can be read
 * @throws UnusableStore for a file of a newer program
 */
export function openCopied(
  file: string,
  migrations: readonly Migration[],
  wal: Buffer = writtenWal(file, []).wal,
): { readonly db: Database.Database; readonly close: () => void } | null {
  if (!existsSync(file)) return null;
  const folder = mkdtempSync(join(dirname(file), READING_PREFIX));
  const copied = join(folder, 'store.db');
  copyFileSync(file, copied);
  if (wal.length > 0) writeFileSync(`${copied}-wal`, wal);
  let db: Database.Database | undefined;
  try {
    db = new Database(copied);
    checkSchema(db, migrations);
    migrate(db, migrations);
    const opened = db;
    return {
      db: opened,
      close: () => {
        opened.close();
        removeReading(folder);
      },
    };
  } catch (error) {
    db?.close();
    removeReading(folder);
    if (isStoreError(error) || isDamage(error)) return null;
    throw error;
  }
}

export const READING_PREFIX = 'reading-';

/** What was read may be citizens' keys: nothing of it stays on the disk. */
export function removeReading(folder: string): void {
  for (const name of ['store.db', 'store.db-wal']) overwrite(join(folder, name));
  rmSync(folder, { recursive: true, force: true });
}

/** Reads the rows from the pages themselves: what SQLite does not find its way to any more. */
export function rawReadable(file: string, wal: Buffer, tables: readonly RawTable[]): Readable {
  const pages = new Pages(file, wal);
  const store = new RawStore(pages, tables);
  return reader({
    rows: (table, _keyName, key): RawRow[] => store.rows(table, key),
    keys: (table) => store.keys(table),
    close: () => pages.close(),
  });
}

function rowsOfDatabase(db: Database.Database, close: () => void): Rows {
  const prepare = <T>(sql: string) => attempt(() => db.prepare<number[], T>(sql));
  const statements = new Map<string, ReturnType<typeof prepare<Record<string, unknown>>>>();
  return {
    rows: (table, keyName, key) => {
      const sql = `select * from ${table} where ${keyName} = ?`;
      const statement = statements.get(sql) ?? prepare<Record<string, unknown>>(sql);
      statements.set(sql, statement);
      const row = statement && attempt(() => statement.get(key));
      return row ? [row] : [];
    },
    keys: (table, keyName) => {
      const found: number[] = [];
      attempt(() => {
        const keys = db.prepare<[], number>(`select ${keyName} from ${table} order by 1`).pluck();
        for (const key of keys.iterate()) found.push(key);
      });
      return found;
    },
    close,
  };
}

const nothing: Readable = {
  terminal: () => null,
  submissions: () => [],
  cardKeys: () => null,
  audit: () => [],
  numbers: () => [],
  sequences: () => [],
  close: () => undefined,
};

function reader({ rows, keys, close }: Rows): Readable {
  const partsOf = (n: number): PartRow[] => {
    const parts: PartRow[] = [];
    for (let place = 0; place < MOST_PARTS; place++) {
      const read = rows('parts', 'key', partKey(n, place)) as unknown as readonly PartRow[];
      const part = read.find(isReadablePart) ?? read[0];
      if (!part) break;
      parts.push(part);
    }
    return parts;
  };
  return {
    terminal: () => {
      const read = rows('terminal', 'id', 1) as { card_salt: unknown; audit_sequence: number }[];
      return read.find(hasSalt) ?? null;
    },
    submissions: (n) => {
      const read = rows('submissions', 'n', n) as StoredSubmission['row'][];
      return read
        .filter((row) => typeof row.id === 'string' && readRecord({ ...row, opinion: null, next_step: null }))
        .map((row) => ({ row, parts: partsOf(n) }));
    },
    cardKeys: (n) => {
      const [row] = rows('card_keys', 'n', n) as { recipients?: unknown }[];
      return row?.recipients instanceof Uint8Array ? row.recipients : null;
    },
    audit: (sequence) =>
      (rows('audit', 'sequence', sequence) as readonly (AuditRow & Record<string, unknown>)[]).filter(
        ({ hash }) => typeof hash === 'string' && hash.length === 64,
      ),
    numbers: () => keys('submissions', 'n'),
    sequences: () => keys('audit', 'sequence'),
    close,
  };
}

function isReadablePart(part: PartRow): boolean {
  return typeof part.envelope === 'string' && isIntactPart(part);
}

function hasSalt(row: {
  readonly card_salt: unknown;
  readonly audit_sequence: number;
}): row is { card_salt: Uint8Array; audit_sequence: number } {
  return row.card_salt instanceof Uint8Array && row.card_salt.length === 32;
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

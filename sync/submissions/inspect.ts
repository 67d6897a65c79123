import { join } from 'node:path';
import Database from 'better-sqlite3';
import { DATABASE_FILE } from './database.ts';
import { MOST_PARTS, partKey } from './part-key.ts';
import type { SubmissionRecord, SubmissionState } from './record.ts';
import { readRecord, type SubmissionRow } from './row.ts';
import type { PartRow } from './row.ts';

/** Read-only looks at a store, for staff; the terminal may be running. Nothing in them is personal or opens anything. */

export interface SubmissionDetail {
  readonly record: SubmissionRecord;
  /** What the receipt states. */
  readonly digest: string;
  /** The platform's signed receipt. */
  readonly receipt: string | null;
  /** Part: `form`, or the material's code. */
  readonly parts: readonly {
    readonly part: string;
    readonly envelopeBytes: number;
    readonly sha256: string;
  }[];
  readonly history: readonly { readonly at: string; readonly event: string; readonly state: string | null }[];
}

/** One line of an export: all that the platform needs to be given a submission by hand. */
export interface ExportedSubmission {
  readonly record: SubmissionRecord;
  readonly digest: string;
  readonly receipt: string | null;
  /** Null once it was purged. */
  readonly envelope: string | null;
  readonly materials: readonly {
    readonly code: string | null;
    readonly stuffType: number | null;
    readonly mediaType: string | null;
    readonly envelope: string;
    readonly sha256: string;
  }[];
}

export interface SubmissionFilter {
  readonly states?: readonly SubmissionState[];
}

/** Oldest first. */
export function listSubmissions(folder: string, filter: SubmissionFilter = {}): SubmissionRecord[] {
  return reading(folder, (db) => numbersOf(db, filter).map((n) => recordOf(rowOf(db, n))));
}

/** @param key the id or the temporary number @returns null when there is none */
export function showSubmission(folder: string, key: string): SubmissionDetail | null {
  return reading(folder, (db) => {
    const row = db
      .prepare<[string, string], SubmissionRow>('select * from submissions where id = ? or temp_no = ?')
      .get(key, key);
    if (!row) return null;
    const history = db
      .prepare<[string], { at: number; event: string; state: string | null }>(
        'select at, event, state from audit where submission_id = ? order by sequence',
      )
      .all(row.id);
    return {
      record: recordOf(row),
      digest: row.digest,
      receipt: row.receipt,
      parts: partsOf(db, row.n).map(({ code, envelope, sha256 }) => ({
        ...{ part: code ?? 'form', envelopeBytes: Buffer.byteLength(envelope), sha256 },
      })),
      history: history.map((each) => ({ ...each, at: new Date(each.at).toISOString() })),
    };
  });
}

/** Each submission as one line of JSON, an {@link ExportedSubmission}, oldest first. */
export function* exportSubmissions(folder: string, filter: SubmissionFilter = {}): Generator<string> {
  const db = open(folder);
  try {
    for (const n of numbersOf(db, filter)) {
      const row = rowOf(db, n);
      const [form, ...materials] = partsOf(db, n);
      const exported: ExportedSubmission = {
        ...{ record: recordOf(row), digest: row.digest, receipt: row.receipt },
        envelope: form?.envelope ?? null,
        materials: materials.map(
          ({ code, stuff_type: stuffType, media_type: mediaType, envelope, sha256 }) => ({
            ...{ code, stuffType, mediaType, envelope, sha256 },
          }),
        ),
      };
      yield JSON.stringify(exported);
    }
  } finally {
    db.close();
  }
}

function open(folder: string): Database.Database {
  const db = new Database(join(folder, DATABASE_FILE), { readonly: true });
  db.exec('begin');
  return db;
}

function reading<T>(folder: string, read: (db: Database.Database) => T): T {
  const db = open(folder);
  try {
    return read(db);
  } finally {
    db.close();
  }
}

function numbersOf(db: Database.Database, { states }: SubmissionFilter): number[] {
  const all = db
    .prepare<[], { n: number; state: string }>('select n, state from submissions order by n')
    .all();
  return all.filter(({ state }) => states?.some((each) => each === state) ?? true).map(({ n }) => n);
}

function rowOf(db: Database.Database, n: number): SubmissionRow {
  return db.prepare<[number], SubmissionRow>('select * from submissions where n = ?').get(n) as SubmissionRow;
}

function partsOf(db: Database.Database, n: number): PartRow[] {
  return db
    .prepare<[number, number], PartRow>('select * from parts where key between ? and ? order by key')
    .all(partKey(n, 0), partKey(n, MOST_PARTS - 1));
}

/** An unreadable row is shown as what the running terminal makes of it. */
function recordOf(row: SubmissionRow): SubmissionRecord {
  const quarantined = { ...row, state: 'quarantined', problem_code: row.problem_code ?? 'RECORD_UNREADABLE' };
  const record = readRecord(row) ?? readRecord(quarantined);
  if (!record) throw new Error('a quarantined row cannot be shown');
  return record;
}

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { AuditWriter, type AuditRow } from './audit.ts';
import { copyFile } from './copy.ts';
import { DATABASE_FILE, isStoreError, openDatabase } from './database.ts';
import { freeName, removeDatabase, replaceDatabase, syncToDisk } from './files.ts';
import { readJournal, type Acknowledged } from './journal.ts';
import { MOST_PARTS, partKey } from './part-key.ts';
import { readable, type Readable, type StoredSubmission } from './readable.ts';
import type { SubmissionState } from './record.ts';
import { intactParts } from './sendable.ts';

export const REBUILT_FILE = `${DATABASE_FILE}.rebuilt`;
const DAMAGED_FILE = `${DATABASE_FILE}.damaged`;
const REPORT_SUFFIX = '.report.json';

/** What became of a damaged store. */
export interface RepairReport {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** What SQLite said of the file. */
  readonly reason: string;
  /** Name of the file that was set aside, in the same folder; never deleted by the program. */
  readonly setAside: string;
  /** Submissions that were read from the damaged file, whole. */
  readonly salvaged: number;
  /** Submissions, or parts of them, that came from the last good copy. */
  readonly restored: number;
  /** Submissions that are there but are not what was sealed. */
  readonly quarantined: number;
  /** Submissions of which is known that they existed, and no more: own number, and id where audit or journal name it. */
  readonly lost: readonly { readonly n: number | null; readonly id: string | null }[];
  /** Sequences of the audit that are missing, first and last each. */
  readonly auditGaps: readonly (readonly [number, number])[];
}

/** Every repair of this store, oldest first. */
export function repairReports(folder: string): RepairReport[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.startsWith(DAMAGED_FILE) && name.endsWith(REPORT_SUFFIX))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as RepairReport)
    .sort((a, b) => (a.at < b.at ? -1 : 1));
}

/**
 * Builds the store anew, row by row: from the damaged file, else from the last good copy. Only when the new file is on
 * the disk the damaged one changes its name, so that this may be cut off anywhere and begun again.
 */
export function rebuild(folder: string, reason: string): void {
  const damagedFile = join(folder, DATABASE_FILE);
  const rebuiltFile = join(folder, REBUILT_FILE);
  const setAside = freeName(join(folder, DAMAGED_FILE));
  removeDatabase(rebuiltFile);
  const sources = [readable(damagedFile), readable(copyFile(folder))];
  const rebuilt = openDatabase(rebuiltFile);
  try {
    const name = setAside.slice(folder.length + 1);
    const report = rebuilt
      .transaction(() => fill(rebuilt, sources, readJournal(folder), { reason, setAside: name }))
      .immediate();
    rebuilt.pragma('wal_checkpoint(TRUNCATE)');
    writeFileSync(setAside + REPORT_SUFFIX, JSON.stringify(report, null, 2), { mode: 0o600 });
    syncToDisk(setAside + REPORT_SUFFIX);
  } finally {
    rebuilt.close();
    for (const source of sources) source.close();
  }
  replaceDatabase(damagedFile, setAside, rebuiltFile);
}

function fill(
  rebuilt: Database.Database,
  sources: readonly Readable[],
  acknowledged: readonly Acknowledged[],
  about: { readonly reason: string; readonly setAside: string },
): RepairReport {
  const terminal = sources.map((source) => source.terminal()).find((row) => row !== null);
  if (terminal) {
    // The feed is heard again from the beginning: what the copy does not know of is said once more.
    rebuilt.prepare('insert into terminal (id, card_salt) values (1, ?)').run(terminal.card_salt);
  }
  const audit = mendAudit(rebuilt, sources);
  const add = adder(rebuilt);
  const newest = Math.max(
    ...sources.map((source) => source.newest()),
    audit.sealed.length,
    acknowledged.at(-1)?.n ?? 0,
  );
  const counts = { salvaged: 0, restored: 0, quarantined: 0 };
  const lost: { n: number | null; id: string | null }[] = [];
  const present = new Set<string>();
  const names = new Map(acknowledged.map(({ n, id }) => [n, id]));
  const spoilt: string[] = [];
  // The chain and the row do not come from the same moment: the chain is told what the row says now.
  const retold: StoredSubmission['row'][] = [];
  for (let n = 1; n <= newest; n++) {
    const read = sources.map((source) => source.submission(n));
    // A row whose id the audit does not know bears the one that journal or copy have for its number, if it knows that.
    const known = [names.get(n), ...read.map((each) => each?.row.id)].find(
      (id) => id !== undefined && audit.lastStates.has(id),
    );
    const found = read.map((each) =>
      each && known !== undefined && !audit.lastStates.has(each.row.id)
        ? { ...each, row: { ...each.row, id: known } }
        : each,
    );
    const wholeFrom = (at: number, id: string): StoredSubmission | null =>
      found.slice(at).find((each) => each && each.row.id === id && isWhole(each)) ?? null;
    const at = found.findIndex((each, index) => {
      if (each === null || present.has(each.row.id)) return false;
      const { parts } = wholeFrom(index, each.row.id) ?? each;
      return add(each, parts, sources[0]?.cardKeys(n) ?? null);
    });
    const submission = found[at];
    if (!submission) {
      lost.push({ n, id: names.get(n) ?? null });
      continue;
    }
    const whole = wholeFrom(at, submission.row.id);
    present.add(submission.row.id);
    if (audit.lastStates.get(submission.row.id) !== submission.row.state) retold.push(submission.row);
    if (!whole) {
      spoilt.push(submission.row.id);
      counts.quarantined += 1;
    } else if (at === 0 && whole === submission) counts.salvaged += 1;
    else counts.restored += 1;
  }
  nameLost(lost, audit.sealed, present);
  rebuilt
    .prepare(`insert into terminal (id, card_salt) values (1, randomblob(32)) on conflict do nothing`)
    .run();
  const writer = new AuditWriter(rebuilt);
  const quarantine = rebuilt.prepare(
    `update submissions set state = 'quarantined', problem_code = 'STORE_DAMAGED', problem_field = null where id = ?`,
  );
  for (const { id, state, digest } of retold) {
    writer.append('restored', id, state as SubmissionState, digest);
  }
  for (const id of spoilt) {
    quarantine.run(id);
    writer.append('quarantined', id, 'quarantined', 'STORE_DAMAGED');
  }
  // In the chain itself stands what is missing of it, so that a gap that nobody declared is still found.
  writer.append(
    'repaired',
    null,
    null,
    JSON.stringify({ auditGaps: audit.gaps, lost, setAside: about.setAside }),
  );
  writer.keepHead();
  return { at: new Date().toISOString(), ...about, ...counts, lost, auditGaps: audit.gaps };
}

function isWhole({ row, parts }: StoredSubmission): boolean {
  return row['state'] === 'purged' || intactParts(row, parts);
}

/** Copies the chain row by row and says where it has gaps. */
function mendAudit(
  rebuilt: Database.Database,
  sources: readonly Readable[],
): {
  readonly gaps: [number, number][];
  readonly sealed: string[];
  readonly lastStates: ReadonlyMap<string, string | null>;
} {
  const insert = rebuilt.prepare('insert into audit values (?, ?, ?, ?, ?, ?, ?)');
  const gaps: [number, number][] = [];
  const sealed: string[] = [];
  const lastStates = new Map<string, string | null>();
  const newest = Math.max(...sources.map((source) => source.newestAudit()));
  for (let sequence = 1; sequence <= newest; sequence++) {
    let row: AuditRow | null = null;
    for (const source of sources) row ??= source.audit(sequence);
    if (row) {
      const { at, submission_id: id, event, state, detail } = row;
      insert.run(sequence, at, id, event, state, detail, row.hash);
      if (id !== null) lastStates.set(id, state);
      if (id !== null && (event === 'sealed' || event === 'migrated')) sealed.push(id);
      continue;
    }
    const last = gaps.at(-1);
    if (last?.[1] === sequence - 1) last[1] = sequence;
    else gaps.push([sequence, sequence]);
  }
  return { gaps, sealed, lastStates };
}

/** Gives the lost rows the ids that the audit knows and that no row has; more ids than rows are added. */
function nameLost(
  lost: { n: number | null; id: string | null }[],
  sealed: readonly string[],
  present: ReadonlySet<string>,
): void {
  const named = new Set(lost.map(({ id }) => id));
  const unnamed = lost.filter(({ id }) => id === null);
  const missing = [...new Set(sealed)].filter((id) => !present.has(id) && !named.has(id));
  for (const [index, id] of missing.entries()) {
    const row = unnamed[index];
    if (row) row.id = id;
    else lost.push({ n: null, id });
  }
}

function adder(rebuilt: Database.Database) {
  const addPart = rebuilt.prepare('insert into parts values (?, ?, ?, ?, ?, ?)');
  const addCardKeys = rebuilt.prepare('insert into card_keys values (?, ?)');
  const columns = rebuilt
    .prepare('select * from submissions')
    .columns()
    .map((column) => column.name);
  const addRow = rebuilt.prepare(
    `insert into submissions (${columns.join()}) values (${columns.map((name) => `@${name}`).join()})`,
  );
  const add = rebuilt.transaction(
    ({ row }: StoredSubmission, parts: StoredSubmission['parts'], cardKeys: Uint8Array | null): void => {
      addRow.run({ ...row, event_sequence: 0 });
      parts.slice(0, MOST_PARTS).forEach((part, place) => {
        const { code, stuff_type: stuffType, media_type: mediaType, envelope, sha256 } = part;
        addPart.run(partKey(row.n, place), code, stuffType, mediaType, envelope, sha256);
      });
      if (cardKeys) addCardKeys.run(row.n, cardKeys);
    },
  );
  /** @returns false for a row that is no row of this table any more; then nothing of it is there */
  return (...given: Parameters<typeof add>): boolean => {
    if (!columns.every((name) => name in given[0].row)) return false;
    try {
      add(...given);
      return true;
    } catch (error) {
      if (isStoreError(error) && error.code.startsWith('SQLITE_CONSTRAINT')) return false;
      throw error;
    }
  };
}

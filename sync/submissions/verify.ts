import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { sha256Hex } from '../contract/index.ts';
import { auditHash, CHAIN_START, lastAuditRow, type AuditHead, type AuditRow } from './audit.ts';
import { copyFile } from './copy.ts';
import { DATABASE_FILE } from './database.ts';
import { MOST_PARTS, partKey } from './part-key.ts';
import type { SubmissionRow } from './row.ts';
import { intactParts } from './sendable.ts';
import type { PartRow } from './row.ts';

/** The first thing that is wrong with a table. */
export interface StoreFault {
  readonly table: 'submissions' | 'parts' | 'audit';
  /** `n` of a submission, sequence of an audit row. */
  readonly row: number;
  readonly fault: 'changed' | 'deleted' | 'reordered' | 'truncated';
}

export type StoreVerdict =
  | { readonly ok: true; readonly submissions: number; readonly audit: AuditHead }
  | { readonly ok: false; readonly faults: readonly StoreFault[] };

/**
 * Proves every stored digest and the chain of the audit, and that both tell the same of each submission. Reads only;
 * the terminal may be running.
 * @returns the first fault of the chain and the first of the submissions, when there is any
 */
export function verifyStore(folder: string): StoreVerdict {
  const db = new Database(join(folder, DATABASE_FILE), { readonly: true });
  try {
    // One snapshot for all that is compared.
    db.exec('begin');
    const repairs = declaredRepairs(db);
    const chain = verifyChain(db, copiedHead(folder), repairs);
    const { count, fault } = verifySubmissions(db, chain.last, repairs);
    const faults = [chain.fault, fault].filter((each) => each !== null);
    return faults.length === 0 ? { ok: true, submissions: count, audit: chain.head } : { ok: false, faults };
  } finally {
    db.close();
  }
}

/** The head as the last good copy has it: a witness outside of the file. */
export function copiedHead(folder: string): AuditHead | null {
  const file = copyFile(folder);
  if (!existsSync(file)) return null;
  const db = new Database(file, { readonly: true });
  try {
    return lastAuditRow(db);
  } finally {
    db.close();
  }
}

function storedHead(db: Database.Database): AuditHead {
  const head = db
    .prepare<[], AuditHead>('select audit_sequence as sequence, audit_hash as hash from terminal')
    .get();
  return head ?? { sequence: 0, hash: CHAIN_START };
}

const repairDetail = z.object({
  auditGaps: z.array(z.tuple([z.int(), z.int()])),
  lost: z.array(z.object({ n: z.int().nullable(), id: z.string().nullable() })),
});
type DeclaredRepair = z.infer<typeof repairDetail>;

/** What repairs have said is missing; it stands in the chain. */
export function declaredRepairs(db: Database.Database): DeclaredRepair[] {
  return db
    .prepare<[], string>(`select detail from audit where event = 'repaired'`)
    .pluck()
    .all()
    .flatMap((detail) => {
      try {
        return repairDetail.safeParse(JSON.parse(detail)).data ?? [];
      } catch {
        // Altered: its own hash says so.
        return [];
      }
    });
}

/** What the chain says of a submission. */
export interface LastWord {
  state: string | null;
  digest: string | null;
  receiptHash: string | null;
}

interface ChainVerdict {
  readonly fault: StoreFault | null;
  readonly head: AuditHead;
  readonly last: ReadonlyMap<string, LastWord>;
}

function verifyChain(
  db: Database.Database,
  copied: AuditHead | null,
  repairs: readonly DeclaredRepair[],
): ChainVerdict {
  const gaps = repairs.flatMap(({ auditGaps }) => auditGaps);
  const last = new Map<string, LastWord>();
  let head: AuditHead = { sequence: 0, hash: CHAIN_START };
  let fault: StoreFault | null = null;
  const found = (kind: StoreFault['fault'], row: number): void => {
    fault ??= { table: 'audit', row, fault: kind };
  };
  const stored = storedHead(db);
  const sequences = db.prepare<[], number>('select sequence from audit order by sequence').pluck().all();
  const rowAt = db.prepare<[number], AuditRow>('select * from audit where sequence = ?');
  for (const at of sequences) {
    const row = rowAt.get(at) as AuditRow;
    const behindGap = at > head.sequence + 1;
    for (let sequence = head.sequence + 1; sequence < at; sequence++) {
      if (!gaps.some(([first, end]) => sequence >= first && sequence <= end)) found('deleted', sequence);
    }
    // The row behind a gap cannot be checked by the one before it; the rows behind it prove it.
    if (!behindGap && !fault && auditHash(head.hash, row) !== row.hash) {
      found(isElsewhere(db, head) ? 'reordered' : 'changed', at);
    }
    head = { sequence: at, hash: row.hash };
    rememberWord(last, row);
    // The head is kept now and then; so far it tells the same.
    if (stored.sequence === at && stored.hash !== row.hash) found('changed', at);
    if (copied?.sequence === at && copied.hash !== row.hash) found('changed', at);
  }
  const end = Math.max(stored.sequence, copied?.sequence ?? 0);
  if (end > head.sequence) found('truncated', head.sequence + 1);
  return { fault, head, last };
}

/** Whether the row that was written behind `head` stands at another place. */
function isElsewhere(db: Database.Database, head: AuditHead): boolean {
  for (const row of db.prepare<[], AuditRow>('select * from audit').iterate()) {
    if (auditHash(head.hash, { ...row, sequence: head.sequence + 1 }) === row.hash) return true;
  }
  return false;
}

/** @param last by id; takes what this row of the chain says */
export function rememberWord(
  last: Map<string, LastWord>,
  { submission_id: id, event, state, detail }: AuditRow,
): void {
  if (id === null) return;
  const word = last.get(id) ?? { state: null, digest: null, receiptHash: null };
  word.state = state;
  if (event === 'sealed' || event === 'migrated') word.digest = detail;
  if (event === 'restored') Object.assign(word, { digest: detail, receiptHash: null });
  if (event === 'accepted') word.receiptHash = detail;
  last.set(id, word);
}

function verifySubmissions(
  db: Database.Database,
  last: ReadonlyMap<string, LastWord>,
  repairs: readonly DeclaredRepair[],
): { readonly count: number; readonly fault: StoreFault | null } {
  const lost = repairs.flatMap((repair) => repair.lost);
  const numbers = db.prepare<[], number>('select n from submissions order by n').pluck().all();
  const rowAt = db.prepare<[number], SubmissionRow>('select * from submissions where n = ?');
  const parts = db.prepare<[number, number], PartRow>(
    'select * from parts where key between ? and ? order by key',
  );
  const ids = new Set<string>();
  const count = numbers.length;
  let previous = 0;
  const answer = (table: StoreFault['table'], row: number, fault: StoreFault['fault']) => ({
    count,
    fault: { table, row, fault },
  });
  for (const n of numbers) {
    for (let missing = previous + 1; missing < n; missing++) {
      if (!lost.some((each) => each.n === missing)) return answer('submissions', missing, 'deleted');
    }
    previous = n;
    const row = rowAt.get(n) as SubmissionRow;
    ids.add(row.id);
    if (!tellsTheSame(row, last.get(row.id))) return answer('submissions', n, 'changed');
    if (row.state === 'purged' || row.state === 'quarantined') continue;
    const rowParts = parts.all(partKey(n, 0), partKey(n, MOST_PARTS - 1));
    if (!intactParts(row, rowParts)) return answer('parts', n, 'changed');
  }
  for (const id of last.keys()) {
    const known = ids.has(id) || lost.some((each) => each.id === id);
    if (!known) return answer('submissions', previous + 1, 'truncated');
  }
  return { count, fault: null };
}

export function tellsTheSame(row: SubmissionRow, word: LastWord | undefined): boolean {
  if (!word || word.state !== row.state) return false;
  if (word.digest !== null && word.digest !== row.digest) return false;
  return word.receiptHash === null || (row.receipt !== null && sha256Hex(row.receipt) === word.receiptHash);
}

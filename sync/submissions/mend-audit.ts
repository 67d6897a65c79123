import type Database from 'better-sqlite3';
import { auditHash, CHAIN_START, type AuditHead, type AuditRow } from './audit.ts';
import type { Readable } from './readable.ts';
import { unflip } from './unflip.ts';

/** Further than this from all others a row that no other proves is chance, or a bit of its sequence was flipped. */
const MOST_APART = 1000;
/** A head that is further ahead than this was altered. */
const MOST_MISSING = 1_000_000;

export interface MendedAudit {
  /** Sequences that are missing, first and last each. */
  readonly gaps: readonly (readonly [number, number])[];
  /** Ids in the order in which they were sealed. */
  readonly sealed: readonly string[];
  /** By id: its last state. */
  readonly lastStates: ReadonlyMap<string, string | null>;
}

/** Copies the chain row by row, takes of each what its neighbours prove, and says where it has gaps. */
export function mendAudit(rebuilt: Database.Database, sources: readonly Readable[]): MendedAudit {
  const insert = rebuilt.prepare('insert into audit values (?, ?, ?, ?, ?, ?, ?)');
  const gaps: [number, number][] = [];
  const sealed: string[] = [];
  const lastStates = new Map<string, string | null>();
  const sequences = [...new Set(sources.flatMap((source) => source.sequences()))].sort((a, b) => a - b);
  const read = (sequence: number) => (): AuditRow[] => sources.flatMap((source) => source.audit(sequence));
  let head: AuditHead = { sequence: 0, hash: CHAIN_START };
  for (const sequence of sequences) {
    const row =
      head.sequence === sequence - 1
        ? behind(head, sources, sequence, read(sequence + 1))
        : behindGap(read(sequence)(), read(sequence + 1)(), sequence - head.sequence);
    if (!row) continue;
    const { at, submission_id: id, event, state, detail, hash } = row;
    insert.run(sequence, at, id, event, state, detail, hash);
    if (id !== null) lastStates.set(id, state);
    if (id !== null && (event === 'sealed' || event === 'migrated')) sealed.push(id);
    if (sequence > head.sequence + 1) gaps.push([head.sequence + 1, sequence - 1]);
    head = { sequence, hash };
  }
  const end = Math.max(...sources.map((source) => source.terminal()?.audit_sequence ?? 0));
  if (end > head.sequence && end - head.sequence <= MOST_MISSING) gaps.push([head.sequence + 1, end]);
  return { gaps, sealed, lastStates };
}

/** The row that goes on from `head`, as it was written. */
function behind(
  head: AuditHead,
  sources: readonly Readable[],
  sequence: number,
  next: () => AuditRow[],
): AuditRow | null {
  const rows: AuditRow[] = [];
  for (const source of sources) {
    for (const row of source.audit(sequence)) {
      if (auditHash(head.hash, row) === row.hash) return row;
      rows.push(row);
    }
  }
  for (const row of rows) {
    const hash = auditHash(head.hash, row);
    if (next().some((each) => follows(hash, each))) return { ...row, hash };
    for (const column of ['submission_id', 'event', 'state', 'detail'] as const) {
      const text = row[column];
      const isRight = (other: string) => auditHash(head.hash, { ...row, [column]: other }) === row.hash;
      const right = typeof text === 'string' ? unflip(text, isRight) : null;
      if (right !== null) return { ...row, [column]: right };
    }
  }
  return null;
}

/** Nothing before it proves it; what comes behind does, or at least it is near. */
function behindGap(rows: readonly AuditRow[], next: readonly AuditRow[], apart: number): AuditRow | null {
  const proven = rows.find(({ hash }) => next.some((each) => follows(hash, each)));
  return proven ?? (apart <= MOST_APART && next.length === 0 ? (rows[0] ?? null) : null);
}

function follows(hash: string, row: AuditRow): boolean {
  return auditHash(hash, row) === row.hash;
}

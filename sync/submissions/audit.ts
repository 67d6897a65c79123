import { hash } from 'node:crypto';
import type Database from 'better-sqlite3';
import type { SubmissionState } from './record.ts';

/** What can happen to a submission, or, with no submission, to the store. */
export type AuditEvent =
  | 'sealed'
  | 'number-given'
  | 'number-forgotten'
  | 'held'
  | 'accepted'
  | 'refused'
  | 'version-moved'
  | 'finished'
  | 'quarantined'
  | 'reconciled'
  | 'purged'
  | 'migrated'
  | 'restored'
  | 'repaired';

/** One row of the chain. */
export interface AuditRow {
  /** From 1, without a gap. */
  readonly sequence: number;
  /** Clock of the terminal, ms since 1970. */
  readonly at: number;
  readonly submission_id: string | null;
  readonly event: string;
  /** The state after it. */
  readonly state: string | null;
  /** What the event is about: the digest that was sealed, the SHA-256 of a receipt, the code of a refusal. */
  readonly detail: string | null;
  readonly hash: string;
}

export const CHAIN_START = '0'.repeat(64);

/** SHA-256 over the hash before and all of this row, lower-case hex. */
export function auditHash(previous: string, row: Omit<AuditRow, 'hash'>): string {
  const content = [row.sequence, row.at, row.submission_id, row.event, row.state, row.detail];
  return hash('sha256', previous + JSON.stringify(content), 'hex');
}

export interface AuditHead {
  readonly sequence: number;
  readonly hash: string;
}

/** The last row of the chain; the start of the chain when there is none. */
export function lastAuditRow(db: Database.Database): AuditHead {
  const row = db
    .prepare<[], AuditHead>('select sequence, hash from audit order by sequence desc limit 1')
    .get();
  return row ?? { sequence: 0, hash: CHAIN_START };
}

/**
 * Writes the chain: each change of a state in the transaction that makes it. The head stands a second time in the
 * terminal's own row, so that rows cut off at the end are missed; it is kept there whenever nobody waits.
 */
export class AuditWriter {
  readonly #insert: Database.Statement;
  readonly #keepHead: Database.Statement;
  #committed: AuditHead;
  #head: AuditHead;
  /** Sequence of the head that the terminal's row holds. */
  #kept = -1;

  constructor(db: Database.Database) {
    this.#insert = db.prepare('insert into audit values (?, ?, ?, ?, ?, ?, ?)');
    this.#keepHead = db.prepare('update terminal set audit_sequence = ?, audit_hash = ?');
    this.#committed = this.#head = lastAuditRow(db);
  }

  append(event: AuditEvent, id: string | null, state: SubmissionState | null, detail: string | null): void {
    const sequence = this.#head.sequence + 1;
    const at = Date.now();
    const digest = auditHash(this.#head.hash, { sequence, at, submission_id: id, event, state, detail });
    this.#insert.run(sequence, at, id, event, state, detail, digest);
    this.#head = { sequence, hash: digest };
  }

  get committed(): AuditHead {
    return this.#committed;
  }

  get isHeadKept(): boolean {
    return this.#kept === this.#committed.sequence;
  }

  /** Inside a transaction. */
  keepHead(): void {
    this.#kept = this.#head.sequence;
    this.#keepHead.run(this.#head.sequence, this.#head.hash);
  }

  afterCommit(): void {
    this.#committed = this.#head;
  }

  afterRollback(): void {
    this.#head = this.#committed;
  }
}

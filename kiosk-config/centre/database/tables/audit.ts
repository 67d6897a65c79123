export interface AuditRow {
  seq: number;
  at: string;
  /** Account, terminal or credential; null where nobody was recognised. */
  actor: string | null;
  role: string | null;
  action: string;
  subject: string;
  outcome: 'done' | 'refused';
  /** JSON without anything personal. */
  details: string;
  previous_hash: string;
  hash: string;
}

export interface AuditTables {
  audit_entries: AuditRow;
  /** The one row with the end of the chain. */
  audit_head: { id: 1; seq: number; hash: string };
  audit_checkpoints: { seq: number; hash: string; at: string; signature: string };
}

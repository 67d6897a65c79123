import { createHash } from 'node:crypto';
import type { AuditRow } from '../database/tables/audit.ts';

/** What the chain begins with. */
export const FIRST_HASH = '0'.repeat(64);

/** SHA-256 over the row's members in a fixed order, as JSON; `details` is the text as it is stored. */
export function hashOf(row: Omit<AuditRow, 'hash'>): string {
  const members = [row.seq, row.at, row.actor, row.role, row.action, row.subject, row.outcome, row.details];
  return createHash('sha256')
    .update(JSON.stringify([...members, row.previous_hash]))
    .digest('hex');
}

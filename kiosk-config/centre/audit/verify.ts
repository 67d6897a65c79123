import type { AuditVerdict } from '../contract/index.ts';
import type { CentreDatabase } from '../database/database.ts';
import type { Sealing } from '../keys/sealing.ts';
import { signingKey } from '../keys/signing-key.ts';
import { FIRST_HASH, hashOf } from './chain.ts';
import { isGenuine, type Checkpoint } from './checkpoints.ts';

const ROWS_AT_ONCE = 1000;

/**
 * Checks every row up to the head that is there now; what is appended meanwhile does not matter.
 * @param copies checkpoints that were kept beside the database
 */
export async function verifyChain(
  { database, sealing }: { readonly database: CentreDatabase; readonly sealing: Sealing },
  copies: readonly Checkpoint[],
): Promise<AuditVerdict> {
  const key = await signingKey(database, sealing, 'audit');
  const stored = await database.sql.selectFrom('audit_checkpoints').selectAll().orderBy('seq').execute();
  const checkpoints = [...stored, ...copies];
  const forged = checkpoints.find((each) => !isGenuine(each, key));
  if (forged) return { ok: false, seq: forged.seq, fault: 'checkpoint-forged' };

  const signed = Map.groupBy(checkpoints, ({ seq }) => seq);
  const head = await database.sql.selectFrom('audit_head').selectAll().executeTakeFirstOrThrow();
  let [seq, hash] = [0, FIRST_HASH];
  for (;;) {
    const rows = await database.sql
      .selectFrom('audit_entries')
      .selectAll()
      .where('seq', '>', seq)
      .where('seq', '<=', head.seq)
      .orderBy('seq')
      .limit(ROWS_AT_ONCE)
      .execute();
    if (rows.length === 0) break;
    for (const row of rows) {
      if (row.seq !== seq + 1) return { ok: false, seq: seq + 1, fault: 'missing' };
      if (hashOf(row) !== row.hash) return { ok: false, seq: row.seq, fault: 'changed' };
      if (row.previous_hash !== hash) return { ok: false, seq: row.seq, fault: 'out-of-order' };
      [seq, hash] = [row.seq, row.hash];
      if (signed.get(seq)?.some((each) => each.hash !== hash)) {
        return { ok: false, seq, fault: 'checkpoint-differs' };
      }
    }
  }
  const end = Math.max(head.seq, ...checkpoints.map((each) => each.seq));
  if (seq < end) return { ok: false, seq: seq + 1, fault: 'truncated' };
  if (hash !== head.hash) return { ok: false, seq, fault: 'changed' };
  return { ok: true, entries: seq, headHash: hash, checkpoints: stored.length };
}

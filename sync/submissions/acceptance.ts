import type Database from 'better-sqlite3';
import { sha256Hex, shanghaiDay, type Receipt } from '../contract/index.ts';
import type { AuditWriter } from './audit.ts';
import type { Lookup } from './lookup.ts';
import { MOST_PARTS, partKey } from './part-key.ts';
import type { SubmissionRow } from './row.ts';

/** So many rows of keys that are zeros lie between what is deleted and what is not: no page holds both. */
const CARD_KEYS_APART = 1000;
/** Not `in (…)`: of three and more SQLite builds a B-tree each time. */
const NOT_ACCEPTED = `state <> 'accepted' and state <> 'reconciled' and state <> 'purged'`;

/** What follows the platform's yes: receipt, reconciliation, purge. All inside a transaction of the caller. */
export class Acceptance {
  readonly #audit: AuditWriter;
  readonly #lookup: Lookup;
  readonly #sql: ReturnType<typeof prepare>;

  constructor(db: Database.Database, audit: AuditWriter, lookup: Lookup) {
    this.#audit = audit;
    this.#lookup = lookup;
    this.#sql = prepare(db);
  }

  /** Writes a receipt and destroys the citizen's recipients; one that was accepted before stays as it is. */
  accept(id: string, receipt: Receipt, receiptText: string): void {
    const before = this.#lookup.read(id, (number) => this.#sql.notAccepted.get(number, id));
    if (!before) return;
    const { n } = before;
    const { applyNo, receivedAt, limitDate, limitProvisional } = receipt;
    this.#sql.accept.run(applyNo, receiptText, receivedAt, limitDate, limitProvisional ? 1 : 0, n);
    this.#sql.destroyCardKeys.run(n);
    if (before.corrects !== null) this.#correctionAccepted(before.corrects, before.batch);
    this.#audit.append('accepted', id, 'accepted', sha256Hex(receiptText));
  }

  #correctionAccepted(corrects: string, batch: number): void {
    // What it has corrected, as far as cards can still open it.
    for (const n of this.#sql.corrections.all(corrects)) this.#sql.destroyCardKeys.run(n);
    for (let former: string | null = corrects; former !== null;) {
      const n = this.#lookup.number(former);
      this.#sql.destroyCardKeys.run(n);
      const row = this.#sql.corrected.get(n);
      former = row?.batch === 1 ? row.corrects : null;
    }
    if (batch === 1) return;
    const n = this.#lookup.number(corrects);
    this.#sql.needMet.run(n);
    // The day of the corrected submission now has another digest.
    const receivedAt = this.#sql.corrected.get(n)?.received_at;
    if (receivedAt) this.compareAgain(shanghaiDay(new Date(receivedAt)), shanghaiDay(new Date(receivedAt)));
  }

  /** The reconciliations of these days, ISO dates in Shanghai, are open again. */
  compareAgain(first: string, last: string): void {
    this.#sql.reopenReconciliation.run(first, last);
  }

  /** @returns how many were accepted until now */
  reconcile(ids: readonly string[], day: string): number {
    const changed = ids.filter((id) => this.#sql.reconcile.run(day, this.#lookup.number(id)).changes > 0);
    for (const id of changed) this.#audit.append('reconciled', id, 'reconciled', day);
    return changed.length;
  }

  /** Destroys the envelopes of what was reconciled before a day. @returns of how many */
  purge(before: string): number {
    const rows = this.#sql.toPurge.all(before);
    for (const { n, id } of rows) {
      this.#sql.deleteParts.run(partKey(n, 0), partKey(n, MOST_PARTS - 1));
      this.#sql.purge.run(n);
      this.#audit.append('purged', id, 'purged', null);
    }
    if (rows.length > 0) this.#deleteZeroedCardKeys();
    return rows.length;
  }

  /** Deleting may move neighbours between pages; keys that are still keys must not leave copies there. */
  #deleteZeroedCardKeys(): void {
    const oldest = this.#sql.oldestWithCardKeys.get() ?? null;
    this.#sql.deleteCardKeys.run(oldest === null ? Number.MAX_SAFE_INTEGER : oldest - CARD_KEYS_APART);
  }
}

interface Corrected {
  readonly corrects: string | null;
  readonly batch: number;
  readonly received_at: string | null;
}

function prepare(db: Database.Database) {
  return {
    // Asked beforehand: `returning` costs more than the question.
    notAccepted: db.prepare<[number, string], Pick<SubmissionRow, 'n' | 'corrects' | 'batch'>>(
      `select n, corrects, batch from submissions where n = ? and id = ? and ${NOT_ACCEPTED}`,
    ),
    accept: db.prepare(
      `update submissions set state = 'accepted', apply_no = ?, receipt = ?, received_at = ?, limit_date = ?,
         limit_provisional = ?, problem_code = null, problem_field = null, problem_words = null where n = ?`,
    ),
    /** As long as what it replaces, so that SQLite writes over the very bytes. */
    destroyCardKeys: db.prepare('update card_keys set recipients = zeroblob(length(recipients)) where n = ?'),
    corrections: db.prepare<[string], number>('select n from submissions where corrects = ?').pluck(),
    corrected: db.prepare<[number], Corrected>(
      'select corrects, batch, received_at from submissions where n = ?',
    ),
    needMet: db.prepare('update submissions set need = null where n = ?'),
    reopenReconciliation: db.prepare('update reconciliations set closed = 0 where day >= ? and day <= ?'),
    reconcile: db.prepare(
      `update submissions set state = 'reconciled', reconciled_day = ? where n = ? and state = 'accepted'`,
    ),
    toPurge: db.prepare<[string], { n: number; id: string }>(
      `select n, id from submissions where state = 'reconciled' and reconciled_day < ? order by n`,
    ),
    purge: db.prepare(`update submissions set state = 'purged' where n = ?`),
    deleteParts: db.prepare('delete from parts where key between ? and ?'),
    oldestWithCardKeys: db
      .prepare<[], number | null>(`select min(n) from submissions where ${NOT_ACCEPTED}`)
      .pluck(),
    deleteCardKeys: db.prepare('delete from card_keys where n < ?'),
  };
}

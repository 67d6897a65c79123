import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type Database from 'better-sqlite3';
import type { Receipt, StatusEvent } from '../contract/index.ts';
import { Acceptance } from './acceptance.ts';
import { AuditWriter, type AuditHead } from './audit.ts';
import { CARD_SALT_BYTES, type CardKey } from './card-key.ts';
import { CaseRows } from './case-rows.ts';
import { isStoreError } from './database.ts';
import { GroupCommit } from './group-commit.ts';
import { Intake, type NewSubmission } from './intake.ts';
import { Lookup } from './lookup.ts';
import { openOrRepair } from './open-or-repair.ts';
import { needOfEvent, type RefusalWords } from './need.ts';
import { MOST_PARTS, partKey } from './part-key.ts';
import type { SubmissionRecord } from './record.ts';
import { readRecord, type SubmissionRow } from './row.ts';
import { intactParts, sendableOf, type Sendable } from './sendable.ts';
import { prepareStatements } from './statements.ts';
import { Wal } from './wal.ts';
import { lockWriter } from './writer-lock.ts';

export interface Refusal {
  readonly code: string;
  readonly field: string | null;
  readonly words?: RefusalWords;
}

/**
 * The durable store of submissions: the one writer of the one SQLite file. What changes it answers a promise, after
 * the commit that it shares with all that was asked in the same turn of the event loop; it rejects with an error of
 * SQLite when the disk is full or fails, and then nothing of it is there.
 */
export class SubmissionStore {
  readonly #db: Database.Database;
  readonly #sql: ReturnType<typeof prepareStatements>;
  readonly #audit: AuditWriter;
  readonly #wal: Wal;
  readonly #commits: GroupCommit;
  readonly #lookup: Lookup;
  readonly #intake: Intake;
  readonly #acceptance: Acceptance;
  readonly #lock: { close(): void };
  #operations = 0;
  /** What concerns corrections, reconciliation and aggregation. */
  readonly cases: CaseRows;

  /** @throws UnusableStore */
  constructor(folder: string, terminalId: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#lock = lockWriter(folder);
    try {
      this.#db = openOrRepair(folder);
    } catch (error) {
      this.#lock.close();
      throw error;
    }
    this.#db
      .prepare('insert into terminal (id, card_salt) values (1, ?) on conflict do nothing')
      .run(randomBytes(CARD_SALT_BYTES));
    this.#sql = prepareStatements(this.#db);
    this.#audit = new AuditWriter(this.#db);
    this.#wal = new Wal(this.#db);
    this.#lookup = new Lookup(this.#db);
    this.#intake = new Intake(this.#db, folder, terminalId, this.#audit, this.#lookup);
    this.#acceptance = new Acceptance(this.#db, this.#audit, this.#lookup);
    this.#commits = new GroupCommit(this.#db, {
      afterRollback: () => {
        this.#audit.afterRollback();
        this.#intake.afterRollback();
      },
      afterCommit: (operations) => {
        this.#audit.afterCommit();
        this.#intake.afterCommit();
        this.#operations += operations;
        this.#keepWalShort(operations);
      },
    });
    this.cases = new CaseRows(this.#db, this.#commits, this.#audit, this.#lookup);
  }

  /** The last row of the chain that is committed. */
  get auditHead(): AuditHead {
    return this.#audit.committed;
  }

  get cardSalt(): Uint8Array {
    return this.#db.prepare<[], Buffer>('select card_salt from terminal').pluck().get() as Buffer;
  }

  /** Whether SQLite would take a change now. Nothing is changed. */
  get takesChanges(): boolean {
    try {
      this.#db.exec('begin immediate; rollback');
      return true;
    } catch {
      return false;
    }
  }

  /** Changes since the store was opened; who makes copies wants to know. */
  get operations(): number {
    return this.#operations;
  }

  /**
   * Writes submission, parts and the citizen's recipients together. An id that is there already is left as it is and
   * its record answered.
   */
  add(submission: NewSubmission): Promise<SubmissionRecord> {
    const write = this.#intake.prepare(submission);
    return this.#commits.run(() => this.record(submission.id) ?? write());
  }

  /** Own number of the newest submission that is on the disk. */
  get newest(): number {
    return this.#intake.newest;
  }

  /** A copy has all submissions up to and with this number. */
  copied(upTo: number): void {
    this.#intake.copied(upTo);
  }

  record(id: string): SubmissionRecord | null {
    const n = this.#lookup.find(id);
    const row = n && this.#sql.byNumber.get(n);
    return row ? this.#read(row) : null;
  }

  /** Submissions sealed with this card, newest first. */
  recordsOf(card: CardKey): SubmissionRecord[] {
    return this.#lookup
      .ofCard(card.tag)
      .flatMap((n) => this.#sql.byNumber.get(n) ?? [])
      .filter((row) => row.batch === 1 && this.#sql.isReplaced.get(row.id) === undefined)
      .sort((a, b) => (a.captured_at === b.captured_at ? b.n - a.n : a.captured_at < b.captured_at ? 1 : -1))
      .map((row) => this.#read(row));
  }

  /** Whether any submission of the matter was captured at or after `since`, whoever's and whatever became of it. */
  hasSubmissionOf(handleItem: string, since: Date): boolean {
    return this.#intake.hasSubmissionOf(handleItem, since);
  }

  /** A row that cannot be read is shown as what it becomes: set aside for staff. */
  #read(row: SubmissionRow): SubmissionRecord {
    const record = readRecord(row);
    if (record) return this.#withCorrection(record);
    this.quarantine(row.id, 'RECORD_UNREADABLE').catch((error: unknown) => {
      // The disk is full or fails: whoever reads the row next tries again.
      if (!isStoreError(error)) throw error;
    });
    const shown = readRecord({ ...row, state: 'quarantined', problem_code: 'RECORD_UNREADABLE' });
    if (!shown) throw new Error('a quarantined row cannot be shown');
    return shown;
  }

  /** While a correction is on its way, nothing is asked. */
  #withCorrection(record: SubmissionRecord): SubmissionRecord {
    if (record.receivedAt === null) return record;
    const row = this.#sql.newestCorrection.get(record.id);
    const newest = row && readRecord(row);
    if (!newest || newest.receivedAt !== null) return record;
    const { id, state, problem } = newest;
    const need = state === 'needs-citizen' || state === 'rejected' ? (newest.need ?? record.need) : null;
    return { ...record, need, correction: { id, state, problem } };
  }

  /** Ids of all that the platform has still to accept, oldest first. */
  outbox(): string[] {
    return this.#sql.outbox.all();
  }

  /**
   * What is to be sent of a submission; null when it is no longer to be sent, or when its envelopes are not those that
   * were sealed: then it is quarantined, never sent and never deleted.
   */
  async sendable(id: string): Promise<Sendable | null> {
    const found = await this.#commits.read(() => this.#findSendable(id));
    if (found !== 'altered') return found;
    await this.quarantine(id, 'ENVELOPE_ALTERED');
    return null;
  }

  #findSendable(id: string): Sendable | 'altered' | null {
    const row = this.#lookup.read(id, (n) => this.#sql.unsent.get(n, id));
    if (!row) return null;
    const parts = this.#sql.parts.all(partKey(row.n, 0), partKey(row.n, MOST_PARTS - 1));
    return intactParts(row, parts) ? sendableOf(row, parts) : 'altered';
  }

  /** The platform gave a number: sending has begun. */
  markSending(id: string, applyNo: string): Promise<void> {
    return this.#commits.run(() => {
      if (this.#sql.sending.run(applyNo, this.#lookup.number(id)).changes > 0) {
        this.#audit.append('number-given', id, 'sending', applyNo);
      }
    });
  }

  /** The platform does not know its own number any more: begin again, under the same key. */
  forgetNumber(id: string): Promise<void> {
    return this.#commits.run(() => {
      if (this.#sql.forgetNumber.run(this.#lookup.number(id)).changes > 0)
        this.#audit.append('number-forgotten', id, 'sealed', null);
    });
  }

  /**
   * Writes a verified receipt and destroys the citizen's recipients in the same transaction: from here on only the
   * platform can open the envelopes. Call {@link emptyWal} soon.
   */
  markAccepted(id: string, receipt: Receipt, receiptText: string): Promise<void> {
    return this.#commits.run(() => this.#acceptance.accept(id, receipt, receiptText));
  }

  /** Waits at the platform's word; is asked for again. */
  markHeld(id: string, refusal: Refusal): Promise<void> {
    return this.#commits.run(() => {
      const n = this.#lookup.number(id);
      if (this.#sql.hold.run(refusal.code, refusal.field, wordsOf(refusal), n).changes > 0) {
        this.#audit.append('held', id, 'held', refusal.code);
      }
    });
  }

  /** Will not be sent again as it is. The citizen's recipients stay, so that the card can open it again. */
  markRefused(id: string, state: 'needs-citizen' | 'rejected', refusal: Refusal): Promise<void> {
    return this.#commits.run(() => {
      const n = this.#lookup.number(id);
      if (this.#sql.refuse.run(state, refusal.code, refusal.field, wordsOf(refusal), n).changes > 0) {
        this.#audit.append('refused', id, state, refusal.code);
      }
    });
  }

  /** Set aside for staff with all that is there of it. */
  quarantine(id: string, code: string): Promise<void> {
    return this.#commits.run(() => {
      if (this.#sql.quarantine.run(code, this.#lookup.number(id)).changes > 0) {
        this.#audit.append('quarantined', id, 'quarantined', code);
      }
    });
  }

  /**
   * The reconciliation of a day has named these as equal on both sides.
   * @param day in Shanghai, ISO date
   * @returns how many were accepted until now
   */
  markReconciled(ids: readonly string[], day: string): Promise<number> {
    return this.#commits.run(() => this.#acceptance.reconcile(ids, day));
  }

  /**
   * Destroys the envelopes of what was reconciled before a day; number, matter, times, digest and receipt stay. Call
   * {@link emptyWal} and renew the copies afterwards.
   * @param before day in Shanghai, ISO date
   * @returns how many were purged
   */
  purge(before: string): Promise<number> {
    return this.#commits.run(() => this.#acceptance.purge(before));
  }

  get feedCursor(): string {
    return this.#sql.cursor.get() as string;
  }

  /**
   * Writes what the platform said together with the cursor behind it. An event that was applied before changes
   * nothing; one that overtakes the receipt is kept and shows when the receipt is there.
   * @returns how many changed something
   */
  async applyEvents(events: readonly StatusEvent[], cursor: string): Promise<number> {
    if (events.length === 0 && cursor === this.feedCursor) return 0;
    return this.#commits.run(() => {
      this.#sql.setCursor.run(cursor);
      let changed = 0;
      for (const event of events) if (this.#apply(event)) changed += 1;
      return changed;
    });
  }

  #apply(event: StatusEvent): boolean {
    const { sequence, opinion, nextStep, finished, idempotencyKey } = event;
    const need = needOfEvent(event);
    const row = this.#sql.event.get(
      ...[sequence, JSON.stringify(opinion), JSON.stringify(nextStep), finished ? 1 : 0],
      ...[need === undefined ? 0 : 1, need ? JSON.stringify(need) : null, event.preReview ?? null],
      // Of what is asked the limit stands in the need.
      ...[need ? null : (event.limitDate ?? null), this.#lookup.number(idempotencyKey), sequence],
    );
    if (row && finished) this.#audit.append('finished', idempotencyKey, row.state, null);
    return row !== undefined;
  }

  /**
   * The platform does not know the cursor (it was restored): hear everything again, from the beginning, and compare
   * again what was reconciled.
   * @param since first day to compare again, in Shanghai, ISO date
   */
  resetFeed(since: string): Promise<void> {
    return this.#commits.run(() => {
      this.#acceptance.compareAgain(since, '9999-12-31');
      this.#sql.setCursor.run('');
      this.#sql.forgetEvents.run();
    });
  }

  /** Makes sure that destroyed rows are nowhere on the disk. @returns whether that could be done now */
  emptyWal(): boolean {
    try {
      this.#keepHead();
      return this.#wal.empty();
    } catch (error) {
      // Said by SQLite or, of the overwriting, by the file system: the disk may do better the next time.
      if (isStoreError(error) || (error as NodeJS.ErrnoException).syscall !== undefined) return false;
      throw error;
    }
  }

  #keepWalShort(operations: number): void {
    try {
      this.#wal.committed(operations);
    } catch (error) {
      // The commits stand. Where the disk is full or fails, the next ones try again.
      if (!isStoreError(error)) throw error;
    }
  }

  /** What a commit leaves for later, so that nobody waits for it. */
  #keepHead(): void {
    if (this.#audit.isHeadKept) return;
    this.#db.transaction(() => this.#audit.keepHead()).immediate();
    this.#audit.afterCommit();
  }

  /** Commits what is waiting and closes the file. */
  close(): void {
    if (!this.#db.open) return;
    this.#commits.flush();
    this.emptyWal();
    this.#db.close();
    this.#intake.close();
    this.#lock.close();
  }
}

function wordsOf({ words }: Refusal): string | null {
  return words ? JSON.stringify(words) : null;
}

import { randomBytes } from 'node:crypto';
import type Database from 'better-sqlite3';
import {
  envelopeDigest,
  shanghaiDay,
  submissionDigest,
  type Receipt,
  type StatusEvent,
} from '../contract/index.ts';
import { CARD_SALT_BYTES, type CardKey } from './card-key.ts';
import { isStoreError, openDatabase } from './database.ts';
import type { MatterReference, SubmissionRecord } from './record.ts';
import { readRecord, type SubmissionRow } from './row.ts';
import type { Sealed } from './seal.ts';
import { tempNumber } from './temp-number.ts';

export interface SealedMaterial {
  readonly code: string;
  readonly stuffType: 0 | 5;
  readonly mediaType: string;
  readonly sealed: Sealed;
}

export interface NewSubmission {
  readonly id: string;
  readonly matter: MatterReference;
  readonly capturedAt: Date;
  readonly cardTag: Uint8Array | null;
  readonly form: Sealed;
  readonly materials: readonly SealedMaterial[];
}

/** All that sending needs. */
export interface Sendable {
  readonly id: string;
  readonly tempNo: string;
  readonly matter: MatterReference;
  readonly capturedAt: string;
  readonly applyNo: string | null;
  readonly envelope: string;
  readonly materials: readonly {
    readonly code: string;
    readonly stuffType: 0 | 5;
    readonly mediaType: string;
    readonly envelope: string;
    readonly sha256: string;
  }[];
  /** What the receipt must state. */
  readonly digest: string;
}

export interface Refusal {
  readonly code: string;
  readonly field: string | null;
}

interface MaterialRow {
  code: string;
  stuff_type: 0 | 5;
  media_type: string;
  envelope: string;
  sha256: string;
}

/** The durable store of submissions: the one writer of the one SQLite file. Every method is one transaction. */
export class SubmissionStore {
  readonly #db: Database.Database;
  readonly #terminalId: string;

  /** @throws UnusableStore */
  constructor(folder: string, terminalId: string) {
    this.#db = openDatabase(folder);
    this.#terminalId = terminalId;
    this.#db
      .prepare('insert into terminal (id, card_salt) values (1, ?) on conflict do nothing')
      .run(randomBytes(CARD_SALT_BYTES));
  }

  get cardSalt(): Uint8Array {
    return this.#db.prepare<[], Buffer>('select card_salt from terminal').pluck().get() as Buffer;
  }

  /**
   * Writes submission, materials, citizen's recipients and outbox entry together; returns after the commit. An id
   * that is there already is left as it is and its record answered.
   */
  add(submission: NewSubmission): SubmissionRecord {
    this.#db
      .transaction(() => {
        if (this.record(submission.id)) return;
        this.#insert(submission, this.#nextTempNumber(submission.capturedAt));
      })
      .immediate();
    return this.#recordThatExists(submission.id);
  }

  #insert({ id, matter, capturedAt, cardTag, form, materials }: NewSubmission, tempNo: string): void {
    this.#db
      .prepare(
        `insert into submissions (id, temp_no, state, handle_item, matter_version, unit_code, captured_at, card_tag,
           envelope, envelope_sha256) values (?, ?, 'sealed', ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        ...[id, tempNo, matter.handleItem, matter.version, matter.unitCode],
        ...[capturedAt.toISOString(), cardTag, form.envelope, form.sha256],
      );
    this.#addRecipient(id, 'form', form);
    const addMaterial = this.#db.prepare(
      `insert into materials (submission_id, code, stuff_type, media_type, envelope, sha256) values (?, ?, ?, ?, ?, ?)`,
    );
    for (const { code, stuffType, mediaType, sealed } of materials) {
      addMaterial.run(id, code, stuffType, mediaType, sealed.envelope, sealed.sha256);
      this.#addRecipient(id, `material:${code}`, sealed);
    }
    this.#db.prepare('insert into outbox (submission_id) values (?)').run(id);
  }

  #addRecipient(id: string, part: string, sealed: Sealed): void {
    if (sealed.citizenRecipient === null) return;
    this.#db
      .prepare('insert into citizen_recipients (submission_id, part, recipient) values (?, ?, ?)')
      .run(id, part, sealed.citizenRecipient);
  }

  #nextTempNumber(capturedAt: Date): string {
    const serial = this.#db
      .prepare<[string], number>(
        `insert into temp_number_days (day, last_serial) values (?, 1)
           on conflict (day) do update set last_serial = last_serial + 1 returning last_serial`,
      )
      .pluck()
      .get(shanghaiDay(capturedAt)) as number;
    return tempNumber(this.#terminalId, capturedAt, serial);
  }

  record(id: string): SubmissionRecord | null {
    const row = this.#db.prepare<[string], SubmissionRow>('select * from submissions where id = ?').get(id);
    return row ? this.#read(row) : null;
  }

  /** Submissions sealed with this card, newest first. */
  recordsOf(card: CardKey): SubmissionRecord[] {
    return this.#db
      .prepare<[Uint8Array], SubmissionRow>(
        'select * from submissions where card_tag = ? order by captured_at desc, rowid desc',
      )
      .all(card.tag)
      .map((row) => this.#read(row));
  }

  /**
   * Whether any submission of the matter was captured at or after `since`, whoever's and whatever became of it. Asked
   * while a citizen waits: looks at the newest rows alone, which are more than a terminal takes in a day.
   */
  hasSubmissionOf(handleItem: string, since: Date): boolean {
    const found = this.#db
      .prepare<[string, string], 1>(
        `select 1 from (select handle_item, captured_at from submissions order by rowid desc limit 2000)
           where handle_item = ? and captured_at >= ? limit 1`,
      )
      .pluck()
      .get(handleItem, since.toISOString());
    return found !== undefined;
  }

  #read(row: SubmissionRow): SubmissionRecord {
    const record = readRecord(row);
    if (record) return record;
    this.quarantine(row.id, 'RECORD_UNREADABLE');
    return this.#recordThatExists(row.id);
  }

  #recordThatExists(id: string): SubmissionRecord {
    const record = this.record(id);
    if (!record) throw new Error('a submission that was just written is gone');
    return record;
  }

  /** Ids of all that the platform has still to accept, oldest first. */
  outbox(): string[] {
    return this.#db.prepare<[], string>('select submission_id from outbox order by position').pluck().all();
  }

  /**
   * What is to be sent of a submission; null when it has no outbox entry (any more), or when its envelopes are not
   * those that were sealed: then it is quarantined, never sent and never deleted.
   */
  sendable(id: string): Sendable | null {
    const row = this.#db
      .prepare<[string], SubmissionRow>(
        'select submissions.* from submissions join outbox on submission_id = id where id = ?',
      )
      .get(id);
    if (!row) return null;
    const materials = this.#db
      .prepare<[string], MaterialRow>('select * from materials where submission_id = ? order by rowid')
      .all(id);
    const intact =
      envelopeDigest(row.envelope) === row.envelope_sha256 &&
      materials.every((material) => envelopeDigest(material.envelope) === material.sha256);
    if (!intact) {
      this.quarantine(id, 'ENVELOPE_ALTERED');
      return null;
    }
    return {
      id,
      tempNo: row.temp_no,
      matter: { handleItem: row.handle_item, version: row.matter_version, unitCode: row.unit_code },
      capturedAt: row.captured_at,
      applyNo: row.apply_no,
      envelope: row.envelope,
      materials: materials.map(({ stuff_type: stuffType, media_type: mediaType, ...rest }) => ({
        ...{ code: rest.code, envelope: rest.envelope, sha256: rest.sha256 },
        ...{ stuffType, mediaType },
      })),
      digest: submissionDigest(row.envelope, materials),
    };
  }

  /** The platform gave a number: sending has begun. */
  markSending(id: string, applyNo: string): void {
    this.#db
      .prepare(
        `update submissions set state = 'sending', apply_no = ?, problem_code = null, problem_field = null
           where id = ? and state in ('sealed', 'sending', 'held')`,
      )
      .run(applyNo, id);
  }

  /** The platform does not know its own number any more: begin again, under the same key. */
  forgetNumber(id: string): void {
    this.#db
      .prepare(
        `update submissions set state = 'sealed', apply_no = null where id = ? and state in ('sending', 'held')`,
      )
      .run(id);
  }

  /**
   * Writes a verified receipt. In the same transaction the outbox entry goes and so do the citizen's recipients:
   * from here on only the platform can open the envelopes. Call {@link checkpoint} soon, for the WAL.
   */
  markAccepted(id: string, receipt: Receipt, receiptText: string): void {
    this.#db
      .transaction(() => {
        this.#db
          .prepare(
            `update submissions set state = 'accepted', apply_no = ?, receipt = ?, received_at = ?, limit_date = ?,
             limit_provisional = ?, problem_code = null, problem_field = null where id = ?`,
          )
          .run(
            ...[receipt.applyNo, receiptText, receipt.receivedAt, receipt.limitDate],
            ...[receipt.limitProvisional ? 1 : 0, id],
          );
        this.#db.prepare('delete from citizen_recipients where submission_id = ?').run(id);
        this.#db.prepare('delete from outbox where submission_id = ?').run(id);
      })
      .immediate();
  }

  /** Waits at the platform's word; stays in the outbox. */
  markHeld(id: string, refusal: Refusal): void {
    this.#db
      .prepare(`update submissions set state = 'held', problem_code = ?, problem_field = ? where id = ?`)
      .run(refusal.code, refusal.field, id);
  }

  /** Will not be sent again as it is. The citizen's recipients stay, so that the card can open it again. */
  markRefused(id: string, state: 'needs-citizen' | 'rejected', refusal: Refusal): void {
    this.#leaveOutbox(id, state, refusal);
  }

  /** Set aside for staff with all that is there of it. */
  quarantine(id: string, code: string): void {
    this.#leaveOutbox(id, 'quarantined', { code, field: null });
  }

  #leaveOutbox(id: string, state: 'needs-citizen' | 'rejected' | 'quarantined', refusal: Refusal): void {
    this.#db.transaction(() => {
      this.#db
        .prepare('update submissions set state = ?, problem_code = ?, problem_field = ? where id = ?')
        .run(state, refusal.code, refusal.field, id);
      this.#db.prepare('delete from outbox where submission_id = ?').run(id);
    })();
  }

  get feedCursor(): string {
    return this.#db.prepare<[], string>('select feed_cursor from terminal').pluck().get() as string;
  }

  /**
   * Writes what the platform said together with the cursor behind it. An event that was applied before changes
   * nothing; one that overtakes the receipt is kept and shows when the receipt is there.
   * @returns how many changed something
   */
  applyEvents(events: readonly StatusEvent[], cursor: string): number {
    if (events.length === 0 && cursor === this.feedCursor) return 0;
    const apply = this.#db.prepare(
      `update submissions set event_sequence = ?, opinion = ?, next_step = ?, finished = ?
         where id = ? and event_sequence < ?`,
    );
    return this.#db
      .transaction(() => {
        this.#db.prepare('update terminal set feed_cursor = ?').run(cursor);
        let changed = 0;
        for (const event of events) {
          const said = [
            JSON.stringify(event.opinion),
            JSON.stringify(event.nextStep),
            event.finished ? 1 : 0,
          ];
          changed += apply.run(event.sequence, ...said, event.idempotencyKey, event.sequence).changes;
        }
        return changed;
      })
      .immediate();
  }

  /** The platform does not know the cursor (it was restored): hear everything again, from the beginning. */
  resetFeed(): void {
    this.#db
      .transaction(() => {
        this.#db.prepare(`update terminal set feed_cursor = ''`).run();
        this.#db.prepare('update submissions set event_sequence = 0').run();
      })
      .immediate();
  }

  /** Empties the WAL, so that destroyed rows are nowhere on the disk. @returns whether it could be emptied now */
  checkpoint(): boolean {
    try {
      const [result] = this.#db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
      return result?.busy === 0;
    } catch (error) {
      if (isStoreError(error)) return false;
      throw error;
    }
  }

  close(): void {
    this.checkpoint();
    this.#db.close();
  }
}

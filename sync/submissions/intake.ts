import type Database from 'better-sqlite3';
import type { AuditWriter } from './audit.ts';
import type { Correction } from './case-rows.ts';
import { Journal, readJournal, type Acknowledged } from './journal.ts';
import type { Lookup } from './lookup.ts';
import { partKey } from './part-key.ts';
import type { MatterReference, SubmissionRecord } from './record.ts';
import type { Sealed } from './seal.ts';
import { digestOfSealed } from './sendable.ts';
import { serialOf, TempNumbers } from './temp-number.ts';

export interface SealedMaterial {
  readonly code: string;
  readonly stuffType: 0 | 1 | 5;
  readonly mediaType: string;
  readonly sealed: Sealed;
}

export interface NewSubmission {
  readonly id: string;
  readonly matter: MatterReference;
  readonly capturedAt: Date;
  readonly cardTag: Uint8Array | null;
  /** Filed for another person. */
  readonly byAgent?: boolean;
  readonly form: Sealed;
  readonly materials: readonly SealedMaterial[];
  /** What this one corrects; a first submission has none. */
  readonly correction?: Correction | null;
}

/** Writes new submissions, gives them their numbers, and names them in the journal when they are on the disk. */
export class Intake {
  readonly #sql: ReturnType<typeof prepare>;
  readonly #audit: AuditWriter;
  readonly #lookup: Lookup;
  readonly #journal: Journal;
  readonly #tempNumbers: TempNumbers;
  /** By matter: when it was captured last, ISO 8601. */
  readonly #lastCaptured = new Map<string, string>();
  /** Added since the last commit. */
  #added: Acknowledged[] = [];
  /** Own number of the newest submission. */
  #last: number;
  /** Newest number that was ever acknowledged, as far as is known. */
  #acknowledged: number;

  constructor(db: Database.Database, folder: string, terminalId: string, audit: AuditWriter, lookup: Lookup) {
    this.#sql = prepare(db);
    this.#audit = audit;
    this.#lookup = lookup;
    this.#journal = new Journal(folder);
    // Numbers of submissions that were lost with a damaged file are not given again.
    const acknowledged = readJournal(folder).at(-1);
    this.#acknowledged = acknowledged?.n ?? 0;
    this.#last = this.#newest();
    const serials = this.#sql.serials.all();
    if (acknowledged) serials.push(serialOf(acknowledged.tempNo));
    this.#tempNumbers = new TempNumbers(terminalId, serials);
    for (const row of this.#sql.matters.all()) this.#lastCaptured.set(row.handle_item, row.captured_at);
  }

  #newest(): number {
    return Math.max(this.#sql.newest.get() ?? 0, this.#acknowledged);
  }

  /** Own number of the newest submission that is on the disk. */
  get newest(): number {
    return this.#acknowledged;
  }

  /**
   * What can be computed is computed at once.
   * @returns writes submission, parts and the citizen's recipients, inside a transaction
   */
  prepare(submission: NewSubmission): () => SubmissionRecord {
    const { id, matter, cardTag, materials, form, correction } = submission;
    const { handleItem, version, unitCode } = matter;
    const capturedAt = submission.capturedAt.toISOString();
    const digest = digestOfSealed(form, materials);
    const cardKeys = citizenRecipients(submission);
    const byAgent = submission.byAgent === true ? 1 : 0;
    return () => {
      const tempNo = correction?.tempNo ?? this.#tempNumbers.next(submission.capturedAt);
      this.#last += 1;
      const n = this.#last;
      this.#sql.add.run(n, id, tempNo, handleItem, version, unitCode, capturedAt, cardTag, digest, byAgent);
      this.#sql.addForm.run(partKey(n, 0), form.envelope, form.sha256);
      if (cardKeys) this.#sql.addCardKeys.run(n, cardKeys);
      this.#audit.append('sealed', id, 'sealed', digest);
      if (correction) {
        const { corrects, batch, returnId, applyNo } = correction;
        this.#sql.addCorrection.run(corrects, batch, returnId, applyNo, n);
      }
      for (let place = 1; place <= materials.length; place++) {
        const { code, stuffType, mediaType, sealed } = materials[place - 1] as SealedMaterial;
        const key = partKey(n, place);
        this.#sql.addMaterial.run(key, code, stuffType, mediaType, sealed.envelope, sealed.sha256);
      }
      this.#lookup.add(n, id, cardTag);
      this.#added.push({ n, id, tempNo });
      const last = this.#lastCaptured.get(handleItem);
      if (last === undefined || last < capturedAt) this.#lastCaptured.set(handleItem, capturedAt);
      return newRecord(submission, tempNo, capturedAt);
    };
  }

  /** Whether any submission of the matter was captured at or after `since`, whoever's and whatever became of it. */
  hasSubmissionOf(handleItem: string, since: Date): boolean {
    const last = this.#lastCaptured.get(handleItem);
    return last !== undefined && last >= since.toISOString();
  }

  afterCommit(): void {
    const added = this.#added;
    if (added.length === 0) return;
    this.#added = [];
    this.#acknowledged = added.at(-1)?.n ?? this.#acknowledged;
    try {
      this.#journal.append(added);
    } catch (error) {
      // The commit stands; a full disk takes no names, and is no reason to call it failed.
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    }
  }

  afterRollback(): void {
    this.#last = this.#newest();
    this.#added = [];
  }

  /** A copy has all submissions up to and with this number. */
  copied(upTo: number): void {
    this.#journal.forget(upTo);
  }

  close(): void {
    this.#journal.close();
  }
}

function prepare(db: Database.Database) {
  return {
    // Without a statement for all of them: a trigger costs more than the calls that it saves.
    add: db.prepare(
      `insert into submissions (n, id, temp_no, state, handle_item, matter_version, unit_code, captured_at, card_tag,
         digest, by_agent) values (?, ?, ?, 'sealed', ?, ?, ?, ?, ?, ?, ?)`,
    ),
    addForm: db.prepare('insert into parts (key, envelope, sha256) values (?, ?, ?)'),
    addCardKeys: db.prepare('insert into card_keys values (?, ?)'),
    addCorrection: db.prepare(
      'update submissions set corrects = ?, batch = ?, return_id = ?, apply_no = ? where n = ?',
    ),
    addMaterial: db.prepare('insert into parts values (?, ?, ?, ?, ?, ?)'),
    newest: db.prepare<[], number | null>('select max(n) from submissions').pluck(),
    /** Serial of a temporary number: what stands behind `T`, six characters and the day, before the check character. */
    serials: db
      .prepare<[], [day: string, serial: number]>(
        `select substr(temp_no, 8, 6) as day, max(cast(substr(temp_no, 14, length(temp_no) - 14) as integer)) as serial
         from submissions group by 1`,
      )
      .raw(),
    matters: db.prepare<[], { handle_item: string; captured_at: string }>(
      'select handle_item, max(captured_at) as captured_at from submissions group by 1',
    ),
  };
}

/** The citizen's recipients by part, `form` or `material:CODE`; null without a card key. */
function citizenRecipients({ form, materials }: NewSubmission): Buffer | null {
  if (form.citizenRecipient === null) return null;
  const parts: Record<string, string | null> = { form: form.citizenRecipient };
  for (const { code, sealed } of materials) parts[`material:${code}`] = sealed.citizenRecipient;
  return Buffer.from(JSON.stringify(parts));
}

function newRecord(
  { id, matter, byAgent = false }: NewSubmission,
  tempNo: string,
  capturedAt: string,
): SubmissionRecord {
  // prettier-ignore -- written out: spreading is dear where many are made at once.
  return {
    id,
    tempNo,
    matter,
    capturedAt,
    applyNo: null,
    state: 'sealed',
    receivedAt: null,
    limitDate: null,
    limitProvisional: false,
    finished: false,
    opinion: null,
    nextStep: null,
    problem: null,
    need: null,
    preReview: null,
    correction: null,
    byAgent,
  };
}

import type Database from 'better-sqlite3';
import type { ReconciliationEntry } from '../contract/index.ts';
import type { AuditRow, AuditWriter } from './audit.ts';
import type { GroupCommit } from './group-commit.ts';
import type { Lookup } from './lookup.ts';
import { readStoredNeed } from './need.ts';
import { MOST_PARTS, partKey } from './part-key.ts';
import type { MatterReference, SubmissionState } from './record.ts';
import type { SubmissionRow } from './row.ts';
import { intactParts, sendableOf, type Sendable } from './sendable.ts';
import { UNSENT } from './statements.ts';
import type { PartRow } from './row.ts';

/** What a correction is a correction of, and where it goes. */
export interface Correction {
  readonly corrects: string;
  readonly tempNo: string;
  /** 1: takes the place of one that was never accepted · 2 and more: operation U under `applyNo`. */
  readonly batch: number;
  readonly returnId: string | null;
  readonly applyNo: string | null;
}

/** An unsent submission, as far as it matters for when it may be sent. */
export interface Unsent {
  readonly id: string;
  readonly handleItem: string;
  readonly unitCode: string;
  readonly state: SubmissionState;
  readonly problemCode: string | null;
}

/** A submission as its citizen's card may open it. */
export interface SealedForCard {
  readonly id: string;
  readonly matter: MatterReference;
  readonly parts: readonly {
    readonly part: 'form' | `material:${string}`;
    readonly code: string | null;
    readonly stuffType: 0 | 1 | 5;
    readonly mediaType: string;
    readonly envelope: string;
    readonly citizenRecipient: string;
  }[];
}

/** An accepted submission of a day. */
export interface DayEntry extends ReconciliationEntry {
  readonly unitCode: string;
  readonly receivedAt: string;
}

/** A line of the audit together with what it is about. */
export interface ReportedStep {
  readonly audit: AuditRow;
  readonly row: SubmissionRow;
  readonly parts: readonly {
    readonly code: string;
    readonly stuffType: number;
    readonly sha256: string;
    readonly size: number;
  }[];
}

export interface Revocation {
  /** ISO 8601, UTC, by the clock of the terminal. */
  readonly since: string;
  /** SHA-256 of the key that signed the requests: another key is a new enrolment. */
  readonly keyHash: string | null;
}

const REFUSED = `('needs-citizen', 'rejected')`;

/** The rows that corrections, reconciliation, aggregation and the revocation of the terminal need. */
export class CaseRows {
  readonly #commits: GroupCommit;
  readonly #audit: AuditWriter;
  readonly #lookup: Lookup;
  readonly #sql: ReturnType<typeof prepare>;

  constructor(db: Database.Database, commits: GroupCommit, audit: AuditWriter, lookup: Lookup) {
    this.#commits = commits;
    this.#audit = audit;
    this.#lookup = lookup;
    this.#sql = prepare(db);
  }

  /** Oldest first. */
  unsent(): Unsent[] {
    return this.#sql.unsent.all();
  }

  /** Words alone have changed: it goes on under the version in force, from the first step, with the same key. */
  moveVersion(id: string, version: string): Promise<void> {
    return this.#commits.run(() => {
      if (this.#sql.moveVersion.run(version, this.#lookup.number(id)).changes > 0) {
        this.#audit.append('version-moved', id, 'sealed', version);
      }
    });
  }

  /**
   * Where a correction of a submission would go.
   * @returns null when nothing can be corrected now: unknown, still on its way, or a correction of it is
   */
  correctionOf(id: string): Correction | null {
    const row = this.#row(id);
    if (!row || row.batch > 1) return null;
    if (row.receipt === null) {
      const isRefused = row.state === 'needs-citizen' || row.state === 'rejected';
      if (!isRefused || this.#sql.replacement.get(id)) return null;
      return { corrects: id, tempNo: row.temp_no, batch: 1, returnId: null, applyNo: null };
    }
    const newest = this.#sql.newestCorrection.get(id);
    const isUnderWay =
      newest && newest.receipt === null && !['needs-citizen', 'rejected'].includes(newest.state);
    const need = readStoredNeed(row.need);
    if (isUnderWay || !need) return null;
    const batch = (newest?.batch ?? 1) + 1;
    return { corrects: id, tempNo: row.temp_no, batch, returnId: need.returnId, applyNo: row.apply_no };
  }

  /**
   * What the card can still open of a submission: itself while it was never accepted, or the correction of it that was
   * refused last. After an acceptance nothing: the platform alone can open it.
   */
  openable(id: string): SealedForCard | null {
    const row = this.#sql.openable.get(this.#lookup.number(id), id);
    if (!row) return null;
    const keys = this.#sql.cardKeys.get(row.n);
    const parts = this.#parts(row.n);
    if (!keys || keys.every((byte) => byte === 0) || !intactParts(row, parts)) return null;
    const recipients = JSON.parse(keys.toString('utf8')) as Record<string, string>;
    return {
      id: row.id,
      matter: { handleItem: row.handle_item, version: row.matter_version, unitCode: row.unit_code },
      parts: parts.map(({ code, stuff_type: stuffType, media_type: mediaType, envelope }) => {
        const part = code === null ? ('form' as const) : (`material:${code}` as const);
        const citizenRecipient = recipients[part] ?? '';
        return {
          part,
          code,
          stuffType: stuffType ?? 0,
          mediaType: mediaType ?? '',
          envelope,
          citizenRecipient,
        };
      }),
    };
  }

  /**
   * An accepted submission and its accepted corrections, in the order in which they were accepted, to be sent again.
   * @returns empty when the envelopes are gone (purged) or are not those that were sealed
   */
  acceptedOf(id: string): Sendable[] {
    const rows = this.#sql.acceptedOf.all(this.#lookup.number(id), id);
    const all = rows.map((row) => ({ row, parts: this.#parts(row.n) }));
    if (!all.every(({ row, parts }) => intactParts(row, parts))) return [];
    return all.map(({ row, parts }) => sendableOf(row, parts));
  }

  isKnown(id: string): boolean {
    return this.#lookup.find(id) !== undefined;
  }

  /**
   * What was accepted between two instants; corrections count under the submission that they correct.
   * @param from ISO 8601, UTC
   * @param to exclusive
   */
  entriesBetween(from: string, to: string): DayEntry[] {
    return this.#sql.entries.all(from, to);
  }

  /** @returns receipt time of the oldest submission that was accepted at or after this instant */
  firstAcceptedSince(from: string): string | null {
    return this.#sql.firstAccepted.get(from) ?? null;
  }

  /** Units whose reconciliation of a day is closed. */
  closedUnits(day: string): string[] {
    return this.#sql.closedUnits.all(day);
  }

  saveReport(day: string, unitCode: string, closed: boolean, report: string): Promise<void> {
    return this.#commits.run(() => {
      this.#sql.saveReport.run(day, unitCode, closed ? 1 : 0, report);
    });
  }

  /** Newest day first, as JSON. */
  reports(limit: number): string[] {
    return this.#sql.reports.all(limit);
  }

  /** Ids of an accepted submission and of its accepted corrections. */
  idsWithCorrections(id: string): string[] {
    return this.#sql.acceptedOf.all(this.#lookup.number(id), id).map((row) => row.id);
  }

  /**
   * Lines of the audit that were not reported yet, oldest first.
   * @returns `last`: sequence of the last line that was looked at; null when there is none
   */
  unreported(
    limit: number,
  ): Promise<{ readonly steps: readonly ReportedStep[]; readonly last: number | null }> {
    return this.#commits.read(() => {
      const lines = this.#sql.unreported.all(this.#sql.reported.get() ?? 0, limit);
      const steps = lines.flatMap((audit) => {
        const row = this.#row(audit.submission_id ?? '');
        if (!row) return [];
        const parts = this.#sql.partsInShort.all(partKey(row.n, 1), partKey(row.n, MOST_PARTS - 1));
        return [{ audit, row, parts }];
      });
      return { steps, last: lines.at(-1)?.sequence ?? null };
    });
  }

  /** How far the aggregation has come, and how far it could come. */
  get reporting(): { readonly reported: number; readonly last: number } {
    return { reported: this.#sql.reported.get() ?? 0, last: this.#sql.lastAudit.get() ?? 0 };
  }

  markReported(sequence: number): Promise<void> {
    return this.#commits.run(() => {
      this.#sql.markReported.run(sequence);
    });
  }

  get revocation(): Revocation | null {
    return JSON.parse(this.#sql.revoked.get() ?? 'null') as Revocation | null;
  }

  setRevocation(revocation: Revocation | null): Promise<void> {
    return this.#commits.run(() => {
      this.#sql.setRevoked.run(revocation && JSON.stringify(revocation));
    });
  }

  #row(id: string): SubmissionRow | undefined {
    return this.#sql.byNumber.get(this.#lookup.number(id));
  }

  #parts(n: number): PartRow[] {
    return this.#sql.parts.all(partKey(n, 0), partKey(n, MOST_PARTS - 1));
  }
}

function prepare(db: Database.Database) {
  return {
    byNumber: db.prepare<[number], SubmissionRow>('select * from submissions where n = ?'),
    unsent: db.prepare<[], Unsent>(
      `select id, handle_item as handleItem, unit_code as unitCode, state, problem_code as problemCode
         from submissions where ${UNSENT} order by n`,
    ),
    moveVersion: db.prepare(
      `update submissions set state = 'sealed', sent_version = ?, apply_no = null
         where n = ? and ${UNSENT}`,
    ),
    replacement: db.prepare<[string], SubmissionRow>(
      'select * from submissions where corrects = ? and batch = 1',
    ),
    newestCorrection: db.prepare<[string], SubmissionRow>(
      'select * from submissions where corrects = ? and batch > 1 order by batch desc limit 1',
    ),
    openable: db.prepare<[number, string], SubmissionRow>(
      `select * from submissions where (n = ? or (corrects = ? and batch > 1)) and state in ${REFUSED}
         order by batch desc limit 1`,
    ),
    cardKeys: db.prepare<[number], Buffer>('select recipients from card_keys where n = ?').pluck(),
    parts: db.prepare<[number, number], PartRow>(
      'select * from parts where key between ? and ? order by key',
    ),
    partsInShort: db.prepare<[number, number], ReportedStep['parts'][number]>(
      `select code, stuff_type as stuffType, sha256, length(cast(envelope as blob)) as size
         from parts where key between ? and ? order by key`,
    ),
    acceptedOf: db.prepare<[number, string], SubmissionRow>(
      `select * from submissions where (n = ? or (corrects = ? and batch > 1)) and receipt is not null
         order by batch`,
    ),
    entries: db.prepare<[string, string], DayEntry>(
      `select id as key, apply_no as applyNo, unit_code as unitCode, received_at as receivedAt,
         coalesce((select digest from submissions where corrects = s.id and batch > 1 and receipt is not null
           order by batch desc limit 1), digest) as digest
         from submissions as s where received_at >= ? and received_at < ? and batch = 1 order by received_at`,
    ),
    firstAccepted: db
      .prepare<[string], string | null>('select min(received_at) from submissions where received_at >= ?')
      .pluck(),
    closedUnits: db
      .prepare<[string], string>('select unit_code from reconciliations where day = ? and closed = 1')
      .pluck(),
    saveReport: db.prepare(
      `insert into reconciliations values (?, ?, ?, ?)
         on conflict do update set closed = excluded.closed, report = excluded.report`,
    ),
    reports: db
      .prepare<[number], string>('select report from reconciliations order by day desc, unit_code limit ?')
      .pluck(),
    reported: db.prepare<[], number>('select reported_sequence from terminal').pluck(),
    lastAudit: db.prepare<[], number | null>('select max(sequence) from audit').pluck(),
    unreported: db.prepare<[number, number], AuditRow>(
      'select * from audit where sequence > ? order by sequence limit ?',
    ),
    markReported: db.prepare('update terminal set reported_sequence = ?'),
    revoked: db.prepare<[], string | null>('select revoked from terminal').pluck(),
    setRevoked: db.prepare('update terminal set revoked = ?'),
  };
}

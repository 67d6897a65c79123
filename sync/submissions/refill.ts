import type Database from 'better-sqlite3';
import { AuditWriter } from './audit.ts';
import { isStoreError } from './database.ts';
import type { Acknowledged } from './journal.ts';
import { mendAudit, type MendedAudit } from './mend-audit.ts';
import { MOST_PARTS, partKey } from './part-key.ts';
import type { Readable, StoredSubmission } from './readable.ts';
import type { SubmissionState } from './record.ts';
import type { PartRow } from './row.ts';
import { intactParts, isIntactPart } from './sendable.ts';
import { unflip } from './unflip.ts';

/** Further than this from all others no row is believed to be there: a bit of its number was flipped. */
const MOST_NUMBERS_APART = 1000;
/** In these the citizen's keys are destroyed. */
const acceptedStates = ['accepted', 'reconciled', 'purged'];

export interface Source extends Readable {
  readonly isCopy: boolean;
}

/** What came of filling a new store. */
export interface Refilled {
  /** Submissions that were read from the damaged file, whole. */
  readonly salvaged: number;
  /** Submissions, or parts of them, that came from the last good copy. */
  readonly restored: number;
  /** Submissions that are there but are not what was sealed, or of which that cannot be told. */
  readonly quarantined: number;
  /** Submissions of which is known that they existed, and no more: own number, and id where audit or journal name it. */
  readonly lost: readonly { readonly n: number | null; readonly id: string | null }[];
  /** Sequences of the audit that are missing, first and last each. */
  readonly auditGaps: readonly (readonly [number, number])[];
}

/**
 * Fills a new store with the rows of several sources, those first that are named first. Inside a transaction.
 * @param doubtful own numbers of submissions whose rows in the file cannot be told to be right
 */
export function refill(
  rebuilt: Database.Database,
  sources: readonly Source[],
  acknowledged: readonly Acknowledged[],
  doubtful: ReadonlySet<number>,
  setAside: string,
): Refilled {
  const salt = sources.map((source) => source.terminal()).find((row) => row !== null)?.card_salt ?? null;
  // The feed is heard again from the beginning: what the copy does not know of is said once more.
  rebuilt.prepare('insert into terminal (id, card_salt) values (1, ifnull(?, randomblob(32)))').run(salt);
  const audit = mendAudit(rebuilt, sources);
  const add = adder(rebuilt);
  const counts = { salvaged: 0, restored: 0, quarantined: 0 };
  const lost: { n: number | null; id: string | null }[] = [];
  const present = new Set<string>();
  const names = new Map(acknowledged.map(({ n, id }) => [n, id]));
  const spoilt: string[] = [];
  // The chain and the row do not come from the same moment: the chain is told what the row says now.
  const retold: StoredSubmission['row'][] = [];
  const least = Math.max(audit.sealed.length, acknowledged.at(-1)?.n ?? 0);
  const newest = newestOf(sources, least);
  for (let n = 1; n <= newest; n++) {
    const found = candidatesOf(sources, n, names.get(n), audit, doubtful.has(n));
    const cardKeys = sources.map((source) => source.cardKeys(n)).find((keys) => keys !== null) ?? null;
    const chosen = found.find(({ row, parts }) => !present.has(row.id) && add(row, parts, cardKeys));
    if (!chosen) {
      lost.push({ n, id: names.get(n) ?? null });
      continue;
    }
    const { row, isWhole, isCopied } = chosen;
    present.add(row.id);
    if (audit.lastStates.get(row.id) !== row.state) retold.push(row);
    if (!isWhole || (doubtful.has(n) && !isCopied)) {
      spoilt.push(row.id);
      counts.quarantined += 1;
    } else if (isCopied) counts.restored += 1;
    else counts.salvaged += 1;
  }
  nameLost(lost, audit.sealed, present);
  const writer = new AuditWriter(rebuilt);
  const quarantine = rebuilt.prepare(
    `update submissions set state = 'quarantined', problem_code = 'STORE_DAMAGED', problem_field = null where id = ?`,
  );
  for (const { id, state, digest } of retold) {
    writer.append('restored', id, state as SubmissionState, digest);
  }
  for (const id of spoilt) {
    quarantine.run(id);
    writer.append('quarantined', id, 'quarantined', 'STORE_DAMAGED');
  }
  // In the chain itself stands what is missing of it, so that a gap that nobody declared is still found.
  writer.append('repaired', null, null, JSON.stringify({ auditGaps: audit.gaps, lost, setAside }));
  writer.keepHead();
  return { ...counts, lost, auditGaps: audit.gaps };
}

/** Highest own number of which anything is known. */
function newestOf(sources: readonly Source[], least: number): number {
  let newest = least;
  const numbers = new Set(sources.flatMap((source) => source.numbers()));
  for (const n of [...numbers].filter((each) => each > least).sort((a, b) => a - b)) {
    const isThere = (source: Source) => source.submissions(n).some((each) => isWhole(each));
    if (n - newest <= MOST_NUMBERS_APART || sources.some(isThere)) newest = n;
  }
  return newest;
}

interface Candidate extends StoredSubmission {
  readonly isWhole: boolean;
  /** It, or a part of it, is of the copy. */
  readonly isCopied: boolean;
}

/** What there is of a submission, the best first. @param name as the journal has it */
function candidatesOf(
  sources: readonly Source[],
  n: number,
  name: string | undefined,
  { lastStates }: MendedAudit,
  isDoubtful: boolean,
): Candidate[] {
  const isKnown = (id: string | null | undefined): id is string =>
    typeof id === 'string' && lastStates.has(id);
  const tells = ({ row }: StoredSubmission): boolean => lastStates.get(row.id) === row.state;
  const found: (StoredSubmission & { readonly isCopied: boolean })[] = [];
  for (const { submissions, isCopy } of sources) {
    for (const each of submissions(n)) {
      // Nearly always the first one is as it was sealed, and nothing else needs to be read.
      if (!isDoubtful && found.length === 0 && tells(each) && isWhole(each)) {
        return [{ ...each, isWhole: true, isCopied: isCopy }];
      }
      found.push({ ...each, isCopied: isCopy });
    }
  }
  // A row whose id the audit does not know bears the one that journal or copy have for its number, if it knows that.
  const known = [name, ...found.map(({ row }) => row.id)].find(isKnown);
  const named = found.map((each) => {
    if (isKnown(each.row.id)) return each;
    const id = known ?? unflip(each.row.id, isKnown);
    return id === null ? each : { ...each, row: { ...each.row, id } };
  });
  const candidates = named.map((each): Candidate => {
    if (isWhole(each)) return { ...each, isWhole: true };
    const whole = named.find(
      (other) => other.row.id === each.row.id && isWhole({ ...each, parts: other.parts }),
    );
    const parts = whole?.parts ?? each.parts.map(mendPart);
    const isCopied = each.isCopied || (whole?.isCopied ?? false);
    return { ...each, parts, isCopied, isWhole: isWhole({ ...each, parts }) };
  });
  const worth = (each: Candidate): number =>
    (each.isWhole ? 4 : 0) + (tells(each) ? 2 : 0) + (isDoubtful && !each.isCopied ? 0 : 1);
  return candidates.sort((one, other) => worth(other) - worth(one));
}

function isWhole({ row, parts }: StoredSubmission): boolean {
  return row.state === 'purged' || intactParts(row, parts);
}

function mendPart(part: PartRow): PartRow {
  if (isIntactPart(part)) return part;
  const envelope = unflip(part.envelope, (text) => isIntactPart({ ...part, envelope: text }));
  return envelope === null ? part : { ...part, envelope };
}

/** Gives the lost rows the ids that the audit knows and that no row has; more ids than rows are added. */
function nameLost(
  lost: { n: number | null; id: string | null }[],
  sealed: readonly string[],
  present: ReadonlySet<string>,
): void {
  const named = new Set(lost.map(({ id }) => id));
  const unnamed = lost.filter(({ id }) => id === null);
  const missing = [...new Set(sealed)].filter((id) => !present.has(id) && !named.has(id));
  for (const [index, id] of missing.entries()) {
    const row = unnamed[index];
    if (row) row.id = id;
    else lost.push({ n: null, id });
  }
}

function adder(rebuilt: Database.Database) {
  const addPart = rebuilt.prepare('insert into parts values (?, ?, ?, ?, ?, ?)');
  const addCardKeys = rebuilt.prepare('insert into card_keys values (?, ?)');
  const columns = rebuilt
    .prepare('select * from submissions')
    .columns()
    .map((column) => column.name);
  const addRow = rebuilt.prepare(
    `insert into submissions (${columns.join()}) values (${columns.map((name) => `@${name}`).join()})`,
  );
  const add = rebuilt.transaction(
    (row: StoredSubmission['row'], parts: readonly PartRow[], cardKeys: Uint8Array | null): void => {
      addRow.run({ ...row, event_sequence: 0 });
      parts.slice(0, MOST_PARTS).forEach((part, place) => {
        const { code, stuff_type: stuffType, media_type: mediaType, envelope, sha256 } = part;
        addPart.run(partKey(row.n, place), code, stuffType, mediaType, envelope, sha256);
      });
      if (!cardKeys) return;
      addCardKeys.run(row.n, acceptedStates.includes(row.state) ? Buffer.alloc(cardKeys.length) : cardKeys);
    },
  );
  /** @returns false for a row that is no row of this table any more; then nothing of it is there */
  return (...given: Parameters<typeof add>): boolean => {
    if (!columns.every((name) => name in given[0])) return false;
    try {
      add(...given);
      return true;
    } catch (error) {
      if (isStoreError(error) && error.code.startsWith('SQLITE_CONSTRAINT')) return false;
      throw error;
    }
  };
}

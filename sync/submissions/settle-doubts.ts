import { existsSync, readFileSync } from 'node:fs';
import { auditHash, CHAIN_START, type AuditRow } from './audit.ts';
import { flip, mendWal, type Bit, type Doubt, type MendedWal } from './mend-wal.ts';
import { cellAt, OVERFLOW_POINTER_BYTES, piecesOf } from './raw-cells.ts';
import { Pages, placesIn, RawStore, rowAt, type Place, type RawRow, type RawTable } from './raw-store.ts';
import type { PartRow, SubmissionRow } from './row.ts';
import { isIntactPart } from './sendable.ts';
import { rememberWord, tellsTheSame, type LastWord } from './verify.ts';
import {
  committedPages,
  DATABASE_SIZE_AT,
  FRAME_HEADER_BYTES,
  framesOf,
  sumAgain,
  type FramePage,
} from './wal-frames.ts';

const WORD_BYTES = 4;

/** A WAL as it counts, and the own numbers of submissions of which it cannot be told whether they are right. */
interface SettledWal {
  readonly wal: Buffer;
  readonly doubtful: ReadonlySet<number>;
}

/**
 * The WAL of a file as it was written, as far as that can be told; empty when there is none.
 * @param tables whose rows may prove something
 */
export function writtenWal(file: string, tables: readonly RawTable[]): SettledWal {
  const wal = existsSync(`${file}-wal`) ? readFileSync(`${file}-wal`) : Buffer.alloc(0);
  const mended = mendWal(wal);
  return mended ? settleDoubts(file, mended, tables) : { wal, doubtful: new Set() };
}

/**
 * Chooses among the bits of which one was flipped by what the rows prove of themselves: a digest, a link of the audit
 * chain, what the audit says of a submission. Where rows prove nothing, what the page held before tells.
 */
function settleDoubts(file: string, mended: MendedWal, tables: readonly RawTable[]): SettledWal {
  const wal = Buffer.from(mended.wal);
  const doubtful = new Set<number>();
  for (const doubt of mended.doubts) settle(file, wal, doubt, tables, doubtful);
  if (mended.doubts.length > 0) sumAgain(wal);
  return { wal, doubtful };
}

function settle(
  file: string,
  wal: Buffer,
  doubt: Doubt,
  tables: readonly RawTable[],
  doubtful: Set<number>,
): void {
  const [only, ...more] = doubt.bits;
  if (only && more.length === 0 && !doubt.isOfChecksum) return flip(wal, only);
  const summed = Buffer.from(wal);
  sumAgain(summed);
  const committed = committedPages(summed);
  const index = committed.findIndex(({ frame }) => frame === doubt.frame);
  const frame = committed[index];
  if (!frame) {
    // No commit behind it: it may be the last one itself.
    const sizeAt = (framesOf(wal)?.startOf(doubt.frame) ?? 0) + DATABASE_SIZE_AT;
    const commit = doubt.bits.find(({ at }) => at >= sizeAt && at < sizeAt + WORD_BYTES);
    if (commit) flip(wal, commit);
    return;
  }
  const inHead = doubt.bits.filter(({ at }) => at < frame.start + FRAME_HEADER_BYTES);
  const asFound = new Pages(file, summed, committed);
  try {
    const store = new RawStore(asFound, tables);
    const other = inHead.find((bit) => isBetter(file, summed, bit, tables, store));
    if (other) return flip(wal, other);
    // Another version of the page follows: of this one nothing is left.
    if (committed.slice(index + 1).some(({ page }) => page === frame.page)) return;
    const before = committed.slice(0, index).findLast(({ page }) => page === frame.page)?.bytes;
    const judge = new Judge(asFound, store, tables, frame, before ?? asFound.inFile(frame.page));
    const verdicts = doubt.bits.filter((bit) => !inHead.includes(bit)).map((bit) => judge.of(bit));
    const found =
      verdicts.find(({ says }) => says === 'explains') ?? verdicts.find(({ says }) => says === 'as-before');
    if (found) return flip(wal, found.bit);
    for (const { says, submissions } of verdicts) {
      if (says === 'possible') for (const n of submissions) doubtful.add(n);
    }
  } finally {
    asFound.close();
  }
}

/** Whether more rows are there, whole, when a frame belongs to another page. */
function isBetter(
  file: string,
  wal: Buffer,
  bit: Bit,
  tables: readonly RawTable[],
  asFound: RawStore,
): boolean {
  const other = Buffer.from(wal);
  flip(other, bit);
  sumAgain(other);
  const pages = new Pages(file, other);
  try {
    return wholeRows(new RawStore(pages, tables)) > wholeRows(asFound);
  } finally {
    pages.close();
  }
}

function wholeRows(store: RawStore): number {
  const parts = store
    .keys('parts')
    .filter((key) => store.rows('parts', key).some((row) => isIntactPart(row as unknown as PartRow)));
  return parts.length + store.keys('submissions').length + store.keys('audit').length;
}

interface Verdict {
  readonly bit: Bit;
  /** A row is right only with it; the page had it so before; it spoils a row or nothing of a row; none of these. */
  readonly says: 'explains' | 'as-before' | 'not-it' | 'possible';
  /** Own numbers of submissions whose rows would be others with it. */
  readonly submissions: readonly number[];
}

class Judge {
  readonly #pages: Pages;
  readonly #store: RawStore;
  readonly #tables: readonly RawTable[];
  readonly #frame: FramePage;
  readonly #before: Buffer | null;
  readonly #places: Place[];
  /** Rows elsewhere that go on in this page. */
  readonly #reachingHere: Place[];
  readonly #words = new Map<string, LastWord>();

  constructor(
    pages: Pages,
    store: RawStore,
    tables: readonly RawTable[],
    frame: FramePage,
    before: Buffer | null,
  ) {
    this.#pages = pages;
    this.#store = store;
    this.#tables = tables;
    this.#frame = frame;
    this.#before = before;
    this.#places = placesIn(frame.page, frame.bytes, tables);
    this.#reachingHere = store.places('parts').filter((place) => {
      const cell = cellAt(pages.at(place.page) ?? Buffer.alloc(0), place.at);
      if (!cell || cell.localBytes === cell.payloadBytes || place.page === frame.page) return false;
      // One that comes to no end may have been led astray here.
      const pieces = piecesOf(cell, place.page, (page) => pages.at(page));
      return pieces?.some(({ page }) => page === frame.page) ?? true;
    });
    for (const sequence of store.keys('audit')) {
      const [row] = store.rows('audit', sequence) as unknown as AuditRow[];
      if (row) rememberWord(this.#words, row);
    }
  }

  of(bit: Bit): Verdict {
    const { page, start, bytes } = this.#frame;
    const at = bit.at - start - FRAME_HEADER_BYTES;
    const other = Buffer.from(bytes);
    flip(other, { at, mask: bit.mask });
    const covers = (image: Buffer) => (place: Place) => {
      const cell = cellAt(image, place.at);
      if (!cell || at < place.at) return false;
      const end = cell.payloadAt + cell.localBytes;
      return at < (cell.localBytes < cell.payloadBytes ? end + OVERFLOW_POINTER_BYTES : end);
    };
    const now = this.#places.filter(covers(bytes));
    const then = placesIn(page, other, this.#tables).filter(covers(other));
    const submissions: number[] = [];
    let isPossible = false;
    for (const place of [...now, ...then, ...this.#reachingHere]) {
      const elsewhere = this.#reachingHere.includes(place);
      const right = (now.includes(place) || isAmong(now, place) || elsewhere) && this.#isRight(place, bytes);
      const wouldBe = (isAmong(then, place) || elsewhere) && this.#isRight(place, other);
      if (wouldBe && !right) return { bit, says: 'explains', submissions: [] };
      if (right && !wouldBe) return { bit, says: 'not-it', submissions: [] };
      if (elsewhere) continue;
      isPossible = true;
      if (place.table.name === 'submissions') submissions.push(place.key);
    }
    if (!isPossible) return { bit, says: 'not-it', submissions: [] };
    const word = at - (at % WORD_BYTES);
    const wordOf = (image: Buffer | null) => image?.readUInt32BE(word);
    const before = wordOf(this.#before);
    if (before === wordOf(other)) return { bit, says: 'as-before', submissions };
    return { bit, says: before === wordOf(bytes) ? 'not-it' : 'possible', submissions };
  }

  #isRight(place: Place, image: Buffer): boolean {
    const row = rowAt(place, (page) => (page === this.#frame.page ? image : this.#pages.at(page)));
    return row !== null && this.#proves(place.table.name, row);
  }

  #proves(table: string, row: RawRow): boolean {
    switch (table) {
      case 'parts':
        return isIntactPart(row as unknown as PartRow);
      case 'audit': {
        const { sequence, hash } = row as unknown as AuditRow;
        const [former] = this.#store.rows('audit', sequence - 1) as unknown as AuditRow[];
        const previous = sequence === 1 ? CHAIN_START : former?.hash;
        return previous !== undefined && auditHash(previous, row as unknown as AuditRow) === hash;
      }
      case 'submissions': {
        const submission = row as unknown as SubmissionRow;
        return tellsTheSame(submission, this.#words.get(submission.id)) && isText(row);
      }
      case 'card_keys':
        return isKeys(row['recipients']);
      default:
        return true;
    }
  }
}

function isAmong(places: readonly Place[], { table, key, at }: Place): boolean {
  return places.some((each) => each.table === table && each.key === key && each.at === at);
}

/** What stands in a row of a submission is plain text: a flipped highest bit makes it none. */
function isText(row: RawRow): boolean {
  return Object.values(row).every((value) => typeof value !== 'string' || !value.includes('\ufffd'));
}

function isKeys(recipients: unknown): boolean {
  if (!(recipients instanceof Uint8Array)) return false;
  if (recipients.every((byte) => byte === 0)) return true;
  try {
    JSON.parse(Buffer.from(recipients).toString('latin1'));
    return true;
  } catch {
    return false;
  }
}

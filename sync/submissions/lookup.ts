import type Database from 'better-sqlite3';

/** So many submissions are looked up in memory before the tables must take them; a few megabytes. */
const MOST_IN_MEMORY = 20_000;
/** Keeps one transaction short, when there is time for several. */
const MOST_IN_ONE_GO = 2000;

interface Found {
  readonly n: number;
  readonly id: string;
  readonly card_tag: Uint8Array | null;
}

/**
 * Finds submissions by id and by card. Both are random, so that each would cost its commit a page of a B-tree of its
 * own, and more of them the larger the store is. Hence the newest ones are looked up in memory, and the tables take
 * many at a time, in the order of their keys, when nobody waits.
 */
export class Lookup {
  readonly #newest = new Map<string, Found>();
  readonly #newestOfCards = new Map<string, number[]>();
  /** Added since the last commit. */
  #uncommitted: Found[] = [];
  readonly #sql: ReturnType<typeof prepare>;
  readonly #indexedAny: boolean;
  #indexedNow = false;

  constructor(db: Database.Database) {
    this.#sql = prepare(db);
    let indexedTo = this.#sql.indexedTo.get() ?? 0;
    if (!this.#isRight(indexedTo)) {
      // SQLite knows of no tie between the tables: a flipped bit in a hash is no damage to it.
      db.exec('delete from ids; delete from cards; update terminal set indexed_to = 0');
      indexedTo = 0;
    }
    this.#indexedAny = indexedTo > 0;
    for (const row of this.#sql.after.iterate(indexedTo)) this.#remember(row);
  }

  #isRight(indexedTo: number): boolean {
    let ids = 0;
    let cards = 0;
    for (const { n, id, card_tag: tag } of this.#sql.upTo.iterate(indexedTo)) {
      ids += mixed(shortHash(id), n);
      if (tag) cards += mixed(cardHash(tag), n);
    }
    for (const [hash, n] of this.#sql.allIds.iterate()) ids -= mixed(hash, n);
    for (const [hash, n] of this.#sql.allCards.iterate()) cards -= mixed(hash, n);
    return ids === 0 && cards === 0;
  }

  find(id: string): number | undefined {
    const newest = this.#newest.get(id);
    if (newest) return newest.n;
    if (!this.#indexedAny && !this.#indexedNow) return undefined;
    return this.#sql.withHash.all(shortHash(id)).find((n) => this.#sql.isIdOf.get(n, id) !== undefined);
  }

  /** As {@link find}; 0, which no submission has, when there is none. */
  number(id: string): number {
    return this.find(id) ?? 0;
  }

  /** Oldest first. */
  ofCard(tag: Uint8Array): number[] {
    const indexed = this.#sql.ofCard.all(cardHash(tag), tag);
    return [...indexed, ...(this.#newestOfCards.get(hexOf(tag)) ?? [])];
  }

  add(n: number, id: string, tag: Uint8Array | null): void {
    const row = { n, id, card_tag: tag };
    this.#uncommitted.push(row);
    this.#remember(row);
  }

  afterCommit(): void {
    this.#uncommitted = [];
  }

  afterRollback(): void {
    for (const row of this.#uncommitted) this.#forget(row);
    this.#uncommitted = [];
  }

  get isEmpty(): boolean {
    return this.#newest.size === 0;
  }

  /** Too many are in memory. */
  get isFull(): boolean {
    return this.#newest.size >= MOST_IN_MEMORY;
  }

  /**
   * Inside a transaction of its own: the tables take the oldest of what is in memory.
   * @returns what to call after the commit
   */
  settle(): () => void {
    const rows: Found[] = [];
    for (const row of this.#newest.values()) {
      if (rows.push(row) === (this.isFull ? MOST_IN_MEMORY : MOST_IN_ONE_GO)) break;
    }
    const last = rows.at(-1);
    if (!last) return () => undefined;
    const sorted = (keyed: [number, number][]) => keyed.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    for (const [hash, n] of sorted(rows.map(({ id, n }) => [shortHash(id), n]))) {
      this.#sql.addId.run(hash, n);
    }
    const cards = rows.flatMap(({ n, card_tag: tag }): [number, number][] =>
      tag ? [[cardHash(tag), n]] : [],
    );
    for (const [hash, n] of sorted(cards)) this.#sql.addCard.run(hash, n);
    this.#sql.setIndexedTo.run(last.n);
    return () => {
      this.#indexedNow = true;
      for (const row of rows) this.#forget(row);
    };
  }

  #remember(row: Found): void {
    this.#newest.set(row.id, row);
    if (!row.card_tag) return;
    const tag = hexOf(row.card_tag);
    const numbers = this.#newestOfCards.get(tag);
    if (numbers) numbers.push(row.n);
    else this.#newestOfCards.set(tag, [row.n]);
  }

  #forget({ n, id, card_tag: tag }: Found): void {
    this.#newest.delete(id);
    if (!tag) return;
    const hex = hexOf(tag);
    const left = this.#newestOfCards.get(hex)?.filter((each) => each !== n) ?? [];
    if (left.length > 0) this.#newestOfCards.set(hex, left);
    else this.#newestOfCards.delete(hex);
  }
}

function prepare(db: Database.Database) {
  return {
    indexedTo: db.prepare<[], number>('select indexed_to from terminal').pluck(),
    setIndexedTo: db.prepare('update terminal set indexed_to = ?'),
    after: db.prepare<[number], Found>('select n, id, card_tag from submissions where n > ? order by n'),
    upTo: db.prepare<[number], Found>('select n, id, card_tag from submissions where n <= ?'),
    allIds: db.prepare<[], [number, number]>('select hash, n from ids').raw(),
    allCards: db.prepare<[], [number, number]>('select hash, n from cards').raw(),
    // Two statements: one that joins them is compiled anew for each value that is bound.
    withHash: db.prepare<[number], number>('select n from ids where hash = ?').pluck(),
    isIdOf: db.prepare<[number, string], 1>('select 1 from submissions where n = ? and id = ?').pluck(),
    ofCard: db
      .prepare<[number, Uint8Array], number>(
        'select cards.n from cards join submissions as s on s.n = cards.n where hash = ? and card_tag = ? order by cards.n',
      )
      .pluck(),
    addId: db.prepare('insert or ignore into ids values (?, ?)'),
    addCard: db.prepare('insert or ignore into cards values (?, ?)'),
  };
}

function hexOf(tag: Uint8Array): string {
  return Buffer.from(tag.buffer, tag.byteOffset, tag.length).toString('latin1');
}

/** Six bytes of a tag, which is random all over. */
function cardHash(tag: Uint8Array): number {
  return Buffer.from(tag.buffer, tag.byteOffset, tag.length).readUIntBE(0, 6);
}

/** 48 bits; two ids that share one are told apart by their rows. FNV-1a, twice with different beginnings. */
function shortHash(id: string): number {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (let at = 0; at < id.length; at++) {
    const code = id.charCodeAt(at);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x01000193) + low;
  }
  return (high & 0xffff) * 2 ** 32 + (low >>> 0);
}

/** A number of 32 bits that changes with each bit of both. */
function mixed(hash: number, n: number): number {
  const low = hash % 2 ** 32;
  return (Math.imul(low ^ Math.imul(n, 0x9e3779b1), 0x85ebca6b) + Math.floor(hash / 2 ** 32)) >>> 0;
}

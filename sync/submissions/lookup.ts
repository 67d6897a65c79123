import type Database from 'better-sqlite3';
import { NumbersByHash } from './numbers-by-hash.ts';

/**
 * Finds submissions by id and by card. Both are random, so that in the file each would cost its commit a page of a
 * B-tree of its own, and more of them the larger the store is. Hence hashes are kept in memory, read from the rows at
 * every open; the row itself says whether it is meant. So a number that a rollback has taken back does no harm.
 */
export class Lookup {
  readonly #ids = new NumbersByHash();
  readonly #cards = new NumbersByHash();
  readonly #sql: ReturnType<typeof prepare>;

  constructor(db: Database.Database) {
    this.#sql = prepare(db);
    for (const [n, id, tag] of this.#sql.all.iterate()) this.add(n, id, tag);
  }

  find(id: string): number | undefined {
    return this.read(id, (n) => this.#sql.hasId.get(n, id));
  }

  /**
   * What a row that is read anyhow says of the submission with this id, without asking for it twice.
   * @param read answers nothing where the number is another submission's: it compares the id
   */
  read<T>(id: string, read: (n: number) => T | undefined): T | undefined {
    for (const n of this.#ids.get(idHash(id))) {
      const found = read(n);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** As {@link find}; 0, which no submission has, when there is none. */
  number(id: string): number {
    return this.find(id) ?? 0;
  }

  /** Oldest first. */
  ofCard(tag: Uint8Array): number[] {
    const numbers = this.#cards.get(cardHash(tag)).filter((n) => this.#sql.hasTag.get(n, tag) !== undefined);
    return [...new Set(numbers)].sort((a, b) => a - b);
  }

  add(n: number, id: string, tag: Uint8Array | null): void {
    this.#ids.add(idHash(id), n);
    if (tag) this.#cards.add(cardHash(tag), n);
  }
}

function prepare(db: Database.Database) {
  return {
    all: db
      .prepare<[], [n: number, id: string, tag: Uint8Array | null]>(
        'select n, id, card_tag from submissions order by n',
      )
      .raw(),
    hasId: db.prepare<[number, string], number>('select n from submissions where n = ? and id = ?').pluck(),
    hasTag: db
      .prepare<[number, Uint8Array], 1>('select 1 from submissions where n = ? and card_tag = ?')
      .pluck(),
  };
}

/** FNV-1a, mixed at the end so that its low bits depend on all of the id. */
function idHash(id: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** Four bytes of a tag, which is random all over. */
function cardHash([a = 0, b = 0, c = 0, d = 0]: Uint8Array): number {
  return (a | (b << 8) | (c << 16) | (d << 24)) >>> 0;
}

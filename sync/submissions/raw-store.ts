import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { cellAt, hasColumns, piecesOf, valuesOf, type RawColumn, type RawValue } from './raw-cells.ts';
import { committedPages, framesOf, FRAME_HEADER_BYTES, type FramePage } from './wal-frames.ts';

/** That of this program; older files have another one, and say so twice. */
const PAGE_BYTES = 8192;
const SMALLEST_PAGE_BYTES = 512;
const PAGE_SIZE_AT = 16;
const FILE_HEADER_BYTES = 100;
const LEAF_OF_A_TABLE = 0x0d;
const CELL_COUNT_AT = 3;
const POINTERS_AT = 8;

/** The pages of a file by their numbers, each as its WAL has it last. */
export class Pages {
  readonly #file: number;
  readonly #ofWal: Map<number, Buffer>;
  readonly pageBytes: number;
  readonly #inFile: number;

  /** @param committed what counts of the WAL */
  constructor(file: string, wal: Buffer, committed: readonly FramePage[] = committedPages(wal)) {
    this.#file = openSync(file, 'r');
    this.#ofWal = new Map(committed.map(({ page, bytes }) => [page, bytes]));
    this.pageBytes = pageBytesOf(this.#file, wal);
    const { size } = fstatSync(this.#file);
    this.#inFile = Math.ceil(size / this.pageBytes);
  }

  *numbers(): Generator<number> {
    for (let page = 1; page <= this.#inFile; page++) yield page;
    for (const page of this.#ofWal.keys()) if (page > this.#inFile) yield page;
  }

  at(page: number): Buffer | null {
    return this.#ofWal.get(page) ?? this.inFile(page);
  }

  /** As it was before anything of the WAL. */
  inFile(page: number): Buffer | null {
    if (page < 1 || page > this.#inFile) return null;
    const bytes = Buffer.alloc(this.pageBytes);
    readSync(this.#file, bytes, 0, bytes.length, (page - 1) * bytes.length);
    return bytes;
  }

  close(): void {
    closeSync(this.#file);
  }
}

function pageBytesOf(file: number, wal: Buffer): number {
  const frames = framesOf(wal);
  if (frames) return frames.frameBytes - FRAME_HEADER_BYTES;
  const header = Buffer.alloc(FILE_HEADER_BYTES);
  readSync(file, header, 0, header.length, 0);
  const said = header.readUInt16BE(PAGE_SIZE_AT);
  // One flipped bit makes no other power of two.
  return said >= SMALLEST_PAGE_BYTES && (said & (said - 1)) === 0 ? said : PAGE_BYTES;
}

/** Tables whose rows are kept; all others are made from them, or come again from the platform. */
export const keptTables = ['terminal', 'submissions', 'parts', 'card_keys', 'audit'] as const;
export type KeptTable = (typeof keptTables)[number];

/** A table as the schema of this program has it. */
export interface RawTable {
  readonly name: KeptTable;
  readonly columns: readonly (RawColumn & { readonly name: string })[];
}

/** @param db of the newest schema */
export function rawTables(db: Database.Database): RawTable[] {
  return keptTables.map((name) => {
    const columns = db.pragma(`table_info(${name})`) as {
      name: string;
      type: string;
      notnull: number;
      pk: number;
    }[];
    return {
      name,
      columns: columns.map((each) => ({
        name: each.name,
        type: each.type,
        notNull: each.notnull === 1,
        isKey: each.pk === 1,
      })),
    };
  });
}

/** Where a row begins. */
export interface Place {
  readonly table: RawTable;
  readonly key: number;
  readonly page: number;
  readonly at: number;
  /** Its page knows of it. What no page knows of may be an older version of a row. */
  readonly isLive: boolean;
}

/**
 * Every row that begins anywhere in a page, by what it says itself: neither the tree above nor the head of the page is
 * asked, both of which may be damaged.
 */
export function placesIn(page: number, bytes: Buffer, tables: readonly RawTable[]): Place[] {
  const places: Place[] = [];
  const live = livePlaces(page, bytes);
  for (let at = 0; at < bytes.length; at++) {
    const cell = cellAt(bytes, at);
    if (!cell) continue;
    const table = tables.find(({ columns }) => hasColumns(cell, columns));
    if (table) places.push({ table, key: cell.key, page, at, isLive: live.has(at) });
  }
  return places;
}

function livePlaces(page: number, bytes: Buffer): Set<number> {
  const head = page === 1 ? FILE_HEADER_BYTES : 0;
  const live = new Set<number>();
  if (bytes[head] !== LEAF_OF_A_TABLE) return live;
  const count = bytes.readUInt16BE(head + CELL_COUNT_AT);
  const end = Math.min(bytes.length - 1, head + POINTERS_AT + 2 * count);
  for (let at = head + POINTERS_AT; at < end; at += 2) live.add(bytes.readUInt16BE(at));
  return live;
}

export type RawRow = Readonly<Record<string, RawValue>>;

/**
 * Reads a row.
 * @param pageAt a page by its number, null where there is none
 * @returns null when its overflow pages are not all there
 */
export function rowAt(place: Place, pageAt: (page: number) => Buffer | null): RawRow | null {
  const cell = cellAt(pageAt(place.page) ?? Buffer.alloc(0), place.at);
  const pieces = cell && piecesOf(cell, place.page, pageAt);
  if (!pieces) return null;
  const bytes = pieces.map(
    ({ page, at, bytes }) => pageAt(page)?.subarray(at, at + bytes) ?? Buffer.alloc(0),
  );
  const values = valuesOf(cell, Buffer.concat(bytes));
  return Object.fromEntries(
    place.table.columns.map(({ name, isKey }, index) => [name, isKey ? cell.key : (values[index] ?? null)]),
  );
}

/** All rows of a file, as far as they can be found. */
export class RawStore {
  readonly #pages: Pages;
  readonly #places = new Map<KeptTable, Map<number, Place[]>>();

  constructor(pages: Pages, tables: readonly RawTable[]) {
    this.#pages = pages;
    for (const { name } of tables) this.#places.set(name, new Map());
    for (const page of pages.numbers()) {
      const bytes = pages.at(page);
      for (const place of bytes ? placesIn(page, bytes, tables) : []) this.#add(place);
    }
  }

  #add(place: Place): void {
    const byKey = this.#places.get(place.table.name);
    const others = byKey?.get(place.key);
    if (!others) byKey?.set(place.key, [place]);
    else if (place.isLive) others.unshift(place);
    else others.push(place);
  }

  /** In ascending order. */
  keys(table: KeptTable): number[] {
    return [...(this.#places.get(table)?.keys() ?? [])].sort((a, b) => a - b);
  }

  /** All that is there under a key, what is most likely right first. */
  rows(table: KeptTable, key: number): RawRow[] {
    const places = this.#places.get(table)?.get(key) ?? [];
    return places.map((place) => rowAt(place, (page) => this.#pages.at(page))).filter((row) => row !== null);
  }

  /** Of all rows of a table. */
  places(table: KeptTable): Place[] {
    return [...(this.#places.get(table)?.values() ?? [])].flat();
  }
}

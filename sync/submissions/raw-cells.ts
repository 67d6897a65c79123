/** Layout of a cell of a table's leaf and of a record: file format of SQLite, sections 1.6 and 2.1. */
const MOST_VARINT_BYTES = 9;
/** A record of few columns says their types within one page and with a length of one byte. */
const MOST_HEADER_BYTES = 127;
const FIRST_TEXT_OR_BLOB = 12;
const bytesOfType = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0] as const;
export const OVERFLOW_POINTER_BYTES = 4;

export type RawValue = null | number | string | Uint8Array;

/** A row as it lies in a page, whatever table it belongs to. */
export interface RawCell {
  readonly key: number;
  /** Serial types of its columns. */
  readonly types: readonly number[];
  readonly headerBytes: number;
  /** Place of the payload in the page, how much of it there is in all and how much in this page. */
  readonly payloadAt: number;
  readonly payloadBytes: number;
  readonly localBytes: number;
}

/** The column of a table, as its schema has it. Tables are STRICT: no other type is ever stored. */
export interface RawColumn {
  readonly type: string;
  readonly notNull: boolean;
  /** Stored as the key of the row, null in the record. */
  readonly isKey: boolean;
}

/**
 * Reads what would be a row of a table with a number as its key, its first column, if one began at this byte.
 * @param page with no reserved bytes at its end
 * @returns null when none does; a row that is found may still be chance, its columns and digests tell
 */
export function cellAt(page: Uint8Array, at: number): RawCell | null {
  if (!mayBegin(page, at)) return null;
  const payload = varintAt(page, at);
  if (!payload || payload.value < 2) return null;
  const key = varintAt(page, payload.end);
  if (!key) return null;
  const payloadAt = key.end;
  const headerBytes = page[payloadAt] ?? 0;
  if (headerBytes < 2 || headerBytes > MOST_HEADER_BYTES || headerBytes > payload.value) return null;
  const localBytes = localBytesOf(payload.value, page.length);
  const isLocal = localBytes === payload.value;
  if (payloadAt + localBytes + (isLocal ? 0 : OVERFLOW_POINTER_BYTES) > page.length) return null;
  const types: number[] = [];
  let bytes = headerBytes;
  let next = payloadAt + 1;
  while (next < payloadAt + headerBytes) {
    const type = varintAt(page, next);
    if (!type || type.value === 10 || type.value === 11) return null;
    types.push(type.value);
    bytes += lengthOf(type.value);
    next = type.end;
  }
  if (next !== payloadAt + headerBytes || bytes !== payload.value) return null;
  return { key: key.value, types, headerBytes, payloadAt, payloadBytes: payload.value, localBytes };
}

/** Nearly every byte of a page begins no row: without a length and a key, a header and the null of the key at its head. */
function mayBegin(page: Uint8Array, at: number): boolean {
  let next = at;
  for (let varint = 0; varint < 2; varint++) {
    const end = next + MOST_VARINT_BYTES;
    while (next < end && (page[next] ?? 0) >= 0x80) next += 1;
    next += 1;
  }
  return (page[next] ?? 0) >= 2 && page[next + 1] === 0;
}

/** Whether a row can belong to a table with these columns. */
export function hasColumns({ types }: RawCell, columns: readonly RawColumn[]): boolean {
  return (
    types.length === columns.length &&
    columns.every(({ type, notNull, isKey }, index) => {
      const stored = types[index] ?? 0;
      if (isKey || stored === 0) return stored === 0 && (isKey || !notNull);
      if (stored < FIRST_TEXT_OR_BLOB) return type === 'INTEGER' && stored !== 7;
      return type === (stored % 2 === 0 ? 'BLOB' : 'TEXT');
    })
  );
}

/** Pieces of a row's payload in their order, each of which lies in one page. */
export interface Piece {
  readonly page: number;
  readonly at: number;
  readonly bytes: number;
}

/**
 * Where the payload of a row lies.
 * @param pageAt a page by its number, null where there is none
 * @returns null when its overflow pages are not all there
 */
export function piecesOf(
  { payloadAt, payloadBytes, localBytes }: RawCell,
  page: number,
  pageAt: (page: number) => Buffer | null,
): Piece[] | null {
  const pieces: Piece[] = [{ page, at: payloadAt, bytes: localBytes }];
  const seen = new Set([page]);
  let next = { page, at: payloadAt + localBytes };
  for (let left = payloadBytes - localBytes; left > 0;) {
    const number = pageAt(next.page)?.readUInt32BE(next.at) ?? 0;
    const content = seen.has(number) ? null : pageAt(number);
    // A chain that is damaged may come back to itself.
    if (!content) return null;
    seen.add(number);
    const bytes = Math.min(left, content.length - OVERFLOW_POINTER_BYTES);
    pieces.push({ page: number, at: OVERFLOW_POINTER_BYTES, bytes });
    left -= bytes;
    next = { page: number, at: 0 };
  }
  return pieces;
}

/** The columns of a record. @param payload all of it */
export function valuesOf({ types, headerBytes }: RawCell, payload: Buffer): RawValue[] {
  let at = headerBytes;
  return types.map((type) => {
    const from = at;
    at += lengthOf(type);
    if (type === 0) return null;
    if (type === 7) return payload.readDoubleBE(from);
    if (type === 8 || type === 9) return type - 8;
    if (type === 6) return Number(payload.readBigInt64BE(from));
    if (type < FIRST_TEXT_OR_BLOB) return payload.readIntBE(from, lengthOf(type));
    const bytes = payload.subarray(from, at);
    return type % 2 === 0 ? Buffer.from(bytes) : bytes.toString('utf8');
  });
}

function lengthOf(type: number): number {
  return type < FIRST_TEXT_OR_BLOB ? (bytesOfType[type] ?? 0) : Math.floor((type - FIRST_TEXT_OR_BLOB) / 2);
}

/** Section 1.6: how much of a payload stays in the leaf. */
function localBytesOf(payloadBytes: number, usable: number): number {
  const most = usable - 35;
  if (payloadBytes <= most) return payloadBytes;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const wanted = least + ((payloadBytes - least) % (usable - OVERFLOW_POINTER_BYTES));
  return wanted <= most ? wanted : least;
}

/** Null when it ends behind the page, or is no length or key that this program writes. */
function varintAt(page: Uint8Array, at: number): { readonly value: number; readonly end: number } | null {
  let value = 0;
  for (let index = at; index < at + MOST_VARINT_BYTES - 1; index++) {
    const byte = page[index];
    if (byte === undefined) return null;
    value = value * 128 + (byte & 0x7f);
    if (value > Number.MAX_SAFE_INTEGER) return null;
    if (byte < 0x80) return { value, end: index + 1 };
  }
  return null;
}

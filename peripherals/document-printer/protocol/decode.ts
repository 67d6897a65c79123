import { TAG } from './tags.ts';

export interface IppRange {
  readonly lower: number;
  readonly upper: number;
}
export type IppValue = string | number | boolean | IppRange;
/** Values of an attribute by its name; dates, octets, resolutions and collections are left out. */
export type IppAttributes = ReadonlyMap<string, readonly IppValue[]>;

export interface IppResponse {
  /** 0x0000 to 0x00ff: successful (RFC 8011 appendix B.1). */
  readonly status: number;
  readonly requestId: number;
  readonly groups: readonly { readonly tag: number; readonly attributes: IppAttributes }[];
}

const HEADER_BYTES = 8;
const FIRST_VALUE_TAG = 0x10;
const utf8 = new TextDecoder();

/**
 * Decodes an answer (RFC 8010 section 3). Undefined when it is not one: each length is checked against what is there.
 * The library that encodes is not used here: a length of 0x8000 or more sends its decoder backwards, for ever, and it
 * reads a range as a text, which loses its numbers.
 */
export function decodeResponse(bytes: Uint8Array): IppResponse | undefined {
  const reader = new Reader(bytes);
  if (bytes.length <= HEADER_BYTES) return undefined;
  const major = reader.uint(1);
  reader.uint(1);
  const status = reader.uint(2);
  const requestId = reader.uint(4);
  if (major !== 1 && major !== 2) return undefined;
  const groups: { tag: number; attributes: IppAttributes }[] = [];
  for (;;) {
    const tag = reader.uint(1);
    if (tag === undefined || status === undefined || requestId === undefined) return undefined;
    if (tag === TAG.end) return { status, requestId, groups };
    if (tag === 0 || tag >= FIRST_VALUE_TAG) return undefined;
    const attributes = readGroup(reader);
    if (attributes === undefined) return undefined;
    groups.push({ tag, attributes });
  }
}

function readGroup(reader: Reader): IppAttributes | undefined {
  const attributes = new Map<string, IppValue[]>();
  let values: IppValue[] | undefined;
  let depth = 0;
  for (;;) {
    const tag = reader.peek();
    if (tag === undefined) return undefined;
    if (tag < FIRST_VALUE_TAG) return depth === 0 ? attributes : undefined;
    reader.uint(1);
    const name = reader.field();
    const value = reader.field();
    if (name === undefined || value === undefined) return undefined;
    if (name.length > 0 && depth > 0) return undefined;
    // An attribute that is there twice keeps its first values; the second ones go nowhere.
    if (name.length > 0) {
      values = [];
      const key = utf8.decode(name);
      if (!attributes.has(key)) attributes.set(key, values);
    }
    if (values === undefined) return undefined;
    if (tag === TAG.endCollection && --depth < 0) return undefined;
    if (tag === TAG.beginCollection) depth++;
    if (depth > 0) continue;
    const read = readValue(tag, value);
    if (read === 'malformed') return undefined;
    if (read !== undefined) values.push(read);
  }
}

function readValue(tag: number, bytes: Uint8Array): IppValue | undefined | 'malformed' {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (tag) {
    case TAG.integer:
    case TAG.enum:
      return bytes.length === 4 ? view.getInt32(0) : 'malformed';
    case TAG.boolean:
      return bytes.length === 1 ? bytes[0] !== 0 : 'malformed';
    case TAG.range:
      return bytes.length === 8 ? { lower: view.getInt32(0), upper: view.getInt32(4) } : 'malformed';
    case TAG.textWithLanguage:
    case TAG.nameWithLanguage: {
      const reader = new Reader(bytes);
      reader.field();
      const text = reader.field();
      return text === undefined ? 'malformed' : utf8.decode(text);
    }
    default:
      // RFC 8010 section 3.5.2: 0x40 to 0x5f are character strings.
      return tag >= 0x40 && tag <= 0x5f ? utf8.decode(bytes) : undefined;
  }
}

/** Reads forwards only; undefined from the first byte on that is not there. */
class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  peek(): number | undefined {
    return this.#bytes[this.#at];
  }

  uint(size: 1 | 2 | 4): number | undefined {
    const bytes = this.#take(size);
    return bytes?.reduce((sum, byte) => sum * 256 + byte, 0);
  }

  /** Two bytes of length, then as many bytes. */
  field(): Uint8Array | undefined {
    const length = this.uint(2);
    return length === undefined ? undefined : this.#take(length);
  }

  #take(size: number): Uint8Array | undefined {
    const end = this.#at + size;
    if (end > this.#bytes.length) {
      this.#at = this.#bytes.length;
      return undefined;
    }
    const bytes = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return bytes;
  }
}

import type { Dialect } from './dialect.ts';
import { MAX_CODE_BYTES } from './events.ts';
import type { ScannerEvent } from './events.ts';

/** What the scanner sends after each code. */
export type Suffix = 'CR' | 'LF' | 'CRLF' | 'none';

const SUFFIX_BYTES: Readonly<Record<Suffix, readonly number[]>> = {
  CR: [0x0d],
  LF: [0x0a],
  CRLF: [0x0d, 0x0a],
  none: [],
};
const CR = 0x0d;
const LF = 0x0a;
const LONGEST_SUFFIX = 2;

/**
 * Cuts a scanner's serial line into codes and replies. Whoever owns the clock calls `flush` when nothing has come for
 * the inter-byte time-out. That ends a code where no suffix is set. Where one is set, a code that ends in another line
 * end is taken for whole too; one without any may be the half of a code whose cable was pulled, and is not used. Keeps
 * at most one code, whatever arrives.
 */
export class SerialStreamParser {
  readonly #suffix: readonly number[];
  readonly #dialect: Dialect | null;
  readonly #bytes = new Uint8Array(MAX_CODE_BYTES + LONGEST_SUFFIX);
  #length = 0;
  #isUnusable = false;
  #isAbandoned = false;

  constructor(suffix: Suffix, dialect: Dialect | null) {
    this.#suffix = SUFFIX_BYTES[suffix];
    this.#dialect = dialect;
  }

  /** Bytes are in whose end is not. */
  get isMidCode(): boolean {
    return this.#length > 0;
  }

  /** Takes the next bytes, cut anywhere, and answers what they completed, in order. */
  push(chunk: Uint8Array): ScannerEvent[] {
    const events: ScannerEvent[] = [];
    for (const byte of chunk) {
      if (this.#length === this.#bytes.length) {
        this.#isUnusable = true;
        // The suffix of what is too long must still be found, also one that is cut by the edge.
        this.#bytes[0] = this.#bytes[this.#length - 1]!;
        this.#length = 1;
      }
      this.#bytes[this.#length++] = byte;
      const seen = this.#bytes.subarray(0, this.#length);
      const reply = this.#isUnusable ? null : (this.#dialect?.parseReply(seen) ?? null);
      if (reply !== null) {
        events.push({ kind: 'reply', reply });
        this.#reset();
      } else if (this.#endsWithSuffix(seen)) {
        let end = seen.length - this.#suffix.length;
        // CR LF came where LF was set.
        if (this.#suffix[0] === LF && seen[end - 1] === CR) end--;
        this.#end(seen.subarray(0, end), events);
      }
    }
    return events;
  }

  /** Nothing came for the inter-byte time-out: what there is, is all there will be. */
  flush(): ScannerEvent[] {
    const events: ScannerEvent[] = [];
    const seen = this.#bytes.subarray(0, this.#length);
    if (this.#dialect?.isPartOfReply(seen)) {
      this.#reset();
      return events;
    }
    const last = seen.at(-1);
    if (this.#suffix.length > 0 && last !== undefined && !isLineEnd(last)) this.#isUnusable = true;
    let end = seen.length;
    if (seen[end - 1] === LF) end--;
    if (seen[end - 1] === CR) end--;
    this.#end(seen.subarray(0, end), events);
    return events;
  }

  /** A code of which a part is in is not wanted, nor is the rest of it. */
  abandon(): void {
    this.#isAbandoned = this.isMidCode;
  }

  #endsWithSuffix(seen: Uint8Array): boolean {
    const { length } = this.#suffix;
    return (
      length > 0 && seen.length >= length && this.#suffix.every((byte, i) => seen.at(i - length) === byte)
    );
  }

  #end(seen: Uint8Array, events: ScannerEvent[]): void {
    // Of the CR LF that came where CR was set, the LF stands before the next code.
    const bytes = seen.slice(seen[0] === LF && this.#suffix.length === 1 ? 1 : 0);
    if (this.#isAbandoned) events.push({ kind: 'abandoned' });
    else if (this.#isUnusable || bytes.length > MAX_CODE_BYTES) events.push({ kind: 'unusable' });
    else if (bytes.length > 0) events.push({ kind: 'code', bytes, symbology: null });
    this.#reset();
  }

  #reset(): void {
    // What was scanned may be a person's: no copy stays in memory.
    this.#bytes.fill(0);
    this.#length = 0;
    this.#isUnusable = false;
    this.#isAbandoned = false;
  }
}

function isLineEnd(byte: number): boolean {
  return byte === CR || byte === LF;
}

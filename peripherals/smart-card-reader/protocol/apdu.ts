/** Command and answer units of ISO/IEC 7816-4 in their short form, with the two ways of asking once more. */

export interface CommandApdu {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  /** At most 255 bytes. */
  readonly data?: Uint8Array;
  /** How many bytes are expected, 1 to 256; left out when none are. */
  readonly le?: number;
}

/** What a whole exchange came to; `status` is SW1 SW2, `malformed` an answer that no card may give. */
export type ApduOutcome =
  | { readonly kind: 'answer'; readonly data: Uint8Array; readonly status: number }
  | { readonly kind: 'malformed' };

export const STATUS_OK = 0x9000;

const STATUS_LENGTH = 2;
const MAX_DATA_BYTES = 255;
const MAX_LE = 256;
/** A record has 257 bytes at most; so many pieces and bytes never come from a card in order. */
const MAX_PIECES = 32;
const MAX_ANSWER_BYTES = 4096;
const MORE_DATA = 0x61;
const WRONG_LENGTH = 0x6c;

/**
 * The bytes of a command: header, Lc and data, Le (00 for 256). Source: ISO/IEC 7816-4, 5.2.
 * @throws RangeError when the data or Le do not fit the short form.
 */
export function encodeCommand({ cla, ins, p1, p2, data, le }: CommandApdu): Uint8Array {
  if (data !== undefined && (data.length === 0 || data.length > MAX_DATA_BYTES)) {
    throw new RangeError(`a command takes 1 to ${MAX_DATA_BYTES} bytes of data, not ${data.length}`);
  }
  if (le !== undefined && (!Number.isInteger(le) || le < 1 || le > MAX_LE)) {
    throw new RangeError(`a command asks for 1 to ${MAX_LE} bytes, not ${le}`);
  }
  return Uint8Array.of(
    cla,
    ins,
    p1,
    p2,
    ...(data === undefined ? [] : [data.length, ...data]),
    ...(le === undefined ? [] : [le % MAX_LE]),
  );
}

/**
 * One command until its last answer. 61xx: the rest is fetched with GET RESPONSE (00 C0 00 00 xx) and joined.
 * 6Cxx: the same command again with Le = xx, once each. Pure: whoever holds the card sends {@link request} and
 * pushes what comes back until there is an outcome. Source: ISO/IEC 7816-4, 5.3.4 and 7.6.1; ISO/IEC 7816-3, 12.2.
 */
export class ApduExchange {
  #command: CommandApdu;
  #wasResent = false;
  #pieces: Uint8Array[] = [];
  #bytes = 0;

  constructor(command: CommandApdu) {
    this.#command = command;
  }

  /** What is to be sent now. */
  get request(): Uint8Array {
    return encodeCommand(this.#command);
  }

  /** Takes the answer to {@link request}; null: send the new request. */
  push(answer: Uint8Array): ApduOutcome | null {
    if (answer.length < STATUS_LENGTH) return { kind: 'malformed' };
    const data = answer.subarray(0, -STATUS_LENGTH);
    const sw1 = answer.at(-2)!;
    const sw2 = answer.at(-1)!;
    // An upper nibble of 6 or 9 is all that the standard knows; anything else is noise on the contacts.
    if (sw1 >> 4 !== 6 && sw1 >> 4 !== 9) return { kind: 'malformed' };
    if (sw1 === WRONG_LENGTH) {
      if (this.#wasResent || data.length > 0) return { kind: 'malformed' };
      this.#command = { ...this.#command, le: sw2 === 0 ? MAX_LE : sw2 };
      this.#wasResent = true;
      return null;
    }
    this.#pieces.push(data);
    this.#bytes += data.length;
    if (this.#bytes > MAX_ANSWER_BYTES || this.#pieces.length > MAX_PIECES) return { kind: 'malformed' };
    if (sw1 === MORE_DATA) {
      this.#command = { cla: 0x00, ins: 0xc0, p1: 0, p2: 0, le: sw2 === 0 ? MAX_LE : sw2 };
      this.#wasResent = false;
      return null;
    }
    return { kind: 'answer', data: joined(this.#pieces, this.#bytes), status: (sw1 << 8) | sw2 };
  }
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

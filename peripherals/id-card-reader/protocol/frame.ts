/**
 * Frames of the resident ID reader module (SAM_V / SAM_A, "SDT" protocol, GA 450), the same in both directions:
 * `AA AA AA 96 69 | LenH LenL | body… | CHK`. Len counts the bytes after it, CHK included. CHK is the XOR of every
 * byte from LenH to the end of the body. A request's body is CMD PARA data…, an answer's SW1 SW2 SW3 data….
 */

const PREAMBLE = Uint8Array.of(0xaa, 0xaa, 0xaa, 0x96, 0x69);
const HEADER_LENGTH = PREAMBLE.length + 2;
/** CMD, PARA and CHK of a request without data. */
const MIN_LENGTH = 3;
/** The longest answer that exists: text, photo and two fingerprint templates (30 10). */
const MAX_LENGTH = 0x090a;

/** What came out of the line: a whole body, or the news that a frame was there and is not usable. */
export type FrameEvent =
  | { readonly kind: 'frame'; readonly body: Uint8Array }
  | { readonly kind: 'damaged'; readonly problem: 'length' | 'checksum' };

/** Wraps a body (CMD PARA data… or SW1 SW2 SW3 data…) in preamble, length and checksum. */
export function encodeFrame(body: Uint8Array): Uint8Array {
  const length = body.length + 1;
  if (length < MIN_LENGTH || length > MAX_LENGTH)
    throw new Error(`no frame has a body of ${body.length} bytes`);
  const frame = new Uint8Array(HEADER_LENGTH + length);
  frame.set(PREAMBLE);
  frame[5] = length >> 8;
  frame[6] = length & 0xff;
  frame.set(body, HEADER_LENGTH);
  frame[frame.length - 1] = xor(frame.subarray(PREAMBLE.length, -1));
  return frame;
}

/**
 * Finds frames in a stream that may be split anywhere, joined, or have junk between them. A frame is out as soon as
 * its last byte is in. Keeps at most one frame, whatever arrives.
 */
export class FrameParser {
  #pending: Uint8Array = new Uint8Array(0);

  /** The bytes that wait for more; never more than one frame. */
  get pendingLength(): number {
    return this.#pending.length;
  }

  /** A good header is in and the rest is not. */
  get isMidFrame(): boolean {
    return this.#pending.length >= HEADER_LENGTH;
  }

  /** Takes the next bytes and answers what they completed, in order. */
  push(chunk: Uint8Array): FrameEvent[] {
    const events: FrameEvent[] = [];
    let bytes = joinBytes(this.#pending, chunk);
    for (;;) {
      const start = findPreamble(bytes);
      bytes = bytes.subarray(start);
      if (bytes.length < HEADER_LENGTH) break;
      const length = (bytes[5]! << 8) | bytes[6]!;
      if (length < MIN_LENGTH || length > MAX_LENGTH) {
        events.push({ kind: 'damaged', problem: 'length' });
        bytes = bytes.subarray(PREAMBLE.length);
        continue;
      }
      const end = HEADER_LENGTH + length;
      if (bytes.length < end) break;
      if (xor(bytes.subarray(PREAMBLE.length, end)) === 0) {
        events.push({ kind: 'frame', body: bytes.slice(HEADER_LENGTH, end - 1) });
        bytes = bytes.subarray(end);
      } else {
        // A lost byte makes a frame swallow the head of the next one: look again inside it.
        events.push({ kind: 'damaged', problem: 'checksum' });
        bytes = bytes.subarray(PREAMBLE.length);
      }
    }
    this.#pending = bytes.slice();
    return events;
  }

  /** Forgets a half frame, so that it cannot be completed by an answer to something else. */
  flush(): void {
    this.#pending = new Uint8Array(0);
  }
}

/** Where the preamble, or the part of it that the bytes end with, begins. */
function findPreamble(bytes: Uint8Array): number {
  for (
    let start = bytes.indexOf(PREAMBLE[0]!);
    start !== -1;
    start = bytes.indexOf(PREAMBLE[0]!, start + 1)
  ) {
    const seen = bytes.subarray(start, start + PREAMBLE.length);
    if (seen.every((byte, i) => byte === PREAMBLE[i])) return start;
  }
  return bytes.length;
}

function joinBytes(head: Uint8Array, tail: Uint8Array): Uint8Array {
  const joined = new Uint8Array(head.length + tail.length);
  joined.set(head);
  joined.set(tail, head.length);
  return joined;
}

/** Over LenH to CHK of a good frame this is 0, because CHK cancels the rest. */
function xor(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum ^ byte, 0);
}

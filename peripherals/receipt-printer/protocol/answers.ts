/**
 * What the printer says, decoded. Four things share one line without a frame, told apart by fixed bits:
 *   DLE EOT answer  (b & 0x93) == 0x12, one byte
 *   ASB notice      (b & 0x93) == 0x10, then three bytes with (b & 0x90) == 0
 *   cleared         37 25 00, the answer to DLE DC4 8
 *   GS r answer     (b & 0x90) == 0, one byte
 */
export type Answer =
  | { readonly kind: 'status'; readonly byte: number }
  | { readonly kind: 'notice'; readonly notice: Notice }
  | { readonly kind: 'cleared' }
  | { readonly kind: 'printed'; readonly paperNearEnd: boolean };

/** An ASB notice: only what stops a job or asks for a person. */
export interface Notice {
  readonly offline: boolean;
  readonly coverOpen: boolean;
  readonly cutterError: boolean;
  readonly otherError: boolean;
  readonly paperEnd: boolean;
  readonly paperNearEnd: boolean;
}

/** Incremental: bytes may come one at a time or many at once. Holds at most three bytes. */
export class AnswerParser {
  #held: number[] = [];

  push(chunk: Uint8Array): Answer[] {
    const answers: Answer[] = [];
    for (const byte of chunk) this.#pushByte(byte, answers);
    return answers;
  }

  #pushByte(byte: number, answers: Answer[]): void {
    const held = this.#held;
    if (held[0] === 0x37) {
      if (byte === (held.length === 1 ? 0x25 : 0x00)) {
        if (held.length === 2) answers.push({ kind: 'cleared' });
        this.#held = held.length === 2 ? [] : [...held, byte];
        return;
      }
      this.#held = [];
    } else if (held.length > 0) {
      if ((byte & 0x90) === 0) {
        held.push(byte);
        if (held.length === 4) {
          answers.push({ kind: 'notice', notice: decodeNotice(held) });
          this.#held = [];
        }
        return;
      }
      this.#held = [];
    }
    if (byte === 0x37 || (byte & 0x93) === 0x10) this.#held = [byte];
    else if ((byte & 0x93) === 0x12) answers.push({ kind: 'status', byte });
    else if ((byte & 0x90) === 0) answers.push({ kind: 'printed', paperNearEnd: (byte & 0x03) !== 0 });
    // Anything else is noise on the line.
  }
}

function decodeNotice(bytes: readonly number[]): Notice {
  const [first = 0, second = 0, third = 0] = bytes;
  return {
    offline: (first & 0x08) !== 0,
    coverOpen: (first & 0x20) !== 0,
    cutterError: (second & 0x08) !== 0,
    otherError: (second & 0x64) !== 0,
    paperEnd: (third & 0x0c) !== 0,
    paperNearEnd: (third & 0x03) !== 0,
  };
}

import type { StatusRequest } from '../protocol/commands.ts';

export type RealTimeCommand =
  | { readonly kind: 'status'; readonly request: StatusRequest }
  | { readonly kind: 'clear'; readonly by: 'dle-enq-2' | 'dle-dc4-8' };

const CLEAR = [0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08];

/**
 * Sees real-time commands as they come in, before and beside the parser, wherever they stand: also inside a picture,
 * as the hardware does.
 */
export class RealTimeScanner {
  #last: number[] = [];

  push(byte: number): RealTimeCommand | undefined {
    this.#last.push(byte);
    if (this.#last.length > CLEAR.length) this.#last.shift();
    const [first, second, third = 0] = this.#last.slice(-3);
    if (first === 0x10 && second === 0x04 && isStatusRequest(third))
      return { kind: 'status', request: third };
    if (first === 0x10 && second === 0x05 && third === 2) return { kind: 'clear', by: 'dle-enq-2' };
    const isClear = CLEAR.every((expected, at) => this.#last[at] === expected);
    return isClear ? { kind: 'clear', by: 'dle-dc4-8' } : undefined;
  }
}

function isStatusRequest(value: number): value is StatusRequest {
  return value >= 1 && value <= 4;
}

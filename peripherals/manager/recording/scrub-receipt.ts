import { command } from '../../receipt-printer/protocol/commands.ts';
import type { Scrubber } from './scrubber.ts';

/** Commands that say nothing of what is printed. */
const KNOWN: readonly (readonly number[])[] = [
  command.initialise(),
  command.noticesOn(),
  command.cut(),
  command.cancel(),
  command.askPrinted(),
  ...([1, 2, 3, 4] as const).map(command.askStatus),
];

/** For the receipt printer: known commands are kept, of anything else only the length. Its answers are states. */
export class ReceiptScrubber implements Scrubber {
  sent(bytes: Uint8Array): { told: Uint8Array; dropped: number } {
    let end = 0;
    for (;;) {
      const next = KNOWN.find((known) => known.every((byte, index) => bytes[end + index] === byte));
      if (next === undefined) break;
      end += next.length;
    }
    return { told: bytes.subarray(0, end), dropped: bytes.length - end };
  }

  received(bytes: Uint8Array): Uint8Array {
    return bytes;
  }

  flush(): Uint8Array {
    return new Uint8Array(0);
  }
}

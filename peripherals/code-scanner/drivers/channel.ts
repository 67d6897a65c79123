import type { ScannerEvent } from '../protocol/events.ts';

/** One connection to a scanner, from `open` to its end, whatever carries it. Nothing here rejects or throws. */
export interface ScannerChannel {
  /** Answers whether the scanner is there. To be called once. */
  open(): Promise<boolean>;
  /** Answers whether the bytes went out. */
  send(command: Uint8Array): Promise<boolean>;
  /** A code of which a part has arrived is not wanted; its rest ends as `abandoned`. */
  abandonCode(): void;
  close(): Promise<void>;
}

export interface ChannelListener {
  onEvent(event: ScannerEvent): void;
  /** The connection has ended, by itself or by `close`; nothing comes after it. */
  onEnd(): void;
}

/** What both parsers of this family have: bytes or reports in, events out, and an end that only the clock can tell. */
interface Parser {
  readonly isMidCode: boolean;
  push(bytes: Uint8Array): ScannerEvent[];
  flush(): ScannerEvent[];
}

/** Feeds a parser and ends, after the time-out, what the parser cannot end by itself. */
export class TimedParser {
  readonly #parser: Parser;
  readonly #timeoutMs: number;
  readonly #onEvent: (event: ScannerEvent) => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(parser: Parser, timeoutMs: number, onEvent: (event: ScannerEvent) => void) {
    this.#parser = parser;
    this.#timeoutMs = timeoutMs;
    this.#onEvent = onEvent;
  }

  push(bytes: Uint8Array): void {
    clearTimeout(this.#timer);
    const events = this.#parser.push(bytes);
    if (this.#parser.isMidCode) {
      this.#timer = setTimeout(() => this.#emit(this.#parser.flush()), this.#timeoutMs);
    }
    this.#emit(events);
  }

  /** The line is gone: what was on its way will not be completed by the next line. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  #emit(events: readonly ScannerEvent[]): void {
    for (const event of events) this.#onEvent(event);
  }
}

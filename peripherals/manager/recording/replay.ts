import type { ByteTransport, TransportClosed } from '../../transport/index.ts';
import type { Recording, RecordingEntry } from './format.ts';

/** `differs`: the driver did not do what it did when this was recorded; `line` is the place in the file. */
export type ReplayEnd = { readonly kind: 'complete' } | { readonly kind: 'differs'; readonly line: number };

/** The heading is line 1. */
const FIRST_ENTRY_LINE = 2;

/** Plays the device from a recording: answers as it answered, with the same pauses, to the same bytes. */
export class Replay {
  readonly #entries: readonly RecordingEntry[];
  readonly #ended = Promise.withResolvers<ReplayEnd>();
  #at = 0;
  #line: ReplayedLine | null = null;
  /** The next entry is on its way. */
  #pausing = false;

  constructor({ entries }: Recording) {
    this.#entries = entries;
  }

  /** Resolves when the last entry has been played, or at the first difference. */
  get ended(): Promise<ReplayEnd> {
    return this.#ended.promise;
  }

  /** A line like the next one of the recording. */
  readonly openTransport = (): ByteTransport => new ReplayedLine(this);

  /** Answers whether the line could be opened at this point of the recording. */
  open(line: ReplayedLine): boolean {
    const next = this.#next();
    if (next === null) return false;
    if (!('event' in next) || next.event === 'disconnected') {
      this.#differs();
      return false;
    }
    this.#at++;
    this.#line = next.event === 'opened' ? line : null;
    this.advance();
    return next.event === 'opened';
  }

  leave(line: ReplayedLine): void {
    if (this.#line === line) this.#line = null;
  }

  /** Goes on as far as it can without another word of the driver. */
  advance(): void {
    if (this.#pausing) return;
    const line = this.#line;
    for (;;) {
      const next = this.#next();
      if (next === null) return this.#ended.resolve({ kind: 'complete' });
      if (line === null) return;
      if ('sent' in next) {
        const written = line.written[0];
        if (written === undefined) return;
        if (!this.#takes(written)) return this.#differs();
        line.written.shift();
      } else if ('event' in next && next.event !== 'disconnected') {
        // The driver gave this line up when it was recorded; it will now.
        return;
      } else {
        const pauseMs = next.ms - (this.#entries[this.#at - 1]?.ms ?? 0);
        this.#pausing = true;
        setTimeout(() => {
          this.#pausing = false;
          this.#at++;
          if ('received' in next) line.receive(Buffer.from(next.received, 'hex'));
          else line.end({ disconnected: true, reason: 'recorded as disconnected' });
          this.advance();
        }, pauseMs);
        return;
      }
    }
  }

  #next(): RecordingEntry | null {
    return this.#entries[this.#at] ?? null;
  }

  /**
   * Whether the bytes are what was sent here. What was printed then is not known, so another slip may take more or fewer
   * writes in its place.
   */
  #takes(written: Uint8Array): boolean {
    let at = this.#at;
    while (isDropped(this.#entries[at]) && !fits(this.#entries[at], written)) at++;
    if (fits(this.#entries[at], written)) {
      this.#at = at + 1;
      return true;
    }
    return isDropped(this.#entries[this.#at - 1]) || isDropped(this.#entries[this.#at]);
  }

  #differs(): void {
    this.#ended.resolve({ kind: 'differs', line: this.#at + FIRST_ENTRY_LINE });
  }
}

function isDropped(entry: RecordingEntry | undefined): boolean {
  return entry !== undefined && 'sent' in entry && entry.dropped !== undefined;
}

function fits(entry: RecordingEntry | undefined, written: Uint8Array): boolean {
  if (entry === undefined || !('sent' in entry)) return false;
  const told = Buffer.from(entry.sent, 'hex');
  if (entry.dropped === undefined) return told.equals(written);
  return written.length > told.length && told.length > 0 && told.equals(written.subarray(0, told.length));
}

class ReplayedLine implements ByteTransport {
  readonly written: Uint8Array[] = [];
  readonly #replay: Replay;
  readonly #dataListeners = new Set<(chunk: Uint8Array) => void>();
  readonly #closedListeners = new Set<(closed: TransportClosed) => void>();
  #isOpen = false;

  constructor(replay: Replay) {
    this.#replay = replay;
  }

  open(): Promise<{ ok: true } | { ok: false; reason: string }> {
    this.#isOpen = this.#replay.open(this);
    return Promise.resolve(this.#isOpen ? { ok: true } : { ok: false, reason: 'recorded as not opened' });
  }

  write(bytes: Uint8Array): Promise<{ ok: true } | { ok: false; reason: string }> {
    if (!this.#isOpen) return Promise.resolve({ ok: false, reason: 'not open' });
    this.written.push(bytes.slice());
    this.#replay.advance();
    return Promise.resolve({ ok: true });
  }

  onData(listener: (chunk: Uint8Array) => void): () => void {
    this.#dataListeners.add(listener);
    return () => this.#dataListeners.delete(listener);
  }

  onClosed(listener: (closed: TransportClosed) => void): () => void {
    this.#closedListeners.add(listener);
    return () => this.#closedListeners.delete(listener);
  }

  close(): Promise<void> {
    this.end({ disconnected: false, reason: 'closed' });
    return Promise.resolve();
  }

  receive(bytes: Uint8Array): void {
    for (const listener of [...this.#dataListeners]) listener(bytes);
  }

  end(closed: TransportClosed): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#replay.leave(this);
    for (const listener of [...this.#closedListeners]) listener(closed);
  }
}

import type { ByteTransport } from '../../transport/index.ts';
import { formatHeading } from './format.ts';
import type { RecordingEntry } from './format.ts';
import type { Scrubber } from './scrubber.ts';

interface Held {
  readonly ms: number;
  readonly length: number;
}

/**
 * Records what passes over the lines of one device, one after the other.
 * @param write takes each line of the recording as it is certain, without its end
 */
export class Recorder {
  readonly #write: (line: string) => void;
  readonly #makeScrubber: () => Scrubber;
  readonly #startedAt = performance.now();

  constructor(family: string, makeScrubber: () => Scrubber, write: (line: string) => void) {
    this.#write = write;
    this.#makeScrubber = makeScrubber;
    write(formatHeading(family));
  }

  /** The same maker of lines, listened to. */
  around(openTransport: () => ByteTransport): () => ByteTransport {
    return () => this.#listenTo(openTransport());
  }

  #listenTo(line: ByteTransport): ByteTransport {
    const scrubber = this.#makeScrubber();
    const held: Held[] = [];
    let clean = Buffer.alloc(0);
    const release = (more: Uint8Array): void => {
      clean = Buffer.concat([clean, more]);
      for (let next = held[0]; next !== undefined && clean.length >= next.length; next = held[0]) {
        this.#note({ ms: next.ms, received: clean.subarray(0, next.length).toString('hex') });
        clean = clean.subarray(next.length);
        held.shift();
      }
    };
    line.onData((chunk) => {
      held.push({ ms: this.#now(), length: chunk.length });
      release(scrubber.received(chunk));
    });
    line.onClosed(({ disconnected }) => {
      release(scrubber.flush());
      if (disconnected) this.#note({ ms: this.#now(), event: 'disconnected' });
    });
    return {
      open: async () => {
        const result = await line.open();
        this.#note({ ms: this.#now(), event: result.ok ? 'opened' : 'not-opened' });
        return result;
      },
      write: (bytes) => {
        // A new question: whatever was still to come belongs to nothing any more.
        release(scrubber.flush());
        const { told, dropped } = scrubber.sent(bytes);
        const sent = Buffer.from(told).toString('hex');
        this.#note({ ms: this.#now(), sent, ...(dropped > 0 ? { dropped } : {}) });
        return line.write(bytes);
      },
      onData: (listener) => line.onData(listener),
      onClosed: (listener) => line.onClosed(listener),
      close: () => line.close(),
    };
  }

  #now(): number {
    return Math.round(performance.now() - this.#startedAt);
  }

  #note(entry: RecordingEntry): void {
    this.#write(JSON.stringify(entry));
  }
}

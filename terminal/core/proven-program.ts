import type { Log } from './log.ts';

/** Why a program of the system gave nothing; `superseded` is no failure: something newer is wanted. */
export type ProgramFailure = 'superseded' | 'missing' | 'timed-out' | 'failed';

/** A proof may fail because everything starts at once at power-on, and a program may be installed meanwhile. */
const PROVEN_AGAIN_MS = 60_000;

/**
 * Whether a program of the system can be used: proven at start, and again every minute while it is not, so that one
 * proof that came too late does not leave who does not see without a voice for the whole day.
 */
export class ProvenProgram {
  readonly #name: 'speech' | 'handwriting';
  readonly #prove: () => Promise<ProgramFailure | null>;
  readonly #log: Log;
  readonly #againMs: number;
  readonly #listeners = new Set<() => void>();
  #available = false;
  #lastFailure: ProgramFailure | null = null;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  /**
   * @param prove answers why not, or null
   * @param begins until then it is not tried
   */
  constructor(
    name: 'speech' | 'handwriting',
    prove: () => Promise<ProgramFailure | null>,
    log: Log,
    begins: Promise<void>,
    againMs: number = PROVEN_AGAIN_MS,
  ) {
    this.#name = name;
    this.#prove = prove;
    this.#log = log;
    this.#againMs = againMs;
    void begins.then(() => this.#try());
  }

  get available(): boolean {
    return this.#available;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A use of it failed. What it was used on never reaches the log. */
  failed(why: ProgramFailure): void {
    if (why === 'superseded') return;
    this.#log(`${this.#name}.failed`, { reason: why });
    // One text or character may be too much for a program; one that is gone does nothing any more.
    if (why !== 'missing' || !this.#available) return;
    this.#becomes(false);
    this.#later();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #try(): Promise<void> {
    if (this.#closed) return;
    const failure = await this.#prove();
    if (this.#closed) return;
    if (failure === null) {
      this.#lastFailure = null;
      return this.#becomes(true);
    }
    // Said once, not every minute.
    if (failure !== this.#lastFailure) this.#log(`${this.#name}.unavailable`, { reason: failure });
    this.#lastFailure = failure;
    this.#later();
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#try(), this.#againMs);
  }

  #becomes(available: boolean): void {
    this.#available = available;
    for (const listener of this.#listeners) listener();
  }
}
